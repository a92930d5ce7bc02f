package web

import (
	"net/http"
	"slices"

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
	return slices.Concat(accountRoutes(), projectRoutes(), logRoutes(), reportRoutes(), helpRoutes(), setupRoutes())
}

// helpRoutes are those of help, and of the texts of the product.
func helpRoutes() []route {
	return []route{
		{get, "/help", anyone, showHelp},
		{get, "/help/figures", anyone, showFigures},
		{get, "/privacy", anyone, showPrivacy},
		{get, "/api", anyone, showAPI},
		{get, "/help/:guide", anyone, showGuide},
		{get, pictures.path + ":file", uncounted(anyone), pictures.serve},
		{get, "/texts", searching(may(partnership.Administer)), showTexts},
		{get, "/texts/:file", costly(may(partnership.Administer)), exportTexts},
	}
}

// accountRoutes are those of signing in, of the own account, and of people.
func accountRoutes() []route {
	return []route{
		{get, "/healthz", uncounted(anyone), health},
		{get, "/readyz", uncounted(anyone), ready},
		{get, assets.path + "*file", uncounted(anyone), assets.serve},
		{get, "/service-worker.js", uncounted(anyone), showWorker},
		{get, offlinePath, signedIn, showOffline},
		{get, "/", anyone, home},
		{get, "/sign-in", anyone, showSignIn},
		{post, "/sign-in", anyone, signIn},
		{get, "/sign-in/code", anyone, showCode},
		{post, "/sign-in/code", anyone, giveCode},
		{get, "/sign-in/single", anyone, beginSignOn},
		{get, SignOnBack, anyone, endSignOn},
		{post, "/sign-in/resume", anyone, resume},
		{post, "/sign-in/passkey/options", anyone, askForPasskey},
		{post, "/sign-in/passkey", anyone, enterByPasskey},
		{post, "/sign-out", anyone, signOut},
		{post, "/language", anyone, chooseLanguage},
		{get, "/verify", anyone, showGenuine},
		{post, "/verify", costly(withFiles(anyone)), askGenuine},
		{get, "/invitation/:token", anyone, showInvitation},
		{post, "/invitation/:token", anyone, acceptInvitation},
		{get, "/first/:token", anyone, showFirst},
		{post, "/first/:token", anyone, makeFirst},

		{get, "/me", signedIn, showMe},
		{post, "/me", signedIn, changeMe},
		{post, "/me/theme", anyone, chooseTheme},
		{post, "/me/letters", signedIn, chooseLetters},
		{post, "/me/password", signedIn, changePassword},
		{post, "/me/sessions/end", signedIn, endSession},
		{post, "/me/sessions/end-others", signedIn, endOtherSessions},
		{get, "/me/passkeys", signedIn, showPasskeys},
		{post, "/me/passkeys/options", signedIn, passkeyOptions},
		{post, "/me/passkeys", proven(signedIn), addPasskey},
		{post, "/me/passkeys/remove", proven(signedIn), removePasskey},
		{get, "/me/sign-on/prove", signedIn, proveSignOn},
		{post, "/me/sign-on/unlink", proven(signedIn), unlink},
		{post, "/me/data", costly(proven(signedIn)), myData},
		{get, "/me/second-factor", signedIn, showSecondFactor},
		{get, "/me/second-factor/picture", signedIn, secretPicture},
		{post, "/me/second-factor", proven(signedIn), turnOnSecondFactor},
		{post, "/me/second-factor/codes", proven(signedIn), newRecoveryCodes},
		{post, "/me/second-factor/off", signedIn, turnOffSecondFactor},
		{get, "/me/tokens", signedIn, showTokens},
		{post, "/me/tokens", proven(signedIn), makeToken},
		{post, "/me/tokens/revoke", signedIn, revokeToken},

		{get, "/letters", may(partnership.Administer), showLetters},
		{post, "/letters", may(partnership.Administer), decideLetter},
		{get, "/people", searching(may(partnership.Administer)), listPeople},
		{get, "/people/export/:file", costly(may(partnership.Administer)), exportPeople},
		{get, "/people/organisations", may(partnership.Administer), listOrganisations},
		{get, "/people/new", may(partnership.Administer), showNewPerson},
		{post, "/people/new", proven(may(partnership.Administer)), addPerson},
		{get, "/people/:user", may(partnership.Administer), showPerson},
		{post, "/people/:user", proven(may(partnership.Administer)), changePerson},
		{post, "/people/:user/disable", proven(may(partnership.Administer)), disablePerson},
		{post, "/people/:user/enable", proven(may(partnership.Administer)), enablePerson},
		{post, "/people/:user/data", costly(proven(may(partnership.Administer))), personData},
		{get, "/people/:user/erase", may(partnership.Administer), showErase},
		{post, "/people/:user/erase", proven(may(partnership.Administer)), erasePerson},
		{post, "/people/:user/link", proven(may(partnership.Administer)), newLink},
		{post, "/people/:user/sessions/end", proven(may(partnership.Administer)), endPersonSessions},
		{post, "/people/:user/second-factor/off", proven(may(partnership.Administer)), removePersonFactor},
		{post, "/people/:user/tokens/revoke", proven(may(partnership.Administer)), revokePersonToken},
		{post, "/people/:user/sign-on/unlink", proven(may(partnership.Administer)), unlinkPerson},
		{post, "/people/:user/places", proven(may(partnership.Administer)), grantPlace},
		{post, "/people/:user/places/remove", proven(may(partnership.Administer)), removePlace},
	}
}

