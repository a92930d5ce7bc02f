package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	staffEmail = "anna@suojellaan.example"
	leadEmail  = "irina@stellit.example"
	saveDraft  = `.tulos-actions button[value="save"]`
	handIn     = `.tulos-actions button[value="submit"]`
)

// TestForms is what only a browser can show of forms: the keyboard alone, errors as
// they look, two windows, two clicks, a session that is over, and hostile text.
func TestForms(t *testing.T) {
	t.Parallel()
	w := &way{tab: openTab(t, startDemo(t))}
	w.errors()
	w.as(staffEmail)
	w.firstLoad()
	w.keyboard()
	w.twice()
	w.twoWindows()
	w.sessionOver()
	w.hostile()
}

// errors holds forms with something wrong against the rules of axe and the widths.
func (w *way) errors() {
	w.Helper()
	w.open("/sign-in")
	w.write("#email", "nobody@example.org")
	w.write("#password", "wrong")
	w.press(`form:has(#password) > .govuk-button`)
	w.judge("wrong password", "/sign-in")

	w.as(staffEmail)
	for _, list := range []string{"activities", "measurements"} {
		w.open(projectPath + "/" + list + "/new")
		w.press(handIn)
		if n := value[int](w.tab, `document.querySelectorAll(".govuk-error-summary a").length`); n < 2 {
			w.Errorf("an empty form of %s has %d errors", list, n)
		}
		value[int](w.tab, `document.querySelectorAll("main details").forEach(d => d.open = true); 0`)
		w.judge("errors", "/"+list+"/new")
	}
	w.as(leadEmail)
	w.open(projectPath + "/reports/2/preview?language=fi") // in a window of before it was blocked
	value[int](w.tab, `document.querySelector("main").insertAdjacentHTML("beforeend", '<form method="post" action="`+projectPath+`/reports/2/step">'
		+ '<input name="version" value="1"><input name="rev" value="0"><button id="late" name="step" value="submit">Submit</button></form>'), 0`)
	w.press("#late")
	if value[int](w.tab, `document.querySelectorAll(".govuk-error-summary a").length`) == 0 {
		w.Errorf("a report without its summary was submitted\n%s", w.html())
	}
	w.judge("missing sections", "/reports/2/step")
}

// mostFirst is how many bytes the form may take over the wire the first time.
const mostFirst = 60 << 10

// firstLoad opens the form in a browser that has kept nothing. What it loads once the form
// is there does not count.
func (w *way) firstLoad() {
	w.Helper()
	w.do("keep nothing", cacheDisabled(true))
	w.open(projectPath + "/activities/new?planned=A1.1")
	size := value[int](w.tab, `document.fonts.ready.then(() => ["navigation", "resource"].flatMap(t => performance.getEntriesByType(t))
		.filter(e => e.startTime <= performance.getEntriesByType("navigation")[0].loadEventStart)
		.reduce((sum, e) => sum + e.transferSize, 0))`)
	if size < 10<<10 || size > mostFirst {
		w.Errorf("the form's first load takes %d bytes, want at most %d", size, mostFirst)
	}
	w.do("keep again", cacheDisabled(false))
}

// tabTo goes on with the tab key until an element has the focus.
func (w *way) tabTo(element string) {
	w.Helper()
	for range 150 {
		w.do("Tab", chromedp.KeyEvent(kb.Tab))
		if value[bool](w.tab, fmt.Sprintf(`document.activeElement.matches(%q)`, element)) {
			if value[bool](w.tab, isHidden) {
				w.Errorf("%s has the focus behind something else", element)
			}
			return
		}
	}
	w.Fatalf("the tab key does not lead to %s", element)
}

// isHidden says whether another element lies over the middle of the focused one.
const isHidden = `(() => {
	const it = document.activeElement, at = it.getBoundingClientRect();
	const top = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
	return top !== null && !it.contains(top) && !top.contains(it) && !top.closest("label")?.control?.isSameNode(it);
})()`

func (w *way) types(text string) {
	w.Helper()
	w.do("type "+text, chromedp.KeyEvent(text))
}

