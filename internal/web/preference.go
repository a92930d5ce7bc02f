package web

import (
	"net/http"
	"net/url"
	"strings"

	"tulos/internal/i18n"
)

// The cookies: of the session, and of what a browser prefers, which tell nothing about
// anybody.
const (
	sessionCookie  = "tulos-session"
	languageCookie = "tulos-language"
	themeCookie    = "tulos-theme"
	preferredFor   = 365 * 24 * 60 * 60 // seconds
)

func (r *request) prefer(cookie, value string) {
	http.SetCookie(r.Writer, &http.Cookie{ //nolint:gosec // Secure with HTTPS
		Name: r.cookieName(cookie), Value: value, Path: "/", MaxAge: preferredFor,
		Secure: r.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// cookieName is the name of a cookie: with HTTPS one that only this host can set, by HTTPS.
func (a *app) cookieName(name string) string {
	if a.Secure {
		return "__Host-" + name
	}
	return name
}

// theme is the one that was chosen; empty is that of the device.
func (r *request) theme() string {
	chosen, err := r.Cookie(r.cookieName(themeCookie))
	if err != nil || chosen != "light" && chosen != "dark" {
		return ""
	}
	return chosen
}

func chooseTheme(r *request) error {
	if t := r.PostForm("theme"); t == "light" || t == "dark" || t == "" {
		r.prefer(themeCookie, t)
	}
	return r.to(r.back())
}

func chooseLanguage(r *request) error {
	l := i18n.Language(r.PostForm("language"))
	if !l.IsShipped() {
		return r.to(r.back())
	}
	r.prefer(languageCookie, string(l))
	if r.user != nil {
		if err := r.Service.ChangeMe(r.ctx(), r.self(), r.user.Name, string(l)); err != nil {
			return err
		}
	}
	return r.to(r.back())
}

// back is the page that a form was on, if it is one of ours.
func (r *request) back() string { return ownPath(r.PostForm("back")) }

// ownPath is a path within the product; of any other address it is the start.
func ownPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return address
}

func escapeQuery(s string) string { return url.QueryEscape(s) }
