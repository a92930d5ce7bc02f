package archive

import "tulos/internal/store"

// Schema is what an installation stores: all collections, and the migrations that
// brought them there.
func Schema() store.Schema {
	return store.Schema{
		Collections: []store.Collection{
			Projects.declared, Versions.declared,
			Activities.declared, Measurements.declared, Deductions.declared, Narratives.declared,
			Expenditure.declared, SpendingTable.declared, Receipts.declared, Forecasts.declared, Rates.declared, TallyTable.declared,
			PartnerReports.declared, ProjectReports.declared, Attachments.declared,
			Users.declared, Memberships.declared, Invitations.declared, Sessions.declared, SecondFactors.declared, Identities.declared, Passkeys.declared, Policies.declared,
			Tokens.declared, TokenUses.declared,
			CalendarLinks.declared, Letters.declared, NewsMarks.declared,
			SealKeys.declared,
			Audits.declared, Chains.declared, Requests.declared, KeptForms.declared, UploadParts.declared, Imports.declared,
			Jobs.declared, Processes.declared,
		},
		Migrations: []store.Migration{
			{Name: "1"},
			{Name: "sessions"},
			{Name: "second factors"},
			{Name: "planned activities"},
			{Name: "report forms"},
			{Name: "what waits"},
			{Name: "things of the audit", Collection: Audits.Collection(), Rewrite: renewAudit},
			{Name: "seal keys"},
			{Name: "age of requests"},
			{Name: "hashes of files"},
			{Name: "kept forms"},
			{Name: "lists of expenses"},
			{Name: "ended suspensions"},
			{Name: "what reports state"},
			{Name: "withdrawn consent"},
			{Name: "erased people"},
			{Name: "since when people are shut out"},
			{Name: "tokens"},
			{Name: "parts of uploads"},
			{Name: "receipts"},
			{Name: "single sign-on"},
			{Name: "forecasts"},
			{Name: "calendar links"},
			{Name: "passkeys"},
			{Name: "letters"},
			{Name: "jobs"},
		},
	}
}

// keys declares keys of one kind.
func keys(kind store.Kind, fields ...string) []store.Key {
	declared := make([]store.Key, len(fields))
	for n, f := range fields {
		declared[n] = store.Key{Field: f, Kind: kind}
	}
	return declared
}
