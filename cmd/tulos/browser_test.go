package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"tulos/internal/i18n"
	"tulos/internal/testtool"
)

// browserTime is how long one step in the browser may take.
const browserTime = time.Minute

// startDemo runs `tulos demo` as main does and returns its address.
func startDemo(t *testing.T) string {
	t.Helper()
	return startDemoAt(t, "127.0.0.1:0", func(string) string { return "" })
}

// startDemoAt does so at an address to listen on, with variables of the environment.
func startDemoAt(t *testing.T, listen string, getenv func(string) string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	done := make(chan int, 1)
	var logs screen
	go func() {
		done <- run(ctx, []string{"demo", "--listen", listen}, environment{
			Stdout: in, Stderr: &logs, Getenv: getenv, Now: demoClock(),
		})
		in.Close()
	}()
	t.Cleanup(func() {
		stop()
		if code := <-done; code != 0 {
			t.Errorf("demo ended with %d\n%s", code, logs.String())
		}
		if strings.Contains(logs.String(), "level=ERROR") {
			t.Errorf("the demo logged errors\n%s", logs.String())
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "http://"); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return "http://" + strings.TrimSpace(address)
		}
	}
	t.Fatalf("the demo did not start\n%s", logs.String())
	return ""
}

// A tab is a page of a real browser.
type tab struct {
	*testing.T
	ctx  context.Context // of the browser
	site string
	axe  string // the script of axe-core
}

// phone is how wide the browser of a test is at first.
const phone = 390

// openTab starts a browser as wide as a phone.
func openTab(t *testing.T, site string) *tab {
	t.Helper()
	return openTabIn(t, site, "")
}

// openTabIn is openTab with a folder in which the browser keeps what it knows; with none
// it knows nothing, and keeps nothing.
func openTabIn(t *testing.T, site, folder string) *tab {
	t.Helper()
	program := testtool.Look(t, "chromium-headless-shell")
	script, err := os.ReadFile(testtool.File(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	)
	if folder != "" {
		options = append(options, chromedp.UserDataDir(folder))
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	b := &tab{t, ctx, site, string(script)}
	// The first step starts the browser, which lives as long as its context.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(phone, 900), standStill); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, browserTime)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.Fatalf("%s: %v", what, err)
	}
}

// get does what has a value.
func get[T any](b *tab, what string, action chromedp.Action[T]) T {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, browserTime)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		b.Fatalf("%s: %v", what, err)
	}
	return value
}

// value evaluates an expression in the page.
func value[T any](b *tab, expression string) T {
	b.Helper()
	return get(b, expression[:min(60, len(expression))], chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// open opens a page of the site.
func (b *tab) open(path string) {
	b.Helper()
	b.do("open "+path, chromedp.Navigate(b.site+path), chromedp.WaitReady("body"))
}

// signIn signs one of the demo's people in.
func (b *tab) signIn(email string) {
	b.Helper()
	b.open("/sign-in")
	b.do("sign in as "+email,
		chromedp.SetValue("#email", email), chromedp.SetValue("#password", demoPassword),
		chromedp.Submit("#password"), chromedp.WaitVisible(".tulos-header"))
}

// standStill asks pages not to move, so that colours are what they will be.
func standStill(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
	})
	return chromedp.Void{}, err
}

func clearCookies(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, network.ClearBrowserCookies, cdp.Empty{})
	return chromedp.Void{}, err
}

func cacheDisabled(is bool) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: is})
		if err == nil {
			_, err = cdp.Call(ctx, t, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: is})
		}
		return chromedp.Void{}, err
	}
}

// violations are what axe finds in the page by some of its rules.
func (b *tab) violations(rules string) []string {
	b.Helper()
	if value[bool](b, `typeof axe === "undefined"`) {
		value[int](b, b.axe+"; 0")
	}
	// A bar that stays in sight covers a field only until one scrolls.
	return value[[]string](b, `document.querySelectorAll(".tulos-actions").forEach(e => e.style.position = "static"),
		axe.run(document, {runOnly: `+rules+`}).finally(() => document.querySelectorAll(".tulos-actions").forEach(e => e.style.position = ""))
		.then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join(" | ")))`)
}

