package archive_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

func TestTitle(t *testing.T) {
	t.Parallel()
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			want := results.Text{"lv": "Droša bērnība", "en-GB": "Safe childhood"}
			w, err := archive.Projects.Insert(partnership.Setup{Project: partnership.Project{Code: "P/1", Title: want}})
			check(t, err)
			check(t, e.Commit(t.Context(), store.Unit{w.Write}))
			got, err := archive.Title(t.Context(), e, "P/1")
			check(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("title (-want +got):\n%s", diff)
			}
			_, err = archive.Title(t.Context(), e, "P/2")
			isKind(t, err, store.ErrNotFound, "no such project")
		})
	}
}
