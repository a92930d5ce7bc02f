package web

import (
	"bytes"
	"encoding/csv"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"tulos/internal/i18n"
)

// A textsView lists the messages of a language beside the English ones.
type textsView struct {
	Language, Name, Search string
	Languages              []tongue
	Count                  int // of all that were found
	Texts                  []textRow
	IsShort                bool
}

// A textRow is a message.
type textRow struct {
	Key           string
	English, Here []textForm
	IsOwn         bool // worded by this installation
}

// A textForm is one of a message's plural forms; Category is empty where it has none.
type textForm struct{ Category, Text string }

var textsPage = page[textsView]{"texts/texts.html"}

// mostTexts is how many messages a page lists.
const mostTexts = 100

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
	view := textsView{Language: string(l), Name: l.OwnName(), Search: r.Query("q")}
	for _, other := range languages() {
		view.Languages = append(view.Languages, tongue{string(other), other.OwnName(), other == l})
	}
	for _, key := range slices.Sorted(maps.Keys(here)) {
		if !fits(view.Search, key, english[key], here[key]) {
			continue
		}
		if view.Count++; view.Count > mostTexts {
			view.IsShort = true
			continue
		}
		view.Texts = append(view.Texts, textRow{
			Key: key, English: textForms(english[key]), Here: textForms(here[key]), IsOwn: !maps.Equal(here[key], was[key]),
		})
	}
	return show(r, http.StatusOK, textsPage, r.words.Text("texts.title", nil), view)
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
	table, err := textTable(l, english, here)
	if err != nil {
		return err
	}
	r.Data(http.StatusOK, "text/csv; charset=utf-8", table)
	return nil
}

// textTable writes messages as CSV, a form of a message a line. It begins with a
// mark by which spreadsheets know that it is UTF-8.
func textTable(l i18n.Language, english, here i18n.Messages) ([]byte, error) {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
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
