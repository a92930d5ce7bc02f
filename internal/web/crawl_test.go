package web_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/web"
)

// How many requests the crawler sends, and after how many it takes a new site. Set
// TULOS_CRAWL to a time, such as 5m, to have it go on for that long, and TULOS_CRAWL_SEED
// to have it choose the same again.
const (
	crawlRequests = 150
	crawlRound    = 4500
)

// TestHostileCrawl follows links and forms as every role, and sends to every route, form,
// parameter and header what attackers send: no answer is a fault, none has what was sent as
// anything but text, leads elsewhere, or tells what belongs to others; and what is stored
// agrees after all of it.
func TestHostileCrawl(t *testing.T) {
	t.Parallel()
	seed, until := crawlOptions(t)
	chance := rand.New(rand.NewPCG(seed, 0))
	total := map[int]int{}
	for round, sent := 0, 0; !t.Failed() && (round == 0 || time.Now().Before(until)); round++ {
		c := newCrawler(newTimedSite(t, withAddress), chance)
		c.isLong = !until.IsZero()
		for n := 0; !t.Failed() && n < crawlRound && (time.Now().Before(until) || sent < crawlRequests); n++ {
			if !c.step() {
				break
			}
			sent++
		}
		verified(t, c.service)
		c.lookAtLog()
		for status, count := range c.statuses {
			total[status] += count
		}
		t.Logf("round %d: %d addresses, %d sorts of forms, fewest answers of a role: %s", round, len(c.seen), c.sorts(), c.fewest())
	}
	t.Logf("answers: %v", total)
}

// withAddress has a site know its address.
func withAddress(address string, _ *service.Config, pages *web.Config) { pages.Address = address }