// projectRoutes are those of projects as a whole, and of how they stand.
func projectRoutes() []route {
	return []route{
		{get, "/projects", signedIn, showPortfolio},
		{get, "/new-project", may(partnership.Administer), showNewProject},
		{post, "/new-project", may(partnership.Administer), createProject},
		{get, "/new-project/file", may(partnership.Administer), showImportProject},
		{post, "/new-project/file", costly(withFiles(may(partnership.Administer))), importProject},
		{get, "/new-project/copy", may(partnership.Administer), showCopyProject},
		{post, "/new-project/copy", costly(may(partnership.Administer)), copyProject},
		{get, "/calendar", signedIn, showCalendars},
		{get, "/calendar/:secret", anyone, serveFeed}, // whoever knows the secret, by the use case
		{post, "/calendar/feed", signedIn, makeFeed},
		{post, "/calendar/feed/end", signedIn, endFeed},
		{get, "/projects/:project", signedIn, showProject},
		{get, "/projects/:project/calendar", may(partnership.ReadProject), showCalendar},
		{get, "/projects/:project/languages", signedIn, showLacking}, // its lead and administrators, by the use case
		{get, "/projects/:project/security", signedIn, showPolicy},   // its lead and administrators, by the use case
		{post, "/projects/:project/security", proven(signedIn), changePolicy},
		{get, "/projects/:project/rates", signedIn, showRates}, // who reads the project, and administrators, by the use case
		{post, "/projects/:project/rates", withFiles(signedIn), takeRates},
		{get, "/projects/:project/iati", signedIn, showIATI}, // its lead and administrators, by the use case
		{get, "/projects/:project/iati/:file", costly(signedIn), downloadIATI},
		{get, "/projects/:project/dashboard", may(partnership.ReadAccepted), showDashboard},
		{get, "/projects/:project/dashboard/shares", may(partnership.ReadAccepted), showShares},
		{get, "/projects/:project/dashboard/plan", may(partnership.ReadAccepted), showPlan},
		{get, "/projects/:project/dashboard/reporting", may(partnership.ReadAccepted), showReporting},
		{get, "/projects/:project/indicators/:code", may(partnership.ReadAccepted), showIndicator},
	}
}

