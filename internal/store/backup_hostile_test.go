package store

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// forgery is a backup in the making, by someone who can compute hashes.
type forgery struct {
	manifest  manifest
	text      string // of the manifest, where it is not to be the right one
	documents []byte
	files     []string
	extra     string // name of one more entry
	method    uint16
}

func forgedSchema() Schema {
	return Schema{Collections: []Collection{{Name: "activities", Shard: "project", Keys: []Key{{Field: "project", Kind: String}}}}}
}

func record(tb testing.TB, id string, rev any, body bson.D) []byte {
	tb.Helper()
	raw, err := bson.Marshal(bson.D{{Key: "_id", Value: id}, {Key: "rev", Value: rev}, {Key: "doc", Value: body}})
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

func sumOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// newForgery returns a backup that is right: two documents, two files.
func newForgery(tb testing.TB) *forgery {
	tb.Helper()
	body := bson.D{{Key: "project", Value: "baltic"}}
	f := &forgery{
		documents: append(record(tb, "a1", int64(1), body), record(tb, "a2", int64(7), body)...),
		files:     []string{"first", "second"},
		method:    zip.Deflate,
	}
	f.manifest = manifest{
		Format: backupFormat,
		Schema: Installed{Collections: forgedSchema().Collections},
		Files:  []fileEntry{{Name: "a", Size: 5, SHA256: sumOf("first")}, {Name: "b", Size: 6, SHA256: sumOf("second")}},
	}
	f.record(2)
	return f
}

// record makes the manifest fit the documents.
func (f *forgery) record(count int64) {
	f.manifest.Documents = []documentsEntry{{"activities", count, int64(len(f.documents)), sumOf(string(f.documents))}}
}

// put replaces the documents, in a manifest that fits.
func (f *forgery) put(count int64, documents ...[]byte) {
	f.documents = bytes.Join(documents, nil)
	f.record(count)
}

// seal returns the backup with the right seal.
func (f *forgery) seal(tb testing.TB) []byte {
	tb.Helper()
	if f.text == "" {
		text, err := json.Marshal(f.manifest)
		if err != nil {
			tb.Fatal(err)
		}
		f.text = string(text)
	}
	var out bytes.Buffer
	seal := newSealer(&out)
	z := zip.NewWriter(seal)
	put := func(name, content string) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: f.method})
		if err == nil {
			_, err = io.WriteString(w, content)
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	put(documentsFolder+"activities", string(f.documents))
	for i, content := range f.files {
		put(fileEntryName(i), content)
	}
	if f.extra != "" {
		put(f.extra, "extra")
	}
	put(manifestEntry, f.text)
	if err := errors.Join(z.SetComment(blankSeal()), z.Close()); err != nil {
		tb.Fatal(err)
	}
	if _, _, err := seal.finish(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func TestForgedBackup(t *testing.T) {
	t.Parallel()
	body := bson.D{{Key: "project", Value: "baltic"}}
	for name, test := range map[string]struct {
		forge func(t *testing.T, f *forgery)
		want  error  // nil = taken
		names string // in the error
	}{
		"as it should be": {func(*testing.T, *forgery) {}, nil, ""},
		"without packing": {func(_ *testing.T, f *forgery) { f.method = zip.Store }, nil, ""},
		"document that claims 2 GiB": {func(_ *testing.T, f *forgery) {
			f.put(1, binary.LittleEndian.AppendUint32(nil, 1<<31-1))
		}, ErrCorrupt, "documents/activities"},
		"document that claims 15 MiB": {func(_ *testing.T, f *forgery) {
			f.put(1, binary.LittleEndian.AppendUint32(nil, MaxBody))
		}, ErrCorrupt, "cut off"},
		"document of no bytes": {func(_ *testing.T, f *forgery) { f.put(1, make([]byte, 4)) }, ErrCorrupt, "documents/activities"},
		"document of three":    {func(_ *testing.T, f *forgery) { f.put(1, []byte{5, 0, 0}) }, ErrCorrupt, "cut off"},
		"empty document":       {func(_ *testing.T, f *forgery) { f.put(1, []byte{5, 0, 0, 0, 0}) }, ErrCorrupt, "documents/activities"},
		"id twice": {func(t *testing.T, f *forgery) {
			t.Helper()
			f.put(2, record(t, "a1", int64(1), body), record(t, "a1", int64(1), body))
		}, ErrCorrupt, `"a1" after "a1"`},
		"ids out of order": {func(t *testing.T, f *forgery) {
			t.Helper()
			f.put(2, record(t, "a2", int64(1), body), record(t, "a1", int64(1), body))
		}, ErrCorrupt, `"a1" after "a2"`},
		"empty id": {func(t *testing.T, f *forgery) { t.Helper(); f.put(1, record(t, "", int64(1), body)) }, ErrCorrupt, ""},
		"long id": {func(t *testing.T, f *forgery) {
			t.Helper()
			f.put(1, record(t, strings.Repeat("a", MaxID+1), int64(1), body))
		}, ErrInvalid, "documents/activities"},
		"revision 0": {func(t *testing.T, f *forgery) { t.Helper(); f.put(1, record(t, "a", int64(0), body)) }, ErrCorrupt, ""},
		"revision of 32 bits": {func(t *testing.T, f *forgery) {
			t.Helper()
			f.put(1, record(t, "a", int32(1), body))
		}, ErrCorrupt, ""},
		"no shard":       {func(t *testing.T, f *forgery) { t.Helper(); f.put(1, record(t, "a", int64(1), bson.D{})) }, ErrInvalid, "documents/activities"},
		"fewer recorded": {func(_ *testing.T, f *forgery) { f.record(1) }, ErrCorrupt, "documents/activities"},
		"more recorded":  {func(_ *testing.T, f *forgery) { f.record(3) }, ErrCorrupt, "documents/activities"},
		"larger than recorded": {func(_ *testing.T, f *forgery) {
			f.files[0] = strings.Repeat("first", 1_000_000)
		}, ErrCorrupt, "files/00000001 (a): stored data are damaged: longer than"},
		"smaller than recorded":     {func(_ *testing.T, f *forgery) { f.manifest.Files[1].Size = 7 }, ErrCorrupt, "files/00000002 (b)"},
		"other bytes than recorded": {func(_ *testing.T, f *forgery) { f.files[1] = "zweite" }, ErrCorrupt, "files/00000002 (b)"},
		"size of a petabyte":        {func(_ *testing.T, f *forgery) { f.manifest.Files[0].Size = 1 << 50 }, ErrCorrupt, "manifest.json"},
		"sizes that overflow": {func(_ *testing.T, f *forgery) {
			f.manifest.Files[0].Size, f.manifest.Files[1].Size = 1<<63-1, 1<<63-1
		}, ErrCorrupt, "manifest.json"},
		"negative size":         {func(_ *testing.T, f *forgery) { f.manifest.Files[0].Size = -1 }, ErrCorrupt, "manifest.json"},
		"negative count":        {func(_ *testing.T, f *forgery) { f.record(-2) }, ErrCorrupt, "manifest.json"},
		"file name twice":       {func(_ *testing.T, f *forgery) { f.manifest.Files[1].Name = "a" }, ErrCorrupt, "files/00000002"},
		"empty file name":       {func(_ *testing.T, f *forgery) { f.manifest.Files[0].Name = "" }, ErrCorrupt, "files/00000001"},
		"mark of a restore":     {func(_ *testing.T, f *forgery) { f.manifest.Files[0].Name = restoring }, ErrCorrupt, "files/00000001"},
		"file not recorded":     {func(_ *testing.T, f *forgery) { f.manifest.Files = f.manifest.Files[:1] }, ErrCorrupt, ""},
		"file missing":          {func(_ *testing.T, f *forgery) { f.files = f.files[:1] }, ErrCorrupt, ""},
		"entry of another name": {func(_ *testing.T, f *forgery) { f.files = f.files[:1]; f.extra = "files/2" }, ErrCorrupt, "files/2"},
		"collection missing": {func(_ *testing.T, f *forgery) {
			f.manifest.Schema.Collections = append(f.manifest.Schema.Collections, Collection{Name: "people"})
		}, ErrCorrupt, "manifest.json"},
		"collection of another name": {func(_ *testing.T, f *forgery) { f.manifest.Documents[0].Collection = "people" }, ErrCorrupt, "manifest.json"},
		"another schema":             {func(_ *testing.T, f *forgery) { f.manifest.Schema.Collections[0].Shard = "" }, ErrInvalid, ""},
		"newer schema":               {func(_ *testing.T, f *forgery) { f.manifest.Schema.Steps = []string{"future"} }, ErrNewer, "future"},
		"format of another kind":     {func(_ *testing.T, f *forgery) { f.manifest.Format = "tulos-bundle/1" }, ErrCorrupt, "manifest.json"},
		"manifest that is no JSON":   {func(_ *testing.T, f *forgery) { f.text = "{" }, ErrCorrupt, "manifest.json"},
		"manifest with more":         {func(_ *testing.T, f *forgery) { f.text = `{"format":"tulos-backup/1","secret":1}` }, ErrCorrupt, "secret"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newForgery(t)
			test.forge(t, f)
			backup := f.seal(t)
			_, err := ReadBackup(t.Context(), bytes.NewReader(backup), int64(len(backup)), forgedSchema())
			if !errors.Is(err, test.want) || test.want == nil && err != nil {
				t.Fatalf("error %v, want %v", err, test.want)
			}
			if err != nil && !strings.Contains(err.Error(), test.names) {
				t.Errorf("error %q does not name %s", err, test.names)
			}
		})
	}
}

// TestNewerFormat: a format that is not known by its seal.
func TestNewerFormat(t *testing.T) {
	t.Parallel()
	backup := bytes.ReplaceAll(newForgery(t).seal(t), []byte("tulos-backup/1 "), []byte("tulos-backup/2 "))
	_, err := ReadBackup(t.Context(), bytes.NewReader(backup), int64(len(backup)), forgedSchema())
	if !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "tulos-backup/2") {
		t.Errorf("error %v, want %q", err, ErrNewer)
	}
}

// endless is an archive whose list of entries never ends.
type endless struct{ header []byte }

func (e endless) ReadAt(p []byte, at int64) (int, error) {
	for i := range p {
		p[i] = e.header[(at+int64(i))%int64(len(e.header))]
	}
	return len(p), nil
}

func TestListOfEntriesIsBounded(t *testing.T) {
	t.Parallel()
	const size, limit = 1 << 40, 1 << 20
	header := append([]byte("PK\x01\x02"), make([]byte, 42)...)
	end := append([]byte(endSign), make([]byte, 18)...)
	r := io.NewSectionReader(endless{header}, 0, size-endLength)
	_, err := openArchive(joined{r, end}, size, limit)
	if err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("error %v", err)
	}
}

// joined is a section with an end.
type joined struct {
	start *io.SectionReader
	end   []byte
}

func (j joined) ReadAt(p []byte, at int64) (int, error) {
	n, _ := j.start.ReadAt(p, at)
	if rest := p[n:]; len(rest) > 0 {
		return n + copy(rest, j.end[at+int64(n)-j.start.Size():]), nil
	}
	return n, nil
}
