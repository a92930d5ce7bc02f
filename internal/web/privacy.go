package web

import (
	"net/http"

	"tulos/internal/i18n"
	"tulos/internal/service"
)

// Privacy is what the organisation that runs the installation says about personal data;
// what is empty it does not say.
type Privacy struct {
	Controller string // who is responsible
	Contact    string // whom to ask
	Ground     string // the legal ground
}

// A privacyView tells what is stored about people, why, how long, and who sees it.
type privacyView struct {
	Privacy
	Rows []privacyRow
}

// A privacyRow is a kind of what is stored.
type privacyRow struct{ What, Why, Long, Who string }

var privacyPage = page[privacyView]{"help/privacy.html"}

func showPrivacy(r *request) error {
	v := privacyView{Privacy: r.Privacy}
	for _, kept := range r.Service.Retentions() {
		v.Rows = append(v.Rows, privacyRow{
			What: r.words.Text("privacy.what-"+string(kept.Kind), nil),
			Why:  r.words.Text("privacy.why-"+string(kept.Kind), nil),
			Long: r.words.Text("privacy.until-"+string(kept.Until), i18n.Args{"Days": r.words.Integer(kept.Days)}),
			Who:  r.words.Text("privacy.who-"+readersOf(kept.Kind), nil),
		})
	}
	return show(r, http.StatusOK, privacyPage, r.words.Text("privacy.title", nil), v)
}

// readersOf names who sees what is stored of a kind.
func readersOf(k service.KeptKind) string {
	switch k {
	case service.KeptSignIns, service.KeptDrafts, service.KeptUploads, service.KeptOnDevice:
		return "self"
	case service.KeptTokens:
		return "token"
	case service.KeptRequests:
		return "nobody"
	case service.KeptEntries, service.KeptEvidence, service.KeptReports:
		return "readers"
	case service.KeptLetters:
		return "administrators"
	case service.KeptBackups:
		return "operator"
	case service.KeptAccounts, service.KeptAudit:
	}
	return "project"
}
