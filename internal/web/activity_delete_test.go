package web_test

import (
	"net/http"
	"testing"
)

func TestDraftsAreDeleted(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	ref := b.logged(b.newForm())
	remove := activities + "/" + ref + "/delete"
	if a := b.post(remove, b.form(b.page(activities+"/"+ref), remove)); a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	restore := activities + "/" + ref + "/restore"
	back := b.form(b.page(home+"/work"), restore)
	if a := b.get(activities + "/" + ref); a.status != http.StatusNotFound {
		t.Errorf("%d", a.status)
	}
	if a := b.post(restore, back); a.status != http.StatusSeeOther {
		t.Fatalf("bring back: %d\n%s", a.status, a.body)
	}
	has(t, b.page(activities+"/"+ref), ref+" is there again")
	back.Del("key")
	if a := b.post(restore, back); a.status != http.StatusConflict && a.status != http.StatusUnprocessableEntity {
		t.Errorf("brought back twice: %d", a.status)
	}
}
