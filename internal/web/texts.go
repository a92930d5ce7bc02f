package web

import (
	"bytes"
	"encoding/csv"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tulos/internal/i18n"
)

// A textsView lists the messages of a language beside the English ones.
type textsView struct {
	listPage[textRow]
	Language string // BCP 47
}

// A textRow is a message.
type textRow struct {
	Tongue        tongue
	Key           string
	English, Here []textForm
	IsOwn         bool // worded by this installation
}

// A textForm is one of a message's plural forms; Category is empty where it has none.
type textForm struct{ Category, Text string }

var textsPage = page[textsView]{"texts/texts.html"}

func showTexts(r *request) error {
	l := i18n.Language(r.Query("language"))
	if !l.IsShipped() {
		l = r.words.Language()
	}
	english, here, err := r.messages(l)
	if err != nil {
		return err
	}
	was, err := (*i18n.Catalog)(nil).Messages(l)
	if err != nil {
		return err
	}
	view, after := textsView{Language: string(l)}, r.Query("after")
	list, count := r.textsList(l), 0
	for _, key := range slices.Sorted(maps.Keys(here)) {
		if !fits(list.Search, key, english[key], here[key]) {
			continue
		}
		count++
		switch {
		case key <= after:
		case len(view.Rows) < listedOnPage:
			view.Rows = append(view.Rows, textRow{
				Tongue: tongue{string(l), l.OwnName(), true}, Key: key,
				English: textForms(english[key]), Here: textForms(here[key]), IsOwn: !maps.Equal(here[key], was[key]),
			})
		case list.Next == "":
			list.Next = list.First + "&" + url.Values{"after": {view.Rows[len(view.Rows)-1].Key}}.Encode()
		}
	}
	list.Count = r.words.Text("texts.count", i18n.Args{"Count": count})
	view.List = list
	return show(r, http.StatusOK, textsPage, list.Title, view)
}

// textsList is what stands around the messages of a language.
func (r *request) textsList(l i18n.Language) listView {
	v := listView{
		Title: r.words.Text("texts.title", nil), Path: "/texts", Search: searched(r.Query("q")), SearchLabel: "texts.search-label",
		IsFiltered: r.Query("q") != "", IsFirst: r.Query("after") == "",
		Columns: []columnView{{r.words.Text("texts.key", nil), ""}, {"English", string(i18n.English)}, {l.OwnName(), string(l)}},
	}
	languagesHere := selectView{Name: "language", Label: "report.language"}
	for _, other := range languages() {
		languagesHere.Options = append(languagesHere.Options, option{string(other), other.OwnName(), string(other), other == l})
	}
	v.Selects = []selectView{languagesHere}
	v.First = withSearch(v.Path, queryOf(map[string]string{"language": string(l), "q": v.Search}).Encode())
	return v
}

// messages are those of this installation, in English and in another language.
func (r *request) messages(l i18n.Language) (english, here i18n.Messages, err error) {
	if english, err = r.Messages.Messages(i18n.English); err != nil {
		return nil, nil, err
	}
	here, err = r.Messages.Messages(l)
	return english, here, err
}

// fits finds what is searched in the key or a text of a message.
func fits(search, key string, texts ...i18n.Forms) bool {
	search = strings.ToLower(strings.TrimSpace(search))
	if strings.Contains(key, search) {
		return true
	}
	for _, forms := range texts {
		for _, text := range forms {
			if strings.Contains(strings.ToLower(text), search) {
				return true
			}
		}
	}
	return false
}

func textForms(forms i18n.Forms) []textForm {
	var all []textForm
	for _, category := range i18n.Categories() {
		text, ok := forms[category]
		if !ok {
			continue
		}
		if len(forms) == 1 {
			category = ""
		}
		all = append(all, textForm{category, text})
	}
	return all
}

// exportTexts sends the messages of a language: fi.json as the program has them,
// fi.csv as a table beside the English ones.
func exportTexts(r *request) error {
	name, kind, _ := strings.Cut(r.Param("file"), ".")
	l := i18n.Language(name)
	if !l.IsShipped() || kind != "json" && kind != "csv" {
		return notFound(r)
	}
	english, here, err := r.messages(l)
	if err != nil {
		return err
	}
	r.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + kind}))
	if kind == "json" {
		r.Data(http.StatusOK, "application/json; charset=utf-8", []byte(here.String()))
		return nil
	}
	table, err := textTable(l, english, here, r.words.ListSeparator())
	if err != nil {
		return err
	}
	r.Data(http.StatusOK, "text/csv; charset=utf-8", table)
	return nil
}

// textTable writes messages as CSV, a form of a message a line. It begins with a
// mark by which spreadsheets know that it is UTF-8.
func textTable(l i18n.Language, english, here i18n.Messages, separator rune) ([]byte, error) {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.Comma = separator
	rows := [][]string{{"key", "form", string(i18n.English), string(l)}}
	for _, key := range slices.Sorted(maps.Keys(here)) {
		for _, category := range i18n.Categories() {
			text, ok := here[key][category]
			if !ok {
				continue
			}
			beside, ok := english[key][category]
			if !ok {
				beside = english[key]["other"]
			}
			rows = append(rows, []string{key, category, plainCell(beside), plainCell(text)})
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// plainCell keeps a spreadsheet from taking a text for a formula.
func plainCell(text string) string {
	if strings.HasPrefix(text, "=") || strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") || strings.HasPrefix(text, "@") {
		return "'" + text
	}
	return text
}
