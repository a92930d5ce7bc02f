package main

import (
	"bytes"
	"context"
	"fmt"
	pixels "image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// A breaker stands between the browser and the product, and breaks what passes.
type breaker struct {
	proxy *httputil.ReverseProxy
	url   string

	mu       sync.Mutex
	isCut    bool     // nothing passes: the service worker may start anew, outside of DevTools
	failures int      // so many of the next drafts are answered 500
	breaks   int      // so many of the next parts that are not the first break off half-way
	sent     []string // "status title" of each draft that was answered
	parts    []string // "path offset" of each part that was taken
}

func startBreaker(t *testing.T, site string) *breaker {
	t.Helper()
	target, err := url.Parse(site)
	if err != nil {
		t.Fatal(err)
	}
	b := &breaker{proxy: &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
	}}}
	server := httptest.NewServer(b)
	b.url = server.URL
	t.Cleanup(server.Close)
	return b
}

var draftPath = regexp.MustCompile(`/offline/[0-9a-f-]{36}$`)

func (b *breaker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if b.cut() {
		panic(http.ErrAbortHandler)
	}
	isDraft := r.Method == http.MethodPost && draftPath.MatchString(r.URL.Path)
	isPart := r.Method == http.MethodPatch
	switch {
	case isDraft && b.takes(&b.failures):
		http.Error(w, "broken", http.StatusInternalServerError)
		b.note(&b.sent, "500 ")
		return
	case isPart && r.Header.Get("Upload-Offset") != "0" && b.takes(&b.breaks):
		_, _ = io.CopyN(io.Discard, r.Body, r.ContentLength/2)
		panic(http.ErrAbortHandler) // the connection is gone
	case isDraft:
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		form, _ := url.ParseQuery(string(body))
		answer := httptest.NewRecorder()
		b.proxy.ServeHTTP(answer, r)
		b.note(&b.sent, fmt.Sprint(answer.Code, " ", form.Get("title")))
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = answer.Body.WriteTo(w)
		return
	case isPart:
		b.note(&b.parts, r.URL.Path+" "+r.Header.Get("Upload-Offset"))
	}
	b.proxy.ServeHTTP(w, r)
}

func (b *breaker) cut() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.isCut
}

// takes says whether there is one of the faults left, and uses it up.
func (b *breaker) takes(faults *int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if *faults == 0 {
		return false
	}
	*faults--
	return true
}

func (b *breaker) note(list *[]string, what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	*list = append(*list, what)
}

// begin forgets what was seen, and arms faults.
func (b *breaker) begin(failures, breaks int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures, b.breaks, b.sent, b.parts = failures, breaks, nil, nil
}

func (b *breaker) seen() (sent, parts []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.sent), slices.Clone(b.parts)
}

// lyingPhoto is a photo wider than 2,048 pixels that its Exif turns upright, of two parts
// at least: noise that no format makes small.
func lyingPhoto(t *testing.T) string {
	t.Helper()
	picture := pixels.NewRGBA(pixels.Rect(0, 0, 2400, 300))
	chance := rand.New(rand.NewPCG(1, 2))
	for n := range picture.Pix {
		picture.Pix[n] = byte(chance.Uint32())
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 80}); err != nil {
		t.Fatal(err)
	}
	const turned = "\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00" // Exif 2.32, orientation 6
	name := filepath.Join(t.TempDir(), "lying.jpg")
	if err := os.WriteFile(name, slices.Concat(b.Bytes()[:2], []byte(turned), b.Bytes()[2:]), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// A far is somebody who logs far from the net.
type far struct {
	*way
	t      *testing.T
	net    *breaker
	folder string // in which the browser keeps what it knows
	photo  string
}

// TestOffline logs without a connection: activities wait on the device, also while the
// browser is closed, and arrive once, in order, with their photos; after a session that
// was over, a refusal, faults of the server and a break in mid-upload.
func TestOffline(t *testing.T) {
	t.Parallel()
	net := startBreaker(t, startDemo(t))
	f := &far{t: t, net: net, folder: t.TempDir(), photo: lyingPhoto(t)}
	f.start()
	f.signIn(staffEmail)
	f.waits("the form is kept", `caches.match("`+projectPath+`/offline").then(r => r !== undefined)`)

	f.logs("plainone", "plaintwo")
	f.cut(false)
	f.arrived("plainone", "plaintwo")

	f.logs("lateone", "latetwo")
	f.do("the session ends", clearCookies)
	f.cut(false)
	f.says("signed-out")
	f.signIn(staffEmail)
	f.arrived("lateone", "latetwo")

	f.logs("", "nothingwrong")
	f.cut(false)
	f.says("needs")
	f.each("nothingwrong")
	f.mends("mended")

	f.logs("stubbornone", "stubborntwo")
	f.net.begin(2, 0)
	f.cut(false)
	f.arrived("stubbornone", "stubborntwo")
	if sent, _ := net.seen(); len(sent) != 4 {
		t.Errorf("two faults of the server: %q", sent)
	}

	f.logs("brokenone", "brokentwo")
	f.net.begin(0, 1)
	f.cut(false)
	f.arrived("brokenone", "brokentwo")
	if _, parts := net.seen(); len(parts) != len(slices.Compact(slices.Sorted(slices.Values(parts)))) {
		t.Errorf("a part was sent twice: %q", parts)
	}
	f.signsOut()
}

// start opens the browser, with what it knew before it was closed.
func (f *far) start() {
	f.way = &way{tab: openTabIn(f.t, f.net.url, f.folder)}
}

// cut cuts the connection of pages and of the service worker, or mends it.
func (f *far) cut(is bool) {
	f.Helper()
	f.net.mu.Lock()
	f.net.isCut = is
	f.net.mu.Unlock()
	all, err := chromedp.Targets(f.ctx)
	if err != nil {
		f.Fatal(err)
	}
	for _, one := range all {
		if one.Type == "service_worker" {
			worker, leave := chromedp.NewContext(f.ctx, chromedp.WithTargetID(one.TargetID))
			defer leave()
			if err := chromedp.Do(worker, offline(is)); err != nil {
				f.Fatal(err)
			}
		}
	}
	f.do("cut the connection", offline(is))
}

func offline(is bool) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		conditions := &network.Conditions{Offline: is, DownloadThroughput: -1, UploadThroughput: -1}
		_, err := cdp.Call(ctx, t, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			EmulateOfflineServiceWorker: &is, MatchedNetworkConditions: []*network.Conditions{conditions},
		})
		if err == nil {
			_, err = cdp.Call(ctx, t, network.OverrideNetworkState, network.OverrideNetworkStateParams{
				Offline: is, DownloadThroughput: -1, UploadThroughput: -1,
			})
		}
		return chromedp.Void{}, err
	}
}