// keyboard logs an activity without a mouse.
func (w *way) keyboard() {
	w.Helper()
	w.open(projectPath + "/work")
	w.tabTo(`a[href$="/activities/new"].govuk-button`)
	w.follow(kb.Enter)
	w.tabTo("#part")
	w.types("A1.1") // as people find a line of a list
	w.tabTo(`button[name="use"]`)
	w.follow(kb.Enter)
	w.tabTo("#type")
	w.types(kb.ArrowDown)
	w.tabTo("#title")
	w.types("Logged without a mouse")
	w.tabTo("#start")
	w.types("11202026") // month, day, year in the browser's language
	w.tabTo("#online")
	w.types(" ")
	people := w.prefix("OP1.1")
	w.tabTo(`[name="` + people + `value"]`)
	w.types("5")
	w.tabTo(`[name="` + people + `counted"]`)
	w.types("0")
	w.tabTo(`[name^="` + people + `cell."]`)
	w.types("5")
	w.tabTo(handIn)
	w.follow(kb.Enter)
	w.sees("Logged without a mouse")
	w.sees("is submitted")
	w.sees("20/11/2026")
}

// follow presses a key and waits for the page that comes.
func (w *way) follow(key string) {
	w.Helper()
	w.leads("press a key", chromedp.KeyEvent(key))
}

// drafts are how many are in the list of a person's work.
func (w *way) drafts() int {
	w.Helper()
	w.open(projectPath + "/work")
	return value[int](w.tab, `document.querySelectorAll("#drafts .tulos-list > li").length`)
}

// twice clicks twice where one click is meant.
func (w *way) twice() {
	w.Helper()
	before := w.drafts()
	w.open(projectPath + "/activities/new")
	w.write("#title", "Clicked twice")
	w.leads("click twice", chromedp.DoubleClick(chromedp.CSS(saveDraft)))
	if after := w.drafts(); after != before+1 {
		w.Errorf("two clicks made %d drafts", after-before)
	}
}

var draftEdit = regexp.MustCompile(`/activities/A-[0-9]{4}/edit`)

// twoWindows edits one draft in two windows: the second sees both versions, and
// both are still there.
func (w *way) twoWindows() {
	w.Helper()
	w.open(projectPath + "/work")
	edit := projectPath + draftEdit.FindString(w.html())
	w.open(edit)
	w.write("#place", "Turku")
	w.write("#narrative", "Seven came by bus.")
	status := value[int](w.tab, `fetch(location.href).then(r => r.text()).then(t => {
		const form = new DOMParser().parseFromString(t, "text/html").querySelector("form[data-autosave]");
		form.elements.place.value = "Riga";
		return fetch(form.getAttribute("action"), {method: "POST", body: new FormData(form)});
	}).then(r => r.status)`)
	if status != 200 {
		w.Fatalf("the other window saves: %d", status)
	}
	w.press(saveDraft)
	w.judge("two versions", edit)
	cells := value[[]string](w.tab, `[...document.querySelectorAll(".tulos-versions__changed td")].map(c => c.textContent)`)
	for _, text := range []string{"Turku", "Riga", "Seven came by bus."} {
		if !slices.Contains(cells, text) {
			w.Errorf("%q is in neither version: %q", text, cells)
		}
	}
	w.press(saveDraft)
	w.open(edit)
	if is := value[string](w.tab, `document.querySelector("#place").value + ", " + document.querySelector("#narrative").value`); is != "Turku, Seven came by bus." {
		w.Errorf("saved again: %q", is)
	}
}

// sessionOver saves after the session has ended: after signing in, what was typed is
// sent on.
func (w *way) sessionOver() {
	w.Helper()
	before := w.drafts()
	w.open(projectPath + "/activities/new")
	w.write("#title", "Typed before the session ended")
	w.write("#narrative", "Two lines\nof text.")
	w.do("the session ends", clearCookies)
	w.press(saveDraft)
	w.write("#email", staffEmail)
	w.write("#password", demoPassword)
	w.press(`form:has(#password) > .govuk-button`)
	w.judge("sent again", "/sign-in")
	w.press("main .govuk-button")
	if after := w.drafts(); after != before+1 {
		w.Errorf("%d drafts, want %d", after, before+1)
	}
	w.sees("Typed before the session ended")
}

// attack is text that would be an element, a script, a text from right to left, and
// a word wider than every screen.
const attack = `"'><b class="attack"></b><script>window.attacked=1</script><img src=x onerror=window.attacked=1> ` +
	"\u202eيمين\u202c 🧒🏽👩‍👩‍👧 \u0000\u0007{{.}} "

