package i18n_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"tulos/internal/i18n"
)

func folderOf(files map[string]string) fstest.MapFS {
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return folder
}

func TestImproved(t *testing.T) {
	t.Parallel()
	catalog, err := i18n.Improved(folderOf(map[string]string{
		"fi.json":   `{"report.indicator": "Mittari", "cli.errors": {"one": "{{.Count}} moka", "other": "{{.Count}} mokaa"}}`,
		"README.md": "not of the product",
	}))
	if err != nil {
		t.Fatal(err)
	}
	finnish, err := catalog.For(i18n.Finnish)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"report.indicator": "Mittari", "cli.errors": "2 mokaa", "form.save": "Tallenna"} {
		if got := finnish.Text(key, i18n.Args{"Count": 2}); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if got := localizerFor(t, i18n.Finnish).Text("report.indicator", nil); got != "Indikaattori" {
		t.Errorf("the shipped message became %q", got)
	}
	messages, err := catalog.Messages(i18n.Finnish)
	if err != nil || messages["report.indicator"]["other"] != "Mittari" {
		t.Errorf("messages have %v, error %v", messages["report.indicator"], err)
	}
}

func TestImprovedWithoutFolder(t *testing.T) {
	t.Parallel()
	if _, err := i18n.Improved(os.DirFS(filepath.Join(t.TempDir(), "none"))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want ErrNotExist", err)
	}
}

// TestImprovedFaults: every file and key that does not fit is named, all at once.
func TestImprovedFaults(t *testing.T) {
	t.Parallel()
	_, err := i18n.Improved(folderOf(map[string]string{
		"xx.json": `{}`,
		"lv.json": `{"form.save": 1}`,
		"ru.json": `{"form.save": "Сохранить", "form.save": "Ещё раз"}`,
		"fi.json": `{
			"no.such": "x",
			"report.page": "Sivu {{.Page}} / {{.Pagse}}",
			"report.title": "Raportti {{.Name}}",
			"cli.errors": "{{.Count}} virhettä",
			"form.save": " ",
			"me.title": "Minä {x}"
		}`,
	}))
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"xx.json: not a language", "lv.json: form.save: ", "ru.json: form.save comes twice",
		"fi.json: no.such: there is no such message",
		"fi.json: report.page: has the placeholders {{.Page}}, {{.Pagse}}, needs {{.Page}}, {{.Pages}}",
		"fi.json: report.title: has the placeholders {{.Name}}, needs none",
		"fi.json: cli.errors: has the forms other, needs one, other",
		"fi.json: form.save: is empty", "fi.json: me.title: has braces",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error lacks %q:\n%v", want, err)
		}
	}
}
