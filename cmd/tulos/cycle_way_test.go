package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPartnerReportCycle: staff writes, the manager submits, the lead returns it with
// a comment, the manager mends it, the lead accepts it and takes a passage over into
// the project's report, where it stands under the partner's name.
func TestPartnerReportCycle(t *testing.T) {
	t.Parallel()
	w := &way{tab: openTab(t, startDemo(t))}
	const manager, lead = "liga@drosa-maja.example", "irina@stellit.example"
	const path = projectPath + "/partner-report/2?partner=drosa-maja"

	w.inviteStaff("drosa-maja")
	w.open(path)
	section := w.names(`textarea[name^="text."]`)[0]
	area := `textarea[name="` + section + `"]`
	w.write(area, "Courses went well in Riga.")
	w.press(`button[name="then"][value=""]`)
	w.sees("Courses went well in Riga.")
	w.sees("Saved.")

	w.as(manager)
	w.open(path + "&view=check")
	w.press(`button[name="step"][value="submit"]`)
	w.sees("The partner report is submitted.")

	w.as(lead)
	w.open(path)
	w.press(`button[name="step"][value="return"]`)
	w.sees("There is a problem")
	w.write("#comment", "How many came?")
	w.press(`button[name="step"][value="return"]`)
	w.sees("The partner report is returned with your comment.")

	w.as(manager)
	w.open(path)
	w.sees("How many came?")
	w.write(area, "Courses went well in Riga: 40 people came.")
	w.press(`button[name="then"][value="check"]`)
	w.shoot("partner-report")
	w.picture("manager-report", "body", desk, 900)
	w.press(`button[name="step"][value="submit"]`)

	w.as(lead)
	w.open(path)
	w.press(`button[name="step"][value="accept"]`)
	w.sees("1 entry of this partner still waits for review.")
	w.open(projectPath + "/activities?status=submitted&partner=drosa-maja")
	w.check("#all")
	w.press(`button[name="step"][value="accept"]`)
	w.open(path)
	w.press(`button[name="step"][value="accept"]`)
	w.sees("The partner report is accepted.")
	w.open(projectPath + "/reports/2/edit")
	w.press(`#section-` + strings.TrimPrefix(section, "text.") + ` button[name="take"][value$="|drosa-maja"]`)
	w.sees("Taken over and saved.")
	w.shoot("taken")
	if text := value[string](w.tab, fmt.Sprintf(`document.querySelector(%q).value`, area)); !strings.Contains(text, ":\nCourses went well in Riga: 40 people came.") {
		w.Errorf("the report says %q", text)
	}
	if tag := value[string](w.tab, `document.querySelector(".tulos-passage .govuk-tag")?.innerText ?? ""`); tag != "Taken over" {
		w.Errorf("the passage is marked %q", tag)
	}
}

// TestPartnerReportSavesItself: what is typed is there after the page was left, in the
// language it was written in; the form then goes on from there, and another window is
// told that something has changed.
func TestPartnerReportSavesItself(t *testing.T) {
	t.Parallel()
	w := &way{tab: openTab(t, startDemo(t))}
	const path = projectPath + "/partner-report/2?partner=drosa-maja"
	w.as("liga@drosa-maja.example")
	w.open(path + "&language=en")
	area := `textarea[name="` + w.names(`textarea[name^="text."]`)[0] + `"]`
	written := func() string { return value[string](w.tab, fmt.Sprintf(`document.querySelector(%q).value`, area)) }
	was := written()
	w.typesInto(area, "Half a sen")
	w.waits("saved")
	w.typesInto(area, "tence.")
	w.waits("saved")

	w.open(path + "&language=lv")
	other := written()
	w.typesInto(area, "Puse teikuma.")
	w.waits("saved")
	if is := written(); is != other+"Puse teikuma." {
		w.Errorf("in Latvian: %q", is)
	}

	w.open(path + "&language=en")
	if is := written(); is != was+"Half a sentence." {
		w.Errorf("after the page was left: %q", is)
	}
	status := value[int](w.tab, fmt.Sprintf(`fetch(location.href).then(r => r.text()).then(t => {
		const form = new DOMParser().parseFromString(t, "text/html").querySelector("form[data-autosave]");
		form.querySelector(%q).value = "Of another window.";
		return fetch(form.getAttribute("action"), {method: "POST", body: new URLSearchParams(new FormData(form))});
	}).then(r => r.status)`, area))
	if status != 200 {
		w.Fatalf("the other window saves: %d", status)
	}
	w.typesInto(area, " More.")
	w.waits("conflict")
	w.press(`button[name="then"][value=""]`)
	w.sees("Of another window.")
	w.judge("two versions of a partner report", path)
	w.press(`button[name="then"][value=""]`)
	w.sees("Saved.")
	if is := written(); is != was+"Half a sentence. More." {
		w.Errorf("saved over the other: %q", is)
	}
}

