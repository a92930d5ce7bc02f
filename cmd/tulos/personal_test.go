package main

import "testing"

// TestPersonalDataInABrowser holds forms that were refused for personal data, and the
// field that asks why it must stay, against the rules of axe and the widths.
func TestPersonalDataInABrowser(t *testing.T) {
	t.Parallel()
	const told = "anna@example.lv"
	w := &way{tab: openTab(t, startDemo(t))}
	w.as(staffEmail)
	for form, field := range map[string]string{"/activities/new": "#title", "/measurements/new?indicator=OP1.1": "#add-0-note"} {
		w.open(projectPath + form)
		value[int](w.tab, `document.querySelectorAll("main details").forEach(d => d.open = true); 0`)
		w.write(field, "By "+told)
		w.press(handIn)
		if !w.asksWhy(told) {
			w.Errorf("%s does not ask why %s must stay\n%s", form, told, w.html())
		}
		w.judge("personal", form)
	}
	w.as(leadEmail)
	edit := projectPath + "/reports/2/edit"
	w.open(edit + "?language=en")
	w.write(`[name="text.summary"]`, "Ask "+told)
	w.press(`button[name="then"][value="preview"]`)
	w.press(`button[name="step"][value="submit"]`)
	if !w.asksWhy(told) {
		w.Errorf("the report was not refused for %s\n%s", told, w.html())
	}
	w.judge("personal", "/reports/2/step")
	w.open(edit + "?language=en")
	w.judge("personal", "/reports/2/edit")
}

// asksWhy says whether the page tells what was found, and has the field.
func (w *way) asksWhy(found string) bool {
	w.Helper()
	return value[bool](w.tab, `document.querySelector("#why") !== null && document.querySelector(".govuk-error-summary").innerText.includes("`+found+`")`)
}