// logRoutes are those of what partners log, of its lists, and of the audit.
func logRoutes() []route {
	return []route{
		{get, "/projects/:project/work", may(partnership.LogEntries), showWork},
		{get, "/projects/:project/kept/:key", may(partnership.LogEntries), showKept},
		{post, "/projects/:project/kept/:key/remove", may(partnership.LogEntries), removeKept},
		{get, "/projects/:project/logbook", reporting, showLogbook},
		{post, "/projects/:project/logbook", costly(withFiles(reporting)), uploadLogbook},
		{post, "/projects/:project/logbook/store", costly(withFiles(reporting)), storeLogbook},
		{get, "/projects/:project/logbook/:period/:kind", costly(reporting), logbookForm},
		{get, "/projects/:project/activities/new", reporting, newActivity},
		{post, "/projects/:project/activities", withFiles(writesEntries), createActivity},
		{get, "/projects/:project/offline", reporting, showOfflineForm},
		{post, "/projects/:project/offline/:draft", withFiles(reporting), sendOffline},
		{http.MethodHead, "/projects/:project/offline/:draft/files/:no", reporting, showUpload},
		{http.MethodPatch, "/projects/:project/offline/:draft/files/:no", reporting, addPart},
		{get, "/projects/:project/activities/:ref", may(partnership.ReadAccepted), showActivity},
		{get, "/projects/:project/activities/:ref/copy", reporting, copyActivity},
		{get, "/projects/:project/activities/:ref/edit", reporting, editActivity},
		{post, "/projects/:project/activities/:ref/edit", withFiles(writesEntries), changeActivity},
		{post, "/projects/:project/activities/:ref/step", may(partnership.ReadAccepted), stepActivity},
		{post, "/projects/:project/activities/:ref/delete", reporting, deleteActivity},
		{post, "/projects/:project/activities/:ref/restore", reporting, restoreActivity},
		{post, "/projects/:project/activities/:ref/evidence", withFiles(reporting), addEvidence},
		{post, "/projects/:project/activities/:ref/evidence/remove", reporting, removeEvidence},
		{get, "/projects/:project/files/*name", may(partnership.ReadAccepted), file},
		{get, "/projects/:project/activities", searching(may(partnership.ReadAccepted)), listActivities},
		{post, "/projects/:project/activities/several", may(partnership.Review), moveActivities},
		{get, "/projects/:project/money", may(partnership.ReadAccepted), showMoney},
		{get, "/projects/:project/money/forecast/:period", may(partnership.ReadAccepted), showForecast}, // the use case tells whose
		{post, "/projects/:project/money/forecast/:period", may(partnership.ReadAccepted), editForecast},
		{get, "/projects/:project/receipts", may(partnership.ReadAccepted), listReceipts}, // the use case tells whose
		{get, "/projects/:project/receipts/:name", may(partnership.KeepAccounts), showReceipt},
		{post, "/projects/:project/receipts/:name", may(partnership.KeepAccounts), editReceipt},
		{post, "/projects/:project/receipts/:name/restore", may(partnership.KeepAccounts), restoreReceipt},
		{get, "/projects/:project/expenses", searching(may(partnership.ReadAccepted)), listExpenses},
		{post, "/projects/:project/expenses/several", may(partnership.Review), moveExpenses},
		{get, "/projects/:project/expenses/new", reporting, newExpense},
		{post, "/projects/:project/expenses", withFiles(writesEntries), createExpense},
		{get, "/projects/:project/expenses/:ref", may(partnership.ReadAccepted), showExpense},
		{get, "/projects/:project/expenses/:ref/edit", reporting, editExpense},
		{post, "/projects/:project/expenses/:ref/edit", withFiles(writesEntries), changeExpense},
		{post, "/projects/:project/expenses/:ref/step", may(partnership.ReadAccepted), moveExpense},
		{post, "/projects/:project/expenses/:ref/delete", reporting, deleteExpense},
		{post, "/projects/:project/expenses/:ref/restore", reporting, restoreExpense},
		{get, "/projects/:project/measurements", searching(may(partnership.ReadAccepted)), listMeasurements},
		{post, "/projects/:project/measurements/several", may(partnership.Review), moveMeasurements},
		{get, "/projects/:project/publications", searching(may(partnership.ReadAccepted)), listPublications},
		{get, "/projects/:project/evidence", searching(may(partnership.ReadAccepted)), listEvidence},
		{get, "/projects/:project/consents", searching(may(partnership.ReadAccepted)), listConsents},
		{get, "/projects/:project/activities/:ref/consent/:item", may(partnership.ReadAccepted), showConsent},
		{post, "/projects/:project/activities/:ref/consent/:item", may(partnership.ReadAccepted), changeConsent},
		{get, "/projects/:project/audit", may(partnership.ReadAudit), showAudit},
		{get, "/projects/:project/audit/:file", costly(may(partnership.ReadAudit)), exportAudit},
		{get, "/projects/:project/export/:file", costly(may(partnership.ReadAccepted)), exportList},
		{get, "/projects/:project/measurements/new", reporting, newMeasurement},
		{post, "/projects/:project/measurements", writesEntries, createMeasurement},
		{get, "/projects/:project/measurements/:ref", may(partnership.ReadAccepted), showMeasurement},
		{get, "/projects/:project/measurements/:ref/edit", reporting, editMeasurement},
		{post, "/projects/:project/measurements/:ref/edit", writesEntries, changeMeasurement},
		{post, "/projects/:project/measurements/:ref/step", may(partnership.ReadAccepted), moveMeasurement},
		{post, "/projects/:project/measurements/:ref/delete", reporting, deleteMeasurement},
		{post, "/projects/:project/measurements/:ref/restore", reporting, restoreMeasurement},
	}
}