// fillAll puts the attack into every field for text of the page, and what is
// allowed into the others.
const fillAll = `((attack) => {
	const text = attack + "x".repeat(10000);
	for (const f of document.querySelectorAll("form[data-once] input, form[data-once] textarea, form[data-once] select")) {
		if (f.type === "hidden" || f.type === "file" || f.type === "submit" || f.disabled) continue;
		if (f.type === "checkbox") f.checked = !/na$|^online$/.test(f.name);
		else if (f.type === "date") f.value = "2026-11-19";
		else if (f.tagName === "SELECT") f.value = f.value || [...f.options].find(o => o.value).value;
		else if (f.inputMode === "decimal" || f.type === "radio") continue;
		else if (f.name.endsWith(".note") && !f.form.elements[f.name.replace(".note", ".value")]?.value) continue;
		else f.value = f.name.endsWith("url") ? "https://example.org/?" + text : text;
	}
	return 0;
})`

// attackAll fills the page's form with hostile text and presses a button.
func (w *way) attackAll(button string) {
	w.Helper()
	value[int](w.tab, fmt.Sprintf("%s(%q)", fillAll, strings.ReplaceAll(attack, "\a", "\\x07")))
	w.press(button)
	w.harmless()
}

// attachAttack attaches a photo whose name is hostile; its caption is filled in later.
func (w *way) attachAttack() {
	w.Helper()
	value[int](w.tab, fmt.Sprintf(`new Promise(done => {
		const picture = document.createElement("canvas"), chosen = new DataTransfer();
		picture.toBlob(blob => {
			chosen.items.add(new File([blob], %q + ".png"));
			document.querySelector('input[name="files"]').files = chosen.files;
			done(0);
		});
	})`, strings.NewReplacer("\x00", "", "\a", "").Replace(attack))) // no file is called that
	w.press(`button[name="do"][value="attach"]`)
	w.harmless()
	if value[int](w.tab, `document.querySelectorAll('#files input[name$="caption"]').length`) == 0 {
		w.Errorf("the photo with a hostile name is not attached\n%s", w.html())
	}
}

// harmless holds that hostile text on the page is text, and that it fits.
func (w *way) harmless() {
	w.Helper()
	at := value[string](w.tab, "location.pathname")
	if value[bool](w.tab, `window.attacked === 1 || document.querySelector(".attack, img[src=x]") !== null`) {
		w.Errorf("hostile text became part of %s", at)
	}
	w.fits("hostile text", at)
}

// hostile writes hostile text everywhere, and reads it on every page.
func (w *way) hostile() {
	w.Helper()
	w.open(projectPath + "/activities/new?planned=A1.1")
	w.attachAttack()
	for _, sort := range []string{"link", "quote", "publication"} {
		w.do("add a "+sort, chromedp.Click(chromedp.CSS(`button[name="add"][value="`+sort+`"]`)))
	}
	people := w.prefix("OP1.1")
	w.write(`[name="`+people+`value"]`, "5")
	w.write(`[name="`+people+`counted"]`, "0")
	w.attackAll(handIn)
	w.sees("is submitted")
	w.ref = regexp.MustCompile(`A-[0-9]{4}`).FindString(value[string](w.tab, "location.pathname"))
	w.open(projectPath + "/measurements/new?indicator=OP2.2")
	w.write(`[name="add.0.value"]`, "7")
	w.attackAll(handIn)
	w.open("/me")
	w.harmless()

	w.as(leadEmail)
	w.open(projectPath + "/review/" + w.ref)
	w.harmless()
	w.attackAll(`#decide button[value="return"]`)
	w.open(projectPath + "/reports/2/edit")
	w.attackAll(`button[name="then"][value="preview"]`)
	w.as(staffEmail)
	w.crawl("hostile", map[string]bool{}, func(_, _ string) { w.harmless() })
	w.as(leadEmail)
	w.crawl("hostile", map[string]bool{}, func(_, _ string) { w.harmless() })
	w.open(projectPath + "/activities/" + w.ref)
	if n := value[int](w.tab, `document.body.textContent.split('<b class="attack"></b>').length - 1`); n < 8 {
		w.Errorf("hostile text is shown %d times in the activity", n)
	}
}
