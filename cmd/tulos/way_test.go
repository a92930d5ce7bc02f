package main

import (
	"bytes"
	"context"
	"fmt"
	"image/jpeg"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"tulos/configs"
	"tulos/internal/testtool"
)

const projectPath = "/projects/" + string(demoProject)

// TestWayOfAFigure goes the whole way in a browser, with scripts and without: staff
// logs an activity on a phone, the lead returns it, staff mends it, the lead
// accepts it and submits the period's report, the funder reads the same figure in
// page, PDF and workbook, asks for clarification, and gets a second version.
func TestWayOfAFigure(t *testing.T) {
	t.Parallel()
	for _, hasScripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts %v", hasScripts), func(t *testing.T) {
			t.Parallel()
			b := openTab(t, startDemo(t))
			b.do("scripts", func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
				_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled,
					emulation.SetScriptExecutionDisabledParams{Value: !hasScripts})
				return chromedp.Void{}, err
			})
			(&way{tab: b, isPlain: !hasScripts}).walk()
		})
	}
}

type way struct {
	*tab
	ref     string
	isPlain bool // without scripts: guides show pages with them
}

func (w *way) walk() {
	w.Helper()
	w.as("irina@stellit.example")
	before := w.figure()

	w.as("anna@suojellaan.example")
	w.pictures("staff-work", projectPath+"/work", phone, 900)
	w.log()
	w.as("irina@stellit.example")
	w.pictures("lead-progress", projectPath+"/dashboard?period=2", desk, 900)
	w.pictures("lead-review", projectPath+"/review/LV-2026-017", desk, 900)
	w.pictures("auditor-audit", projectPath+"/audit", desk, 760)
	w.open(projectPath + "/review/" + w.ref)
	w.write("#comment", "Where was it?")
	w.press(`#decide button[value="return"]`)

	w.as("anna@suojellaan.example")
	w.open(projectPath + "/work")
	w.sees("Where was it?")
	w.open(projectPath + "/activities/" + w.ref + "/edit")
	w.write("#place", "Turku")
	w.press(`button[name="do"][value="submit"].govuk-button`)

	w.as("irina@stellit.example")
	if is := w.figure(); is != before {
		w.Fatalf("the figure is %d before it is accepted, was %d", is, before)
	}
	w.open(projectPath + "/review/" + w.ref)
	w.sees("Turku")
	w.press(`#decide button[value="accept"]`)
	after := w.figure()
	if after != before+6 {
		w.Fatalf("the figure is %d, was %d, and 6 came to it", after, before)
	}
	w.submitReport("First version")

	w.as("erik@cbss.example")
	w.reads(1, after)
	w.write("#comment", "Which towns?")
	w.press(`#answer button[value="return"]`)

	w.as("irina@stellit.example")
	w.open(projectPath + "/reports")
	w.submitReport("Turku and Riga")
	w.as("erik@cbss.example")
	w.reads(2, after)
	w.sees("Turku and Riga")
	w.open(projectPath + "/reports/2/versions/1") // stays as it was
	w.sees("First version")
}

// as signs somebody else in.
func (w *way) as(email string) {
	w.Helper()
	w.do("forget", clearCookies)
	w.signIn(email)
}

// figure is what the dashboard says of the trained professionals.
func (w *way) figure() int {
	w.Helper()
	w.open(projectPath + "/indicators/OP1.1?period=2")
	w.shoot("figure")
	w.open(projectPath + "/dashboard?period=2")
	page := w.html()
	_, table, _ := strings.Cut(page, `id="all-figures"`)
	_, row, _ := strings.Cut(table, "indicators/OP1.1?")
	row, _, _ = strings.Cut(row, "</tr>")
	cells := regexp.MustCompile(`<td[^>]*>\s*([0-9][0-9,]*)\s*</td>`).FindAllStringSubmatch(row, -1)
	if len(cells) < 2 {
		w.Fatalf("no figures in %q", row)
	}
	n, err := strconv.Atoi(strings.ReplaceAll(cells[1][1], ",", "")) // after that of the period
	if err != nil {
		w.Fatal(err)
	}
	return n
}