// reportRoutes are those of review and of reports.
func reportRoutes() []route {
	return []route{
		{get, "/projects/:project/reports", may(partnership.ReadProject), showReports},
		{get, "/projects/:project/reports/:period/edit", may(partnership.AssembleReport), showReportEdit},
		{post, "/projects/:project/reports/:period/edit", may(partnership.AssembleReport), editReport},
		{get, "/projects/:project/reports/:period/preview", costly(may(partnership.ReadDrafts)), showPreview},
		{get, "/projects/:project/reports/:period/draft/:name", costly(may(partnership.ReadDrafts)), draftDownload},
		{post, "/projects/:project/reports/:period/form", may(partnership.AssembleReport), chooseForm},
		{get, "/projects/:project/reports/:period/fill", may(partnership.AssembleReport), showFill},
		{post, "/projects/:project/reports/:period/fill", costly(withFiles(may(partnership.AssembleReport))), fillTemplate},
		{post, "/projects/:project/reports/:period/step", may(partnership.AssembleReport), stepReport},
		{get, "/projects/:project/reports/:period/versions/:version", may(partnership.ReadSealed), showSealed},
		{get, "/projects/:project/reports/:period/versions/:version/files/:name", costly(may(partnership.ReadSealed)), sealedDownload},
		{post, "/projects/:project/reports/:period/answer", may(partnership.AnswerReport), answerReport},
		{get, "/projects/:project/partner-report/:period", may(partnership.ReadAccepted), showPartnerReport},
		{post, "/projects/:project/partner-report/:period", writesEntries, editPartnerReport},
		{post, "/projects/:project/partner-report/:period/step", may(partnership.ReadAccepted), stepPartnerReport},
		{get, "/projects/:project/review", may(partnership.Review), showQueue},
		{get, "/projects/:project/review/:ref", may(partnership.Review), showReview},
	}
}

