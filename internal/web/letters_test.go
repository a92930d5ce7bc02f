package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// TestLetters: people choose when letters come; administrators see how those that were
// written stand.
func TestLetters(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff := s.as("staff")
	says(t, staff.page("/me"), "This installation sends no letters")
	staff.post("/me/letters", url.Values{"letters": {"weekly"}}).sentOn(t, "/me#letters")
	staff.post("/me/letters", url.Values{"letters": {"hourly"}}).wants(t, http.StatusUnprocessableEntity)
	if me, err := s.service.Me(t.Context(), s.by("staff")); err != nil || me.Value.Letters != partnership.LettersWeekly {
		t.Errorf("chosen is %q, %v", me.Value.Letters, err)
	}

	admin := s.as("administrator")
	says(t, admin.page("/letters"), "No mail server is set", "0 letters wait", "No letter has failed.")
	admin.post("/letters", url.Values{"letter": {"0"}, "do": {"again"}}).sentOn(t, "/letters")

	for n, kind := range []partnership.LetterKind{partnership.Reminder, partnership.News, partnership.SignIn} {
		w, err := archive.Letters.Insert(partnership.Letter{
			ID: strings.Repeat(strconv.Itoa(n), 32), Kind: kind, User: s.by("staff").User, State: partnership.LetterFailed, At: noon(), Next: noon(),
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.service.Engine.Commit(t.Context(), store.Unit{w.Write}); err != nil {
			t.Fatal(err)
		}
	}
	says(t, admin.page("/letters"), "Deadlines – staff", "What happened in your projects – staff", "How you sign in to Tulos has changed – staff")
}
