package web

import (
	"net/http"

	"tulos/internal/partnership"
)

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// A route is a way into the product, and who may take it.
type route struct {
	method, path string
	who          who
	serve        func(*request) error
}

// routes are all of them. Those below /projects/:project need a place in that
// project; whoever has none is answered as if there were no such project.
func routes() []route {
	return []route{
		{get, "/healthz", anyone, health},
		{get, "/readyz", anyone, ready},
		{get, "/static/*file", anyone, static},
		{get, "/", anyone, home},
		{get, "/sign-in", anyone, showSignIn},
		{post, "/sign-in", anyone, signIn},
		{get, "/sign-in/code", anyone, showCode},
		{post, "/sign-in/code", anyone, giveCode},
		{post, "/sign-out", anyone, signOut},
		{post, "/language", anyone, chooseLanguage},
		{get, "/invitation/:token", anyone, showInvitation},
		{post, "/invitation/:token", anyone, acceptInvitation},
		{get, "/first/:token", anyone, showFirst},
		{post, "/first/:token", anyone, makeFirst},

		{get, "/me", signedIn, showMe},
		{post, "/me", signedIn, changeMe},
		{post, "/me/theme", anyone, chooseTheme},
		{post, "/me/password", signedIn, changePassword},
		{post, "/me/sessions/end", signedIn, endSession},
		{post, "/me/sessions/end-others", signedIn, endOtherSessions},
		{get, "/me/second-factor", signedIn, showSecondFactor},
		{get, "/me/second-factor/picture", signedIn, secretPicture},
		{post, "/me/second-factor", proven(signedIn), turnOnSecondFactor},
		{post, "/me/second-factor/codes", proven(signedIn), newRecoveryCodes},
		{post, "/me/second-factor/off", signedIn, turnOffSecondFactor},

		{get, "/people", may(partnership.Administer), listPeople},
		{get, "/people/organisations", may(partnership.Administer), listOrganisations},
		{get, "/people/new", may(partnership.Administer), showNewPerson},
		{post, "/people/new", proven(may(partnership.Administer)), addPerson},
		{get, "/people/:user", may(partnership.Administer), showPerson},
		{post, "/people/:user", proven(may(partnership.Administer)), changePerson},
		{post, "/people/:user/disable", proven(may(partnership.Administer)), disablePerson},
		{post, "/people/:user/enable", proven(may(partnership.Administer)), enablePerson},
		{post, "/people/:user/link", proven(may(partnership.Administer)), newLink},
		{post, "/people/:user/sessions/end", proven(may(partnership.Administer)), endPersonSessions},
		{post, "/people/:user/second-factor/off", proven(may(partnership.Administer)), removePersonFactor},
		{post, "/people/:user/places", proven(may(partnership.Administer)), grantPlace},
		{post, "/people/:user/places/remove", proven(may(partnership.Administer)), removePlace},

		{get, "/projects/:project", signedIn, showProject},
		{get, "/projects/:project/security", signedIn, showPolicy}, // its lead and administrators, by the use case
		{post, "/projects/:project/security", proven(signedIn), changePolicy},
		{get, "/projects/:project/dashboard", may(partnership.ReadAccepted), showDashboard},
		{get, "/projects/:project/indicators/:code", may(partnership.ReadAccepted), showIndicator},
		{get, "/projects/:project/work", may(partnership.LogEntries), showWork},
		{get, "/projects/:project/activities/new", reporting, newActivity},
		{post, "/projects/:project/activities", reporting, createActivity},
		{get, "/projects/:project/activities/:ref", may(partnership.ReadAccepted), showActivity},
		{get, "/projects/:project/activities/:ref/edit", reporting, editActivity},
		{post, "/projects/:project/activities/:ref/edit", reporting, changeActivity},
		{post, "/projects/:project/activities/:ref/step", may(partnership.ReadAccepted), stepActivity},
		{post, "/projects/:project/activities/:ref/delete", reporting, deleteActivity},
		{post, "/projects/:project/activities/:ref/evidence", reporting, addEvidence},
		{post, "/projects/:project/activities/:ref/evidence/remove", reporting, removeEvidence},
		{get, "/projects/:project/files/*name", may(partnership.ReadAccepted), file},
		{get, "/projects/:project/activities", may(partnership.ReadAccepted), listActivities},
		{get, "/projects/:project/reports", may(partnership.ReadProject), showReports},
		{get, "/projects/:project/reports/:period/edit", may(partnership.AssembleReport), showReportEdit},
		{post, "/projects/:project/reports/:period/edit", may(partnership.AssembleReport), editReport},
		{get, "/projects/:project/reports/:period/preview", may(partnership.ReadDrafts), showPreview},
		{post, "/projects/:project/reports/:period/step", may(partnership.AssembleReport), stepReport},
		{get, "/projects/:project/reports/:period/versions/:version", may(partnership.ReadSealed), showSealed},
		{get, "/projects/:project/reports/:period/versions/:version/files/:name", may(partnership.ReadSealed), sealedDownload},
		{post, "/projects/:project/reports/:period/answer", may(partnership.AnswerReport), answerReport},
		{get, "/projects/:project/partner-report/:period", may(partnership.ReadAccepted), showPartnerReport},
		{post, "/projects/:project/partner-report/:period", reporting, editPartnerReport},
		{post, "/projects/:project/partner-report/:period/step", may(partnership.ReadAccepted), stepPartnerReport},
		{get, "/projects/:project/review", may(partnership.Review), showQueue},
		{get, "/projects/:project/review/:ref", may(partnership.Review), showReview},
		{get, "/projects/:project/measurements", may(partnership.ReadAccepted), listMeasurements},
		{get, "/projects/:project/measurements/new", reporting, newMeasurement},
		{post, "/projects/:project/measurements", reporting, createMeasurement},
		{get, "/projects/:project/measurements/:ref", may(partnership.ReadAccepted), showMeasurement},
		{get, "/projects/:project/measurements/:ref/edit", reporting, editMeasurement},
		{post, "/projects/:project/measurements/:ref/edit", reporting, changeMeasurement},
		{post, "/projects/:project/measurements/:ref/step", may(partnership.ReadAccepted), moveMeasurement},
		{post, "/projects/:project/measurements/:ref/delete", reporting, deleteMeasurement},
	}
}

// who may take a route.
type who struct {
	anyone      bool
	permission  partnership.Permission // in the project, or of the installation
	isReporting bool                   // the person's partner reports now: it is not suspended
	isProven    bool                   // the password was given not long ago
}

var (
	anyone   = who{anyone: true}
	signedIn = who{}
	// reporting is for the people of a partner that reports now.
	reporting = who{permission: partnership.LogEntries, isReporting: true}
)

func may(p partnership.Permission) who { return who{permission: p} }

// proven asks for the password again if it was given too long ago.
func proven(w who) who {
	w.isProven = true
	return w
}
