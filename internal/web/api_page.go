package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"tulos/internal/web/api"
)

// An apiView is the page that tells programs' makers what the API does; what it says is
// that of the document, in English.
type apiView struct {
	Document string // its address
	About    []prose
	Groups   []apiGroup
	Kinds    []api.Kind
}

// A prose is a paragraph, part by part.
type prose []prosePart

type prosePart struct {
	Text   string
	IsCode bool
}

// An apiGroup is the operations about one thing.
type apiGroup struct {
	Name, Text string
	Operations []apiOperation
}

// An apiOperation is one of the API.
type apiOperation struct {
	Name, Method, Path, Summary string
	About                       []prose
	Parameters                  []apiParameter
}

// An apiParameter is one of an operation, of its path, query or headers.
type apiParameter struct {
	Name, In   string
	About      []prose
	IsRequired bool
}

var apiPage = page[apiView]{"help/api.html"}

func showAPI(r *request) error {
	contract, err := api.Contract()
	if err != nil {
		return err
	}
	v := apiView{Document: api.Base + "/openapi.yaml", About: proses(contract.Info.Description), Kinds: api.AllKinds()}
	for _, tag := range contract.Tags {
		group := apiGroup{Name: tag.Name, Text: tag.Description}
		paths := contract.Paths.Keys()
		slices.Sort(paths)
		for _, path := range paths {
			group.Operations = append(group.Operations, apiOperations(tag.Name, path, contract.Paths.Value(path))...)
		}
		v.Groups = append(v.Groups, group)
	}
	return show(r, http.StatusOK, apiPage, r.words.Text("api.title", nil), v)
}

// apiOperations are those of a path that belong to a group.
func apiOperations(group, path string, item *openapi3.PathItem) []apiOperation {
	var all []apiOperation
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
		o := item.GetOperation(method)
		if o == nil || !slices.Contains(o.Tags, group) {
			continue
		}
		one := apiOperation{Name: o.OperationID, Method: method, Path: api.Base + path, Summary: o.Summary, About: proses(o.Description)}
		for _, p := range slices.Concat(item.Parameters, o.Parameters) {
			one.Parameters = append(one.Parameters, apiParameter{p.Value.Name, p.Value.In, proses(p.Value.Description), p.Value.Required})
		}
		all = append(all, one)
	}
	return all
}

// proses are the paragraphs of a text of the document.
func proses(text string) []prose {
	var all []prose
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		if paragraph == "" {
			continue
		}
		var one prose
		for n, part := range strings.Split(paragraph, "`") {
			one = append(one, prosePart{part, n%2 == 1})
		}
		all = append(all, one)
	}
	return all
}