// typesInto types at the end of a field of a form that saves itself.
func (w *way) typesInto(area, text string) {
	w.Helper()
	value[int](w.tab, fmt.Sprintf(`(f => {
		f.focus(); f.setSelectionRange(f.value.length, f.value.length);
		delete document.querySelector("[data-autosave-status]").dataset.state;
		return 0;
	})(document.querySelector(%q))`, area))
	w.types(text)
}

// waits waits until the form says how its saving by itself went.
func (w *way) waits(state string) {
	w.Helper()
	w.do("wait until it is "+state, chromedp.WaitVisible(chromedp.CSS(`[data-autosave-status][data-state="`+state+`"]`)))
}

// inviteStaff invites somebody of an organisation, who is signed in then.
func (w *way) inviteStaff(organisation string) {
	w.Helper()
	w.as("admin@demo.example")
	w.open("/people/new")
	w.write("#name", "Jānis Kalniņš")
	w.write("#email", "janis@example.org")
	w.choose("#place", "organisation="+organisation+"&project="+string(demoProject))
	w.check(`[name="roles"][value="staff"]`)
	w.press("#main form .govuk-button")
	w.accept()
}

// TestAcceptManyAtOnce accepts 30 activities on the list in one go, sees the figure
// move, and takes it back.
func TestAcceptManyAtOnce(t *testing.T) {
	t.Parallel()
	w := &way{tab: openTab(t, startDemo(t))}
	const many = 30
	w.as("anna@suojellaan.example")
	w.logMany(many)

	w.as("irina@stellit.example")
	before := w.figure()
	w.open(projectPath + "/activities?status=submitted&q=Evening+for+parents")
	w.check("#all")
	w.press(`button[name="step"][value="accept"]`)
	w.sees(fmt.Sprintf("%d entries are accepted and count now.", many))
	w.shoot("accepted")
	other := &way{tab: openTab(t, w.site)}
	other.as("irina@stellit.example")
	if is := other.figure(); is != before+many {
		w.Errorf("the figure is %d, was %d, and %d came to it", is, before, many)
	}
	w.press(`[role="status"] button[value="reopen"]`)
	w.sees(fmt.Sprintf("%d entries are open again and do not count for now.", many))
	if is := other.figure(); is != before {
		w.Errorf("the figure is %d after it was taken back, was %d", is, before)
	}
}

// logMany logs so many activities of one person each, by sending the form again with
// other keys and titles.
func (w *way) logMany(many int) {
	w.Helper()
	w.open(projectPath + "/activities/new?planned=A1.1")
	w.choose("#type", "training")
	w.write("#start", "2026-11-20")
	people := w.prefix("OP1.1")
	w.write(`[name="`+people+`value"]`, "1")
	w.write(`[name="`+people+`counted"]`, "0")
	w.write(`[name="`+w.names(`input[name^="` + people + `"][aria-labelledby]`)[0]+`"]`, "1")
	sent := value[int](w.tab, fmt.Sprintf(`(async () => {
		const form = document.querySelector("form.tulos-form");
		const action = form.action, data = new FormData(form); // before the form saves itself
		data.set("do", "submit");
		let sent = 0;
		for (let n = 0; n < %d; n++) {
			data.set("key", "evening-" + n);
			data.set("title", "Evening for parents " + n);
			const answer = await fetch(action, {method: "POST", body: data});
			sent += answer.ok && answer.redirected ? 1 : 0;
		}
		return sent;
	})()`, many))
	if sent != many {
		w.Fatalf("%d of %d were submitted", sent, many)
	}
}