// setupRoutes are those of a project's set-up. Who reads the project and who
// administers the installation may read it; its lead and administrators may change
// it: the use cases tell.
func setupRoutes() []route {
	return []route{
		{get, "/projects/:project/setup", signedIn, showSetup},
		{get, "/projects/:project/setup/versions", signedIn, showSetupVersions},
		{get, "/projects/:project/setup/versions/:name", signedIn, showSetupVersion},
		{post, "/projects/:project/setup/versions/:name", signedIn, restoreSetup},
		{get, "/projects/:project/setup/deductions", may(partnership.ReadAccepted), showDeductions},
		{get, "/projects/:project/setup/deductions/:name", may(partnership.Deduct), showDeduction},
		{post, "/projects/:project/setup/deductions/:name", may(partnership.Deduct), editDeduction},
		{get, "/projects/:project/setup/details", signedIn, showPart(detailsPart())},
		{post, "/projects/:project/setup/details", signedIn, editPart(detailsPart())},
		{get, "/projects/:project/setup/periods", signedIn, showPart(periodsPart())},
		{post, "/projects/:project/setup/periods", signedIn, editPart(periodsPart())},
		{get, "/projects/:project/setup/thresholds", signedIn, showPart(thresholdsPart())},
		{post, "/projects/:project/setup/thresholds", signedIn, editPart(thresholdsPart())},
		{get, "/projects/:project/setup/results", signedIn, showPart(resultPart())},
		{post, "/projects/:project/setup/results", signedIn, editPart(resultPart())},
		{get, "/projects/:project/setup/results/:name", signedIn, showPart(resultPart())},
		{post, "/projects/:project/setup/results/:name", signedIn, editPart(resultPart())},
		{get, "/projects/:project/setup/indicators", signedIn, showPart(indicatorPart())},
		{post, "/projects/:project/setup/indicators", signedIn, editPart(indicatorPart())},
		{get, "/projects/:project/setup/indicators/:name", signedIn, showPart(indicatorPart())},
		{post, "/projects/:project/setup/indicators/:name", signedIn, editPart(indicatorPart())},
		{get, "/projects/:project/setup/planned", signedIn, showPart(plannedPart())},
		{post, "/projects/:project/setup/planned", signedIn, editPart(plannedPart())},
		{get, "/projects/:project/setup/planned/:name", signedIn, showPart(plannedPart())},
		{post, "/projects/:project/setup/planned/:name", signedIn, editPart(plannedPart())},
		{get, "/projects/:project/setup/dimensions", signedIn, showPart(dimensionPart())},
		{post, "/projects/:project/setup/dimensions", signedIn, editPart(dimensionPart())},
		{get, "/projects/:project/setup/dimensions/:name", signedIn, showPart(dimensionPart())},
		{post, "/projects/:project/setup/dimensions/:name", signedIn, editPart(dimensionPart())},
		{get, "/projects/:project/setup/organisations", signedIn, showPart(organisationPart())},
		{post, "/projects/:project/setup/organisations", signedIn, editPart(organisationPart())},
		{get, "/projects/:project/setup/organisations/:name", signedIn, showPart(organisationPart())},
		{post, "/projects/:project/setup/organisations/:name", signedIn, editPart(organisationPart())},
		{get, "/projects/:project/setup/partners", signedIn, showPart(partnerPart())},
		{post, "/projects/:project/setup/partners", signedIn, editPart(partnerPart())},
		{get, "/projects/:project/setup/partners/:name", signedIn, showPart(partnerPart())},
		{post, "/projects/:project/setup/partners/:name", signedIn, editPart(partnerPart())},
		{get, "/projects/:project/setup/leave/:name", signedIn, showPart(leavePart())},
		{post, "/projects/:project/setup/leave/:name", signedIn, editPart(leavePart())},
		{get, "/projects/:project/setup/suspend/:name", signedIn, showPart(suspendPart())},
		{post, "/projects/:project/setup/suspend/:name", signedIn, editPart(suspendPart())},
		{get, "/projects/:project/setup/reassign/:name", signedIn, showPart(reassignPart())},
		{post, "/projects/:project/setup/reassign/:name", signedIn, editPart(reassignPart())},
		{get, "/projects/:project/setup/budget", signedIn, showPart(budgetPart())},
		{post, "/projects/:project/setup/budget", signedIn, editPart(budgetPart())},
		{get, "/projects/:project/setup/budget/:name", signedIn, showPart(budgetPart())},
		{post, "/projects/:project/setup/budget/:name", signedIn, editPart(budgetPart())},
	}
}

// who may take a route.
type who struct {
	anyone      bool
	permission  partnership.Permission // in the project, or of the installation
	isReporting bool                   // the person's partner reports now: it is not suspended
	isKept      bool                   // what is written in the form is kept where the partner does not
	isProven    bool                   // the password was given not long ago
	takesFiles  bool                   // the form has files, or is as large
	cost        cost                   // what a request takes, of which nobody may ask for too much
}

// A cost is what it takes to answer a request.
type cost int

const (
	usual         cost = iota // a page, or a form
	free                      // it is not counted
	high                      // it is counted apart
	highForSearch             // the same where something is looked for, else as usual
)

var (
	anyone   = who{anyone: true}
	signedIn = who{}
	// reporting is for the people of a partner that reports now.
	reporting = who{permission: partnership.LogEntries, isReporting: true}
	// writesEntries is reporting, for forms in which something is written.
	writesEntries = who{permission: partnership.LogEntries, isReporting: true, isKept: true}
)

func may(p partnership.Permission) who { return who{permission: p} }

// withFiles lets forms be larger.
func withFiles(w who) who {
	w.takesFiles = true
	return w
}

// uncounted is for what takes next to nothing, and is asked for beside pages, or by those
// who watch the server.
func uncounted(w who) who {
	w.cost = free
	return w
}

// costly is for files that are made or read as a whole.
func costly(w who) who {
	w.cost = high
	return w
}

// searching is for lists: looking for a text in them takes much, showing them does not.
func searching(w who) who {
	w.cost = highForSearch
	return w
}

// proven asks for the password again if it was given too long ago.
func proven(w who) who {
	w.isProven = true
	return w
}
