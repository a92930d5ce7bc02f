package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"tulos/internal/partnership"
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
}