// links are the paths of the site that the page leads to.
func (b *tab) links() []string {
	b.Helper()
	var own []string
	for _, l := range value[[]string](b, `[...document.querySelectorAll("a[href]")].map(a => a.href)`) {
		u, err := url.Parse(l)
		if err == nil && strings.HasPrefix(l, b.site) {
			own = append(own, u.RequestURI())
		}
	}
	return own
}

// tooWide are the elements that reach out of the window, where the page is wider
// than it; empty where nothing is cut off.
func (b *tab) tooWide() string {
	b.Helper()
	return value[string](b, `document.documentElement.scrollWidth <= window.innerWidth + 1 ? "" : [...document.querySelectorAll("body *")]
		.filter(e => e.getBoundingClientRect().right > window.innerWidth + 1).slice(0, 4)
		.map(e => e.tagName.toLowerCase() + "." + e.className).join(" ") || "something"`)
}

// shoot keeps a picture of the whole page where TULOS_TEST_PICTURES names a
// folder.
func (b *tab) shoot(name string) {
	b.Helper()
	folder := os.Getenv("TULOS_TEST_PICTURES")
	if folder == "" {
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, browserTime)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.Logf("no picture of %s: %v", name, err) // a page can be too long for one
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600); err != nil {
		b.Fatal(err)
	}
}

// particular is what tells pages of a sort apart.
var particular = regexp.MustCompile(`/(setup/[a-z]+)/[^/?]+|/[A-Z0-9.-]+[0-9][A-Za-z0-9.-]*|=[^&]*|/[0-9]+`)

// downloads are no pages.
var downloads = regexp.MustCompile(`/files/|/static/|/logbook/[0-9]|\.(pdf|xlsx|json|zip|csv|xml|yaml)(\?|$)`)

// TestEveryPage goes through all sorts of pages that each person can reach, light
// and dark, on a phone and on a desk: axe finds nothing, and nothing is cut off.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	site := startDemo(t)
	people := []string{"admin@demo.example"}
	for _, p := range demoPeople() {
		people = append(people, p.email)
	}
	b := openTab(t, site)
	b.open("/sign-in")
	b.judge("signed out", "/sign-in")
	judged, translated, read := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, email := range people {
		b.do("forget", clearCookies)
		b.signIn(email)
		b.crawl(email, read, func(who, path string) {
			isNew := false
			for _, part := range b.parts(sortOf(path)) {
				isNew = isNew || !judged[part]
				judged[part] = true
			}
			if isNew {
				b.judge(who, path)
			}
			if sort := sortOf(path); !translated[sort] { // others see the same words
				translated[sort] = true
				b.fitsIn(who, path, "fi", "ru")
			}
		})
	}
}

// TestFormAndDashboardInAllLanguages holds that the two pages that people see most
// fit in every language.
func TestFormAndDashboardInAllLanguages(t *testing.T) {
	t.Parallel()
	b := openTab(t, startDemo(t))
	b.signIn(staffEmail)
	var all []string
	for _, l := range i18n.Shipped() {
		all = append(all, string(l))
	}
	b.fitsIn(staffEmail, projectPath+"/activities/new?planned=A1.1", all...)
	b.fitsIn(staffEmail, projectPath+"/dashboard", all...)
}

// TestTitlesOfRows: a title that is a link covers its row, and one that is none leaves the
// buttons in the row within reach of a mouse.
func TestTitlesOfRows(t *testing.T) {
	t.Parallel()
	b := openTab(t, startDemo(t))
	b.open("/sign-in")
	for title, want := range map[string]string{`<p class="tulos-item__title">`: "BUTTON", `<a class="tulos-item__title" href="/">`: "A"} {
		hit := value[string](b, fmt.Sprintf(`(() => {
			document.querySelector("main").innerHTML = %q;
			const r = document.querySelector("main button").getBoundingClientRect();
			return document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2).tagName;
		})()`, `<ul class="tulos-list"><li class="tulos-item">`+title+`A letter</p></a><form><button>Send again</button></form></li></ul>`))
		if hit != want {
			t.Errorf("%s: a click reaches %s, want %s", title, hit, want)
		}
	}
}