// waits until the page, or the one that comes after it, fulfils a condition.
func (f *far) waits(what, condition string) {
	f.Helper()
	ctx, cancel := context.WithTimeout(f.ctx, browserTime/2)
	defer cancel()
	for {
		is, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(async () => await (`+condition+`))()`, chromedp.EvalAwaitPromise))
		if is {
			return
		}
		if ctx.Err() != nil {
			f.shoot("unseen")
			sent, parts := f.net.seen()
			f.Fatalf("%s: never, %v; sent %q, parts %q\n%s", what, err, sent, parts, f.html())
		}
	}
}

// says waits until the line says how it stands.
func (f *far) says(state string) {
	f.Helper()
	f.waits("the line says "+state, `document.querySelector("[data-device-line]")?.dataset.state === "`+state+`"`)
}

// logs logs activities with a photo each while the connection is cut, closes the browser,
// and opens it again on what waits.
func (f *far) logs(titles ...string) {
	f.Helper()
	f.net.begin(0, 0)
	f.open(projectPath + "/work")
	f.cut(true)
	for _, title := range titles {
		f.open(projectPath + "/activities/new?planned=A1.1")
		f.choose("#type", "training")
		if title != "" {
			f.write("#title", title)
		}
		f.write("#start", "2026-11-20")
		f.do("choose a photo", chromedp.SetUploadFiles(chromedp.CSS(`input[name="files"]`), []string{f.photo}))
		f.waits("the photo is shown", `document.querySelector("#file-0-caption") !== null`)
		f.write("#file-0-caption", "A group at work")
		f.handsIn()
		f.says("waiting")
	}
	if err := chromedp.Cancel(f.ctx); err != nil {
		f.Fatal(err)
	}
	f.start()
	f.open("/offline")
	f.cut(true)
	f.open("/offline")
}

// handsIn submits the form, which leads to the list of what waits.
func (f *far) handsIn() {
	f.Helper()
	f.do("submit", chromedp.Click(chromedp.CSS(handIn)))
	f.waits("the list", `document.querySelector("[data-device-list]") !== null`)
}

// arrived waits until all was sent, and looks for the activities.
func (f *far) arrived(titles ...string) {
	f.Helper()
	f.says("sent")
	f.each(titles...)
}

// each holds that activities are there once each, in order, with their photo.
func (f *far) each(titles ...string) {
	f.Helper()
	sent, _ := f.net.seen()
	var want []string
	for _, title := range titles {
		want = append(want, "200 "+title)
	}
	taken := slices.DeleteFunc(sent, func(s string) bool { return !strings.HasPrefix(s, "200") })
	if !slices.Equal(taken, want) {
		f.Errorf("taken %q, want %q", taken, want)
	}
	for _, title := range titles {
		f.open(projectPath + "/activities?status=submitted&q=" + url.QueryEscape(title))
		found := value[[]string](f.tab, `[...document.querySelectorAll("main th a[href*='/activities/A-']:not([href$='/copy'])")].map(a => a.getAttribute("href"))`)
		if found = slices.Compact(found); len(found) != 1 {
			f.Fatalf("%q is there as %q", title, found)
		}
		f.open(found[0])
		f.sees(title)
		src, _ := f.attribute(`main img[src*="/files/"]`, "src")
		whole, _ := strings.CutSuffix(src, "&size=small")
		config, err := jpeg.DecodeConfig(bytes.NewReader(f.fetch(whole)))
		if err != nil || config.Width != 256 || config.Height != 2048 {
			f.Errorf("the photo of %q is %d × %d, %v", title, config.Width, config.Height, err)
		}
	}
}

// mends opens what was refused, where the errors stand at their fields, and sends it.
func (f *far) mends(title string) {
	f.Helper()
	f.open("/offline")
	f.says("needs")
	f.judge("refused", "/offline")
	f.open(value[string](f.tab, `document.querySelector("[data-device-title]").getAttribute("href")`))
	f.waits("the errors are shown", `document.querySelector('.govuk-error-summary a[href="#title"]') !== null && document.querySelector("#title-error") !== null`)
	f.judge("mend", "/offline/form")
	f.net.begin(0, 0)
	f.write("#title", title)
	f.handsIn()
	f.says("sent")
	f.each(title)
}

// signsOut leaves nothing of the person on the device.
func (f *far) signsOut() {
	f.Helper()
	f.open(projectPath + "/work")
	f.do("open the menu", chromedp.Click(chromedp.CSS(".tulos-menu--person summary")))
	f.press(`form[action="/sign-out"] button`)
	f.sees("Sign in")
	if left := value[[]string](f.tab, `caches.keys().then(all => all.filter(name => name.startsWith("tulos-pages")))`); len(left) > 0 {
		f.Errorf("after signing out the device keeps %q", left)
	}
}