// crawlOptions are the seed, and until when there are further rounds.
func crawlOptions(t *testing.T) (seed uint64, until time.Time) {
	t.Helper()
	seed = uint64(time.Now().UnixNano())
	if text := os.Getenv("TULOS_CRAWL_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("TULOS_CRAWL_SEED=%d", seed)
	if text := os.Getenv("TULOS_CRAWL"); text != "" {
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		until = time.Now().Add(d)
	}
	return seed, until
}

// A crawler tries a site.
type crawler struct {
	*timedSite
	*rand.Rand
	visitors []*crawling
	planted  []planted
	seen     map[string]bool // addresses, without numbers and references
	isLong   bool            // files that take long to make are asked for, too
	statuses map[int]int
}

// A crawling is a role of the crawler, with what it has found.
type crawling struct {
	*browser
	name    string                   // "" is nobody
	waiting []string                 // links that were not followed yet
	known   []string                 // links that were
	forms   map[string][]crawledForm // by their sort
	sorts   []string                 // of forms, in the order they were found
	answers int
	isOver  bool // it cannot sign in any more
}

// A planted secret is in a draft of a partner, which only those may see who may see that.
type planted struct {
	secret  string
	ref     string
	partner results.PartnerID
}

// newCrawler plants a secret of each partner, and lets everybody in.
func newCrawler(s *timedSite, r *rand.Rand) *crawler {
	s.Helper()
	s.submitReport()
	s.keepForms()
	c := &crawler{timedSite: s, Rand: r, seen: map[string]bool{}, statuses: map[int]int{}}
	for _, p := range persons {
		if p.name == "staff" || p.name == "other" || p.name == "lead" {
			c.plant(p.name, p.of)
		}
	}
	c.foreign()
	c.addController()
	names := []string{"", "controller"}
	for _, p := range persons {
		names = append(names, p.name)
	}
	for _, name := range names {
		v := &crawling{browser: s.visitor(), name: name, forms: map[string][]crawledForm{}}
		v.enter()
		c.visitors = append(c.visitors, v)
		v.waiting = append(v.waiting, "/", home, "/me", "/sign-in", "/help", "/verify", "/projects/"+string(another))
		for _, e := range expectations() {
			if e.address != "" && !strings.Contains(e.address, "{") && !strings.Contains(e.address, "offline/") && !isCostly(e.address) {
				v.known = append(v.known, e.address)
			}
		}
	}
	return c
}

// plant keeps a draft, too incomplete to be submitted, with a secret.
func (c *crawler) plant(who string, of results.PartnerID) {
	c.Helper()
	secret := "secret-of-" + string(of) + "-" + strconv.FormatUint(c.Uint64(), 36)
	ref, err := c.service.LogActivity(c.Context(), c.by(who), baltic, partnership.Activity{
		Partner: of, Title: results.Text{"en": "Draft " + secret}, Narrative: results.Text{"en": secret}, Place: secret,
	})
	if err != nil {
		c.Fatal(err)
	}
	c.planted = append(c.planted, planted{secret, ref, of})
}

// foreign makes a project in which nobody has a place, with a secret in its title.
func (c *crawler) foreign() {
	c.Helper()
	secret := "secret-of-" + strconv.FormatUint(c.Uint64(), 36)
	err := c.service.CopyProject(c.Context(), service.Operator(), service.Copy{From: baltic, Code: another, Title: results.Text{"en": "Project " + secret}})
	if err != nil {
		c.Fatal(err)
	}
	c.planted = append(c.planted, planted{secret: secret})
}

// addController adds a person of first-level control.
func (c *crawler) addController() {
	c.Helper()
	ctx := c.Context()
	id, err := c.service.AddUser(ctx, service.Operator(), partnership.User{Name: "controller", Email: "controller@example.org", Language: "en"},
		partnership.Membership{Project: baltic, Organisation: "cbss", Roles: []partnership.Role{partnership.RoleController}})
	if err != nil {
		c.Fatal(err)
	}
	token, err := c.service.Invite(ctx, service.Operator(), id)
	if err != nil {
		c.Fatal(err)
	}
	if _, err := c.service.ChoosePassword(ctx, token, password); err != nil {
		c.Fatal(err)
	}
}

// enter signs in, if the password is still good.
func (v *crawling) enter() {
	v.Helper()
	if v.name == "" {
		return
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		v.Fatal(err)
	}
	v.client.Jar = jar
	a := v.post("/sign-in", url.Values{"email": {v.name + "@example.org"}, "password": {password}})
	v.isOver = a.status != http.StatusSeeOther
}

// step is one request; false where nobody is left.
func (c *crawler) step() bool {
	var left []*crawling
	for _, v := range c.visitors {
		if !v.isOver {
			left = append(left, v)
		}
	}
	if len(left) < len(c.visitors)/2 {
		return false
	}
	v := left[c.IntN(len(left))]
	sent := c.request(v)
	a := c.send(v, sent)
	v.answers++
	c.advance(2 * time.Second)
	c.statuses[a.status]++
	c.look(v, sent, a)
	if v.name != "" && strings.HasPrefix(a.header.Get("Location"), "/sign-in") {
		v.enter()
	}
	return true
}

func (c *crawler) send(v *crawling, sent crawled) answer {
	c.Helper()
	request, err := http.NewRequestWithContext(c.Context(), sent.method, v.server.URL+sent.path, strings.NewReader(sent.body))
	if err != nil {
		c.Fatalf("%s: %v", sent, err)
	}
	for name, value := range sent.header {
		request.Header.Set(name, value)
	}
	if sent.host != "" {
		request.Host = sent.host
	}
	return v.ask(request)
}

// sorts is how many sorts of forms were found.
func (c *crawler) sorts() int {
	all := map[string]bool{}
	for _, v := range c.visitors {
		for sort := range v.forms {
			all[sort] = true
		}
	}
	return len(all)
}

// fewest is the role that got the fewest answers.
func (c *crawler) fewest() string {
	least := c.visitors[0]
	for _, v := range c.visitors {
		if v.answers < least.answers {
			least = v
		}
	}
	return strconv.Quote(least.name) + " " + strconv.Itoa(least.answers)
}

var varying = regexp.MustCompile(`[0-9]+|[A-Z]{2,}[A-Z0-9-]*|[A-Z0-9]{16,}`)

// sortedAs is an address without what varies in it.
func sortedAs(address string) string {
	path, _, _ := strings.Cut(address, "?")
	return varying.ReplaceAllString(path, "#")
}
