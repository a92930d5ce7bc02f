package pdfua_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/testtool"
	"tulos/pkg/pdfua"
	"tulos/pkg/pdfua/pdfuatest"
)

func attachments() []pdfua.Attachment {
	return []pdfua.Attachment{
		{Name: "luvut – figures.json", Description: "Luvut", Type: "application/json", Relationship: pdfua.Data, Modified: day, Data: bytes.Repeat([]byte("{} "), 100)},
		{Name: "report.xlsx", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Relationship: pdfua.Source, Modified: day, Data: []byte{0, 1, 2}},
	}
}

func TestFinish(t *testing.T) {
	i := info()
	i.Subject, i.Keywords, i.Creator, i.Attachments = "A < B & \\(c)", "yksi, kaksi", "Tulos", attachments()
	data, err := everything(t).finish(i)
	if err != nil {
		t.Fatal(err)
	}
	f := pdfuatest.Check(t, data)
	want := "Tulokset\nYksi\nKaksi\n•Kohta\n•Kohta\nСъешь ещё \nTaulukko\nLuvut\na\nb\nc\nd\n1\n2\nHuomautus\nToinen\nPatvērums\n"
	if diff := cmp.Diff(want, f.Text()); diff != "" {
		t.Error(diff)
	}
	bookmarks := f.Bookmarks()
	if len(bookmarks) != 2 || bookmarks[1].Title != "Taulukko" || bookmarks[1].Level != 1 || bookmarks[1].Page != 2 {
		t.Errorf("bookmarks are %v", bookmarks)
	}
	got := f.Attachments()
	if len(got) != 2 || got[0].Name != "luvut – figures.json" || got[1].Relationship != "Source" || !bytes.Equal(got[1].Data, []byte{0, 1, 2}) {
		t.Errorf("attachments are %v", got)
	}
	path := filepath.Join(t.TempDir(), "finished.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), testtool.Look(t, "qpdf"), "--check", path).CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("WARNING")) {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

// TestFinishUncompressed holds that pages which fpdf left as they are become the same.
func TestFinishUncompressed(t *testing.T) {
	plain := everything(t)
	plain.pdf.SetCompression(false)
	data, err := plain.finish(info())
	if err != nil {
		t.Fatal(err)
	}
	pdfuatest.Check(t, data)
	if bytes.Contains(data, []byte(" BDC")) {
		t.Error("a page is not compressed")
	}
}

func TestFinishSameBytes(t *testing.T) {
	got := make([][]byte, 16)
	var group sync.WaitGroup
	for i := range got {
		s := everything(t)
		group.Go(func() {
			var err error
			if got[i], err = s.finish(info()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for i := range got {
		if !bytes.Equal(got[0], got[i]) {
			t.Errorf("run %d differs", i)
		}
	}
}

func TestFinishRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(s *sheet, i *pdfua.Info)
		want  string
	}{
		"no title":           {func(_ *sheet, i *pdfua.Info) { i.Title = " " }, "no title"},
		"no language":        {func(_ *sheet, i *pdfua.Info) { i.Language = "in Finnish" }, "no language tag"},
		"no date":            {func(_ *sheet, i *pdfua.Info) { i.Dated = day.AddDate(-3000, 0, 0) }, "no date"},
		"same attachments":   {func(_ *sheet, i *pdfua.Info) { i.Attachments = append(attachments(), attachments()...) }, "a name of its own"},
		"type":               {func(_ *sheet, i *pdfua.Info) { i.Attachments = attachments()[:1]; i.Attachments[0].Type = "json" }, "the type of its content"},
		"figure":             {func(s *sheet, _ *pdfua.Info) { s.text(s.root.Add(pdfua.Figure), "x") }, "no alternative text"},
		"heading":            {func(s *sheet, _ *pdfua.Info) { s.text(s.root.Add(pdfua.H4), "x") }, "H4 follows a heading of level 2"},
		"list":               {func(s *sheet, _ *pdfua.Info) { s.text(s.root.Add(pdfua.L).Add(pdfua.P), "x") }, "P does not belong there"},
		"cell":               {func(s *sheet, _ *pdfua.Info) { s.text(s.root.Add(pdfua.TD), "x") }, "TD does not belong there"},
		"unknown":            {func(s *sheet, _ *pdfua.Info) { s.text(s.root.Add("Chapter"), "x") }, `"Chapter" is not understood`},
		"no scope":           {func(s *sheet, _ *pdfua.Info) { s.row(s.root.Add(pdfua.Table), "", "a") }, "no scope"},
		"language of a part": {func(s *sheet, _ *pdfua.Info) { s.text(s.root.Add(pdfua.P), "x").Language = "?" }, "no language tag"},
		"uneven rows": {func(s *sheet, _ *pdfua.Info) {
			table := s.root.Add(pdfua.Table)
			s.row(table, pdfua.Row, "a", "b")
			s.row(table, pdfua.Row, "a")
		}, "row 2 of the Table has fewer cells than the first"},
		"head without body": {func(s *sheet, _ *pdfua.Info) {
			s.row(s.root.Add(pdfua.Table).Add(pdfua.THead), pdfua.Column, "a")
		}, "no TBody"},
		"link unannounced": {func(s *sheet, _ *pdfua.Info) { s.pdf.LinkString(0, 0, 9, 9, "https://a.fi") }, "links were drawn"},
		"link to nobody": {func(s *sheet, _ *pdfua.Info) {
			s.tags.Annotate(s.text(s.root.Add(pdfua.Link), "x"))
			s.pdf.LinkString(0, 0, 9, 9, "https://a.fi")
		}, "no alternative text"},
		"page unannounced": {func(s *sheet, _ *pdfua.Info) { s.pdf.AddPage() }, "3 pages were drawn, and 2 recorded"},
		"open":             {func(s *sheet, _ *pdfua.Info) { s.pdf.RawWriteStr(s.tags.Begin(s.root.Content())) }, "ends within marked content"},
		"nested": {func(s *sheet, _ *pdfua.Info) {
			s.piece(s.root.Content(), func() { s.text(s.root.Add(pdfua.P), "x") })
		}, "begins within marked content"},
		"stray":     {func(s *sheet, _ *pdfua.Info) { s.text(&pdfua.Element{Role: pdfua.P}, "x") }, "does not stand below the root"},
		"core font": {func(s *sheet, _ *pdfua.Info) { s.pdf.SetFont("Helvetica", "", 10) }, "added as UTF-8"},
		"script":    {func(s *sheet, _ *pdfua.Info) { s.pdf.SetJavascript("app.alert(1)") }, `"JavaScript" is not understood`},
		"layer":     {func(s *sheet, _ *pdfua.Info) { s.pdf.AddLayer("x", true) }, "is not understood"},
		"secret":    {func(s *sheet, _ *pdfua.Info) { s.pdf.SetProtection(0, "a", "b") }, "encrypted"},
	} {
		t.Run(name, func(t *testing.T) {
			s, i := everything(t), info()
			c.spoil(s, &i)
			_, err := s.finish(i)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestFinishToNowhere(t *testing.T) {
	s := everything(t)
	if err := pdfua.Finish(brokenPipe{}, s.drawn(), s.tags, info()); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}

// FuzzFinish changes and cuts what fpdf drew: Finish returns, with an error or not.
func FuzzFinish(f *testing.F) {
	drawn := everything(f).drawn()
	f.Add(0, 0, []byte(nil))
	f.Add(len(drawn)-200, 40, []byte("xref\n0 3\n"))
	f.Add(bytes.Index(drawn, []byte("/Kids")), 5, []byte("/Kids [3 0 R 3 0 R"))
	f.Add(bytes.Index(drawn, []byte("/Annots")), 9, []byte("/Annots [[[[[[[["))
	f.Add(bytes.Index(drawn, []byte("/First")), 12, []byte("/First 1 0 R"))
	f.Fuzz(func(t *testing.T, at, cut int, put []byte) {
		at = min(max(at, 0), len(drawn))
		cut = min(max(cut, 0), len(drawn)-at)
		mutant := append(append(bytes.Clone(drawn[:at]), put...), drawn[at+cut:]...)
		s := everything(t)
		_ = pdfua.Finish(io.Discard, mutant, s.tags, info())
	})
}
