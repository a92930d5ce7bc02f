package main

import (
	"fmt"
	"regexp"
	"testing"
)

// TestProjectFromNothing begins a project by the guided form on a phone, gives it a
// result, an indicator and a planned activity, invites a person, and that person
// logs and accepts its first activity.
func TestProjectFromNothing(t *testing.T) {
	t.Parallel()
	w := &way{tab: openTab(t, startDemo(t))}
	w.as("admin@demo.example")
	w.begin()
	w.frame()
	w.invite()
	w.first()
}

const newPath = "/projects/SAFE-1"

// begin begins the project by its form.
func (w *way) begin() {
	w.Helper()
	w.fillIn(func() {
		w.choose("#organisations-0-known", "suojellaan-lapsia")
		w.newOrganisation("#organisations-1-", "Eesti laps", "EE", "ngo")
		w.choose("#organisations-2-known", "cbss")
	})
	w.shoot("new-project")
	if due, _ := w.attribute("#periods-1-due", "value"); due != "2027-07-30" {
		w.Fatalf("the second report is due on %q", due)
	}
	w.picture("administrator-project", "body", desk, 900)
	w.press(".tulos-actions button")
	w.picture("administrator-setup", "body", desk, 760)
	w.sees("There is no result yet")
	w.sees("Nobody has a place in this project yet")
}

// fillIn fills the form of a project in, and has its periods made.
func (w *way) fillIn(organisations func()) {
	w.Helper()
	w.open("/new-project")
	w.write("#title", "Safe harbours")
	w.write("#code", "SAFE-1")
	w.write("#start", "2026-07-01")
	w.write("#end", "2027-06-30")
	organisations()
	w.choose("#months", "6")
	w.press(`button[name="do"][value="again"]`)
}

// newOrganisation describes an organisation in the fields that begin so.
func (w *way) newOrganisation(fields, name, country, kind string) {
	w.Helper()
	w.write(fields+"name", name)
	w.choose(fields+"country", country)
	w.choose(fields+"type", kind)
}

// check ticks a box.
func (w *way) check(box string) {
	w.Helper()
	value[bool](w.tab, fmt.Sprintf(`document.querySelector(%q).checked = true`, box))
}

// frame gives the project its results framework and work plan.
func (w *way) frame() {
	w.Helper()
	w.open(newPath + "/setup/results")
	w.write("#code", "1")
	w.write("#title-en", "Families know where to turn")
	w.choose("#level", "output")
	w.press(".tulos-actions button")
	w.open(newPath + "/setup/indicators?in=1")
	w.press(".tulos-actions button")
	w.sees("There is a problem")
	w.write("#code", "1.1")
	w.write("#title-en", "Parents advised")
	w.write("#target", "100")
	w.press(".tulos-actions button")
	w.open(newPath + "/setup/planned?in=1")
	w.write("#code", "A1")
	w.write("#title-en", "Advice evenings")
	w.write("#start", "2026-07-01")
	w.write("#end", "2027-06-30")
	w.check("#partners")
	w.press(".tulos-actions button")
	w.sees("Advice evenings")
	w.shoot("new-setup")
}

// invite invites a person, who chooses a password and is signed in.
func (w *way) invite() {
	w.Helper()
	w.open("/people/new")
	w.write("#name", "Helmi Laine")
	w.write("#email", "helmi@example.org")
	w.choose("#place", "organisation=suojellaan-lapsia&project=SAFE-1")
	w.check(`[name="roles"][value="staff"]`)
	w.check(`[name="roles"][value="lead"]`)
	w.picture("administrator-person", "body", desk, 900)
	w.press("#main form .govuk-button")
	w.accept()
}

// accept takes the invitation on the page, as whoever it is for.
func (w *way) accept() {
	w.Helper()
	w.welcome(w.invitation())
}

// invitation is the link on the page for choosing a password.
func (w *way) invitation() string {
	w.Helper()
	link := regexp.MustCompile(`/invitation/[A-Za-z0-9_-]+`).FindString(w.html())
	if link == "" {
		w.Fatalf("no link in\n%s", w.html())
	}
	return link
}

// welcome takes an invitation, as whoever it is for.
func (w *way) welcome(link string) {
	w.Helper()
	w.do("forget", clearCookies)
	w.open(link)
	w.write("#password", demoPassword)
	w.write("#again", demoPassword)
	w.press("#main form .govuk-button:not([type])")
}

// first logs the project's first activity and accepts it.
func (w *way) first() {
	w.Helper()
	w.open(newPath + "/activities/new?planned=A1")
	w.choose("#type", "consultation")
	w.write("#title", "Advice in Turku")
	w.write("#start", "2026-11-20")
	w.write(`[name="`+w.prefix("1.1")+`value"]`, "12")
	w.press(`button[name="do"][value="submit"].govuk-button`)
	w.ref = regexp.MustCompile(`A-[0-9]{4}`).FindString(w.html())
	w.open(newPath + "/review/" + w.ref)
	w.press(`#decide button[value="accept"]`)
	w.open(newPath + "/indicators/1.1?period=1")
	w.sees("Advice in Turku")
	w.sees(">12<")
	w.shoot("first-figure")
}

// TestChangeOfTheFramework: the example follows the rule that is chosen, and the
// change is made when its effect has been agreed to.
func TestChangeOfTheFramework(t *testing.T) {
	t.Parallel()
	w := &way{tab: openTab(t, startDemo(t))}
	w.as("irina@stellit.example")
	w.open(projectPath + "/setup/indicators/OP2.2")
	before := value[string](w.tab, `document.querySelector("#example").innerText`)
	after := value[string](w.tab, `new Promise(done => {
		const part = document.querySelector("#example"), rule = document.querySelector("#acrossPartners");
		new MutationObserver(() => done(part.innerText)).observe(part, {childList: true});
		rule.value = "max";
		rule.dispatchEvent(new Event("change", {bubbles: true}));
	})`)
	if before == after {
		t.Errorf("the example says\n%s\nand said\n%s", after, before)
	}
	w.shoot("example")
	w.press(".tulos-actions button")
	w.sees("Figures that change")
	w.shoot("effect")
	w.press(`#main form .govuk-button`)
	w.open(projectPath + "/setup/versions/2")
	w.sees("The largest of the partners")
	w.shoot("version")
	w.open(projectPath + "/setup/versions/1")
	w.press(`#main form .govuk-button`)
	w.sees("Figures that change")
	w.press(`#main form .govuk-button`)
	w.open(projectPath + "/setup/versions/3")
	w.sees("Differences to version 2")
}
