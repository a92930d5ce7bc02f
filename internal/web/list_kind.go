package web

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// listKinds are the lists of a project, with what each is parted by.
func listKinds() map[string]func(*request, *service.Overview) kindChoice {
	return map[string]func(*request, *service.Overview) kindChoice{
		"activities":   (*request).activityKinds,
		"measurements": (*request).measurementKinds,
		"expenses":     (*request).expenseKinds,
		"publications": (*request).publicationKinds,
		"evidence":     (*request).evidenceKinds,
		"consents":     (*request).consentKinds,
	}
}

func (r *request) activityKinds(*service.Overview) kindChoice {
	return kindChoice{"nav.activities", "report.activity-type", choices(r, "type.", partnership.ActivityTypes(), "")}
}

func (r *request) measurementKinds(o *service.Overview) kindChoice {
	k := kindChoice{title: "measurement.all", label: "report.indicator"}
	for i := range results.Indicators(o.Setup.Project.Results) {
		k.options = append(k.options, option{Value: string(i.Code), Text: string(i.Code) + " " + inLanguage(r.words, i.Title)})
	}
	return k
}

func (r *request) publicationKinds(*service.Overview) kindChoice {
	return kindChoice{"sheet.publications", "report.publication-kind", choices(r, "kind.", partnership.PublicationKinds(), "")}
}

func (r *request) evidenceKinds(*service.Overview) kindChoice {
	kinds := []partnership.EvidenceKind{partnership.Photo, partnership.Document, partnership.Link}
	return kindChoice{"lists.evidence", "lists.evidence-kind", choices(r, "evidence.", kinds, "")}
}

func (r *request) consentKinds(*service.Overview) kindChoice {
	kinds := []partnership.ItemKind{partnership.ItemPhoto, partnership.ItemQuote}
	return kindChoice{"consent.title", "consent.item", choices(r, "consent.kind-", kinds, "")}
}