// parts are the sorts of elements that a page is built of, by their names and classes: those
// of its frame, and those in it, which are of pages of its sort. A page of parts that were
// seen there before looks as those pages do.
func (b *tab) parts(sort string) []string {
	b.Helper()
	parts := value[[][]string](b, `["body *:not(main *)", "main *"].map(part => [...new Set([...document.querySelectorAll(part)]
		.map(e => e.localName + "." + (e.getAttribute("class") ?? "")))])`)
	all := parts[0]
	for _, part := range parts[1] {
		all = append(all, sort+" "+part)
	}
	return all
}

// fitsIn holds that the page fits in languages whose words are longer.
func (b *tab) fitsIn(who, path string, languages ...string) {
	b.Helper()
	speak := func(language string) {
		value[int](b, fmt.Sprintf(`fetch("/language", {method: "POST", redirect: "manual", body: new URLSearchParams({language: %q})}).then(() => 0)`, language))
	}
	defer speak("en")
	for _, language := range languages {
		speak(language)
		b.open(path)
		if is := value[string](b, `document.documentElement.lang`); is != language {
			b.Errorf("%s at %s is in %q, want %q", who, path, is, language)
		}
		b.fits(who+" "+language, path)
	}
}

// sortOf is the path of a page without what tells pages of a sort apart.
func sortOf(path string) string {
	return particular.ReplaceAllString(strings.TrimPrefix(path, "/projects/"+string(demoProject)), "$1…")
}

// mostSorts of pages are more than anybody can reach; a sort that never ends is
// found by it.
const mostSorts = 150

// sameForAll are pages that are the same for everybody: one reader is enough.
var sameForAll = regexp.MustCompile(`^/(help|privacy|api)\b`)

// crawl visits one page of each sort that can be reached from the start, but for those
// that are the same for everybody and were read before.
func (b *tab) crawl(who string, read map[string]bool, judge func(who, path string)) {
	b.Helper()
	seen, queue := map[string]bool{}, []string{"/", "/me", "/nowhere"}
	for len(queue) > 0 {
		if len(seen) == mostSorts {
			b.Fatalf("%s reaches more than %d sorts of pages", who, mostSorts)
		}
		path := queue[0]
		queue = queue[1:]
		sort := sortOf(path)
		if seen[sort] || downloads.MatchString(path) {
			continue
		}
		seen[sort] = true
		if sameForAll.MatchString(path) {
			if read[sort] {
				continue
			}
			read[sort] = true
		}
		b.open(path)
		links := b.links()
		judge(who, path)
		queue = append(queue, links...)
	}
}

// The rules of axe that a page is held to, and those that its theme can break.
const (
	allRules    = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]`
	colourRules = `["color-contrast", "link-in-text-block"]`
)

// judge checks the page in both themes and all widths.
func (b *tab) judge(who, path string) {
	b.Helper()
	name := pictureName(who + path)
	for _, theme := range []struct{ name, rules string }{{"light", allRules}, {"dark", colourRules}} {
		value[int](b, fmt.Sprintf(`document.documentElement.dataset.theme = %q; 0`, theme.name))
		for _, v := range b.violations(theme.rules) {
			b.Errorf("%s at %s, %s: %s", who, path, theme.name, v)
		}
		b.shoot(name + "-" + theme.name)
	}
	b.fits(who, path)
}

// fits finds what is wider than a tablet, a desk enlarged to 200 %, a desk, and a phone, on
// which the next page is opened.
func (b *tab) fits(who, path string) {
	b.Helper()
	name := pictureName(who + path)
	for _, window := range [][2]int64{{768, 900}, {640, 450}, {1280, 900}, {phone, 900}} {
		b.do("resize", chromedp.EmulateViewport(window[0], window[1]))
		if wide := b.tooWide(); wide != "" {
			b.Errorf("%s at %s: wider than %d pixels: %s", who, path, window[0], wide)
		}
		if window[0] == 1280 || !strings.HasSuffix(who, ".example") {
			b.shoot(name + "-" + strconv.FormatInt(window[0], 10))
		}
	}
}

func pictureName(page string) string {
	return strings.NewReplacer("/", "_", "?", "_", "@", "_", " ", "_").Replace(page)
}