// log logs an activity with a breakdown and a photo.
func (w *way) log() {
	w.Helper()
	photo, err := configs.Demo.ReadFile("demo/evidence/webinar-speakers.jpg")
	if err != nil {
		w.Fatal(err)
	}
	file := filepath.Join(w.TempDir(), "photo.jpg")
	if err := os.WriteFile(file, photo, 0o600); err != nil {
		w.Fatal(err)
	}
	w.open(projectPath + "/activities/new?planned=A1.1")
	w.choose("#type", "training")
	w.write("#title", "Training for school nurses")
	w.write("#start", "2026-11-20")
	people := w.prefix("OP1.1")
	w.write(`[name="`+people+`value"]`, "6")
	w.write(`[name="`+people+`counted"]`, "0")
	cells := w.names(`input[name^="` + people + `"][aria-labelledby]`)
	w.write(`[name="`+cells[0]+`"]`, "4")
	w.write(`[name="`+cells[1]+`"]`, "2")
	w.do("choose a photo", chromedp.SetUploadFiles(chromedp.CSS(`input[name="files"]`), []string{file}))
	w.picture("staff-log", "body", phone, 900)
	w.picture("staff-people", `[name="`+people+`value"]`, phone, 900)
	w.press(`button[name="do"][value="attach"]`)
	w.shoot("attached")
	w.isClean(photo)
	captions := w.names(`input[name$="caption"]`)
	w.write(`[name="`+captions[0]+`"]`, "A group at work")
	w.press(`button[name="do"][value="submit"].govuk-button`)
	w.shoot("submitted")
	m := regexp.MustCompile(`A-[0-9]{4}`).FindString(w.html())
	if m == "" {
		w.Fatalf("no reference in\n%s", w.html())
	}
	w.ref = m
}

// isClean holds that of a photo that tells where it was taken the picture alone was
// kept, and is shown as a small one.
func (w *way) isClean(photo []byte) {
	w.Helper()
	const position = "\x25\x88\x04\x00\x01\x00\x00\x00\x26\x00\x00\x00" // the entry that leads to it (Exif 2.32, 4.6.3)
	if !bytes.Contains(photo, []byte(position)) {
		w.Fatal("the photo does not tell where it was taken, and tests nothing")
	}
	src, ok := w.attribute(`img[src*="/files/"]`, "src")
	whole, isSmall := strings.CutSuffix(src, "&size=small")
	if !ok || !isSmall {
		w.Fatalf("the photo is not shown as a small one: %q", src)
	}
	var widths []int
	for _, address := range []string{src, whole} {
		stored := w.fetch(address)
		if bytes.Contains(stored, []byte("Exif")) || bytes.Contains(stored, []byte(position)) {
			w.Errorf("%s tells where the photo was taken", address)
		}
		config, err := jpeg.DecodeConfig(bytes.NewReader(stored))
		if err != nil {
			w.Fatalf("%s is no photo: %v", address, err)
		}
		widths = append(widths, config.Width)
	}
	if widths[0] >= widths[1] {
		w.Errorf("the small one is %d wide, the whole %d", widths[0], widths[1])
	}
}

// submitReport writes a section of the demo's report of the second period and submits it.
func (w *way) submitReport(text string) {
	w.Helper()
	w.sealReport(projectPath+"/reports/2", text)
}

// sealReport writes a report and submits it.
func (w *way) sealReport(path, text string) {
	w.Helper()
	w.open(path + "/edit")
	areas := w.names("textarea")
	for _, name := range areas {
		w.write(`textarea[name="`+name+`"]`, text)
	}
	w.press(`button[name="then"][value="preview"]`)
	w.sees(text)
	w.shoot("preview")
	w.picture("lead-submit", "body", desk, 900)
	w.press(`form[action="` + path + `/step"] button`)
	w.shoot("sealed")
}

