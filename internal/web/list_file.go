package web

import (
	"mime"
	"net/http"
	"strings"

	"tulos/internal/service"
)

// A handedOut list is sent as it is written: what is refused before is told in a
// page.
type handedOut struct {
	request     *request
	name        string // of the file
	contentType string
}

func (h *handedOut) Write(p []byte) (int, error) {
	if !h.request.Writer.Written() {
		h.request.Header("Content-Type", h.contentType)
		h.request.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": h.name}))
		h.request.Writer.WriteHeader(http.StatusOK)
	}
	return h.request.Writer.Write(p)
}

// handOut prepares a file of a list, under a name without its ending.
func (r *request) handOut(name string, format service.SheetFormat) (*handedOut, error) {
	contentType := fileTypes()["."+string(format)]
	if format == service.CSV {
		contentType = "text/csv; charset=utf-8"
	}
	if contentType == "" || format != service.CSV && format != service.XLSX {
		return nil, errNotFound
	}
	return &handedOut{r, name + "." + string(format), contentType}, nil
}

// exportList hands out a list of the project.
func exportList(r *request) error {
	name, ending, _ := strings.Cut(r.Param("file"), ".")
	l, err := r.listRequest(name)
	if err != nil {
		return err
	}
	w, err := r.handOut(fileCode(r.project())+"-"+name, service.SheetFormat(ending))
	if err != nil {
		return err
	}
	h := service.Handout{Listing: l.listing, Format: service.SheetFormat(ending), Words: r.words}
	for _, one := range marked(chosenMarks(r.Request.URL.Query())) {
		h.Refs = append(h.Refs, one.Ref)
	}
	switch name {
	case "activities":
		return r.Service.ActivitiesFile(r.ctx(), r.by(), r.project(), h, w)
	case "measurements":
		return r.Service.MeasurementsFile(r.ctx(), r.by(), r.project(), h, w)
	case "expenses":
		return r.Service.ExpensesFile(r.ctx(), r.by(), r.project(), h, w)
	case "publications":
		return r.Service.PartsFile(r.ctx(), r.by(), r.project(), service.Publications, h, w)
	case "consents":
		return r.Service.PartsFile(r.ctx(), r.by(), r.project(), service.Consents, h, w)
	default:
		return r.Service.PartsFile(r.ctx(), r.by(), r.project(), service.Evidence, h, w)
	}
}
