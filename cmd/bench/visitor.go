package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// A visitor is somebody with a browser: it keeps cookies, and follows no redirects.
type visitor struct {
	client *http.Client
	base   string // address of the site
}

// newVisitor makes a visitor that comes by a transport.
func newVisitor(base string, by http.RoundTripper) (*visitor, error) {
	jar, err := cookiejar.New(nil)
	return &visitor{base: base, client: &http.Client{
		Transport: by, Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, err
}

// within brings requests to a handler of this process.
type within struct{ http.Handler }

// RoundTrip implements http.RoundTripper.
func (w within) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	r.RequestURI, r.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:1"
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w.ServeHTTP(answer, r)
	return answer.Result(), nil
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (v *visitor) get(ctx context.Context, path string) (answer, error) {
	return v.do(ctx, http.MethodGet, path, nil)
}

func (v *visitor) post(ctx context.Context, path string, form url.Values) (answer, error) {
	return v.do(ctx, http.MethodPost, path, strings.NewReader(form.Encode()))
}

func (v *visitor) do(ctx context.Context, method, path string, body io.Reader) (a answer, err error) {
	request, err := http.NewRequestWithContext(ctx, method, v.base+path, body)
	if err != nil {
		return a, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	got, err := v.client.Do(request)
	if err != nil {
		return a, err
	}
	defer got.Body.Close()
	a = answer{status: got.StatusCode, header: got.Header}
	a.body, err = io.ReadAll(got.Body)
	return a, err
}

// page gets a page, which must be there.
func (v *visitor) page(ctx context.Context, path string) (answer, error) {
	a, err := v.get(ctx, path)
	if err == nil && a.status != http.StatusOK {
		err = fmt.Errorf("%s: %d", path, a.status)
	}
	return a, err
}

func (v *visitor) signIn(ctx context.Context, email string) error {
	a, err := v.post(ctx, "/sign-in", url.Values{"email": {email}, "password": {password}})
	if err == nil && a.status != http.StatusSeeOther {
		err = fmt.Errorf("sign in as %s: %d", email, a.status)
	}
	return err
}

// newEntry opens the form of an activity and fills it in.
func (v *visitor) newEntry(ctx context.Context, project, planned, title, day string) (url.Values, error) {
	a, err := v.page(ctx, project+"/activities/new?planned="+url.QueryEscape(planned))
	if err != nil {
		return nil, err
	}
	return filledIn(a.body, project, planned, title, day)
}

// filledIn is the form of a new activity in its page, filled in for a day of a planned
// activity.
func filledIn(page []byte, project, planned, title, day string) (url.Values, error) {
	form, err := formFor(page, project+"/activities")
	if err != nil {
		return nil, err
	}
	form.Set("type", "training")
	form.Set("title", title)
	form.Set("start", day)
	output, _, _ := strings.Cut(planned, ".")
	for name, values := range form {
		if values[0] == output+".2" {
			form.Set(strings.TrimSuffix(name, "indicator")+"value", "1")
		}
	}
	return form, nil
}

// formFor finds the fields of the form for an address in a page, as a browser would send
// them.
func formFor(page []byte, action string) (url.Values, error) {
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		return nil, err
	}
	for n := range root.Descendants() {
		if n.Data == "form" && attribute(n, "action") == action {
			return fieldsOf(n), nil
		}
	}
	return nil, errors.New("there is no form for " + action)
}

func fieldsOf(form *html.Node) url.Values {
	fields := url.Values{}
	for n := range form.Descendants() {
		name, kind := attribute(n, "name"), attribute(n, "type")
		if name == "" || isOffered(n) {
			continue
		}
		switch n.Data {
		case "input":
			if isOn := hasAttribute(n, "checked"); kind != "file" && (isOn || kind != "checkbox" && kind != "radio") {
				fields.Add(name, attribute(n, "value"))
			}
		case "textarea":
			if n.FirstChild != nil {
				fields.Add(name, n.FirstChild.Data)
			}
		case "select":
			fields.Add(name, chosen(n))
		}
	}
	return fields
}

// isOffered says whether a field is of a group that a script adds when it is asked to.
func isOffered(n *html.Node) bool {
	for above := range n.Ancestors() {
		if above.Data == "template" {
			return true
		}
	}
	return false
}

// chosen is the value of the option of a selection that is chosen, else of the first.
func chosen(selection *html.Node) string {
	first, value, isChosen := true, "", false
	for n := range selection.Descendants() {
		if n.Data != "option" {
			continue
		}
		if is := hasAttribute(n, "selected"); first || is && !isChosen {
			value, isChosen = attribute(n, "value"), is
		}
		first = false
	}
	return value
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttribute(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
