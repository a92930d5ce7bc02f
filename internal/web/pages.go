package web

// allPages lists every page. A test renders each.
func allPages() []listedPage {
	return []listedPage{
		list(faultPage),
		list(signInPage),
		list(homePage),
		list(invitationPage),
		list(mePage),
		list(resumePage),
		list(codePage),
		list(provePage),
		list(factorPage),
		list(codesPage),
		list(firstPage),
		list(peoplePage),
		list(castsPage),
		list(newPersonPage),
		list(linkPage),
		list(personPage),
		list(policyPage),
		list(projectPage),
		list(dashboardPage),
		list(indicatorPage),
		list(activitiesPage),
		list(workPage),
		list(activityPage),
		list(activityFormPage),
		list(queuePage),
		list(reviewPage),
		list(measurementPage),
		list(reportsPage),
		list(reportEditPage),
		list(previewPage),
		list(sealedPage),
		list(partnerReportPage),
	}
}