// reads opens a version as the funder and compares its figure in page, PDF and
// workbook.
func (w *way) reads(version, figure int) {
	w.Helper()
	w.open(projectPath + "/reports")
	w.open(fmt.Sprintf("%s/reports/2/versions/%d", projectPath, version))
	w.shoot("funder")
	w.picture("funder-report", "body", desk, 900)
	want := strconv.Itoa(figure)
	if !strings.Contains(w.html(), want) {
		w.Errorf("version %d does not show %s", version, want)
	}
	pdf, xlsx := w.download(`a[download][href$=".pdf"]`), w.download(`a[download][href$=".xlsx"]`)
	if text := pdfText(w.T, pdf); !strings.Contains(text, want) {
		w.Errorf("the PDF of version %d does not have %s", version, want)
	}
	book, err := excelize.OpenReader(bytes.NewReader(xlsx))
	if err != nil {
		w.Fatal(err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			w.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell == want {
					return
				}
			}
		}
	}
	w.Errorf("the workbook of version %d does not have %s", version, want)
}

// download gets the file that a link leads to, as whoever is signed in.
func (w *way) download(link string) []byte {
	w.Helper()
	href, ok := w.attribute(link, "href")
	if !ok {
		w.Fatalf("no link %s", link)
	}
	return w.fetch(href)
}

// fetch gets a file of the site, as whoever is signed in.
func (w *way) fetch(href string) []byte {
	w.Helper()
	request, err := http.NewRequestWithContext(w.Context(), http.MethodGet, w.site+href, http.NoBody)
	if err != nil {
		w.Fatal(err)
	}
	cookies := get(w.tab, "cookies", func(ctx context.Context, t *chromedp.Target) (network.GetCookiesResult, error) {
		return cdp.Call(ctx, t, network.GetCookies, network.GetCookiesParams{})
	})
	for _, c := range cookies.Cookies {
		request.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		w.Fatalf("%s: %d, %v", href, response.StatusCode, err)
	}
	return data
}

func pdfText(t *testing.T, pdf []byte) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), testtool.Look(t, "pdftotext"), "-", "-")
	command.Stdin = bytes.NewReader(pdf)
	text, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// prefix is how the names of an indicator's fields begin.
func (w *way) prefix(indicator string) string {
	w.Helper()
	names := w.names(`input[name$="indicator"][value="` + indicator + `"]`)
	return strings.TrimSuffix(names[0], "indicator")
}

// write puts a text into a field, in place of what is there.
func (w *way) write(field, text string) {
	w.Helper()
	w.do("write "+field, chromedp.SetValue(chromedp.CSS(field), text))
}

func (w *way) choose(field, value string) {
	w.Helper()
	w.write(field, value)
}

// press presses a button and waits for the page that comes.
func (w *way) press(button string) {
	w.Helper()
	w.leads("press "+button, chromedp.Click(chromedp.CSS(button)))
}

// leads does what leads to another page, and waits for it.
func (w *way) leads(what string, action chromedp.Action[chromedp.Void]) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, browserTime)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, action); err != nil {
		w.shoot("unled")
		w.Fatalf("%s: %v", what, err)
	}
}

func (w *way) html() string {
	w.Helper()
	return get(w.tab, "read the page", chromedp.OuterHTML(chromedp.CSS("html")))
}

func (w *way) sees(text string) {
	w.Helper()
	if !strings.Contains(w.html(), text) {
		w.shoot("unseen")
		w.Fatalf("%q is not on the page\n%s", text, w.html())
	}
}

// names are the names of fields, in the page's order.
func (w *way) names(fields string) []string {
	w.Helper()
	var names []string
	for _, n := range get(w.tab, "find "+fields, chromedp.Nodes(chromedp.CSSAll(fields))) {
		names = append(names, n.AttributeValue("name"))
	}
	return names
}

func (w *way) attribute(element, name string) (string, bool) {
	w.Helper()
	nodes := get(w.tab, "find "+element, chromedp.Nodes(chromedp.CSSAll(element)))
	if len(nodes) == 0 {
		return "", false
	}
	return nodes[0].AttributeValue(name), true
}
