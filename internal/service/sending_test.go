package service_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

const sentID = "5f0e9a53-6a9b-4e8e-9b86-0f54f7b8a111"

// upload sends a file of a draft in parts of a size, each from where the one before
// ended.
func (in *installation) upload(by service.By, no int, data []byte, size int) {
	in.Helper()
	for offset := 0; offset < len(data); offset += size {
		p := partnership.UploadPart{
			Project: baltic, Draft: by.Key, No: no, Length: int64(len(data)), Data: data[offset:min(offset+size, len(data))],
		}
		there, err := in.AddPart(in.Context(), by, p, int64(offset))
		in.ok(err)
		is, length, taken, err := in.Uploaded(in.Context(), by, baltic, by.Key, no)
		in.ok(err)
		if is != there || length != p.Length || taken {
			in.Fatalf("%d of %d bytes, taken %v, want %d of %d", is, length, taken, there, p.Length)
		}
	}
}

func sentFile(no int, data []byte) service.SentFile {
	sum := sha256.Sum256(data)
	e := photoUpload(nil).Evidence
	e.Kind = ""
	e.Caption = results.Text{"en": "Photo " + strconv.Itoa(no)}
	return service.SentFile{No: no, SHA256: hex.EncodeToString(sum[:]), Evidence: e}
}

func (in *installation) waitingParts() int {
	in.Helper()
	n, err := in.Engine.Count(in.Context(), store.Query{Collection: archive.UploadParts.Collection()})
	in.ok(err)
	return int(n)
}

// TestSentWholeOnce: an activity arrives with its photos, submitted, in one; sent again it
// is what it was, with other content and by somebody else it is refused, and so is a file
// that is not all there. Nothing of what was refused is left.
func TestSentWholeOnce(t *testing.T) {
	each(t, func(in *installation) {
		ctx, by, photo := in.Context(), in.by("staff"), demoPhoto(in)
		by.Key = sentID
		d := service.Sending{Activity: draft(), Files: []service.SentFile{sentFile(3, photo), sentFile(5, photo)}, Submit: true}
		_, err := in.SendActivity(ctx, by, baltic, d)
		in.refused(err, service.NotPossible) // no file has arrived
		in.upload(by, 3, photo, 50_000)
		in.upload(by, 5, photo, len(photo))
		untitled := d
		untitled.Activity.Title = nil
		_, err = in.SendActivity(ctx, by, baltic, untitled)
		in.refused(err, service.Invalid)
		files, err := in.Engine.Count(ctx, store.Query{Collection: archive.Attachments.Collection()})
		in.ok(err)

		ref, err := in.SendActivity(ctx, by, baltic, d)
		in.ok(err)
		is, err := in.Activity(ctx, in.by("lead"), baltic, ref)
		in.ok(err)
		a := is.Value.Value
		if a.Status != partnership.Submitted || len(a.Evidence) != 2 || a.Evidence[0].File == a.Evidence[1].File ||
			a.Evidence[0].Caption["en"] != "Photo 3" || a.Evidence[1].Kind != partnership.Photo {
			in.Errorf("arrived as %+v", a)
		}
		if n, err := in.Engine.Count(ctx, store.Query{Collection: archive.Attachments.Collection()}); err != nil || n != files+2 {
			in.Errorf("%d files are kept, were %d, %v", n, files, err)
		}
		if n := in.waitingParts(); n != 0 {
			in.Errorf("%d parts still wait", n)
		}
		again, err := in.SendActivity(ctx, by, baltic, d)
		in.ok(err)
		if again != ref {
			in.Errorf("kept as %s and as %s", ref, again)
		}
		if _, _, taken, err := in.Uploaded(ctx, by, baltic, sentID, 3); err != nil || !taken {
			in.Errorf("what was taken is asked for again: %v", err)
		}
		_, err = in.SendActivity(ctx, by, baltic, untitled)
		in.refused(err, service.Conflict)
		thief := in.by("manager")
		thief.Key = sentID
		_, err = in.SendActivity(ctx, thief, baltic, service.Sending{Activity: draft()})
		in.refused(err, service.Conflict)
		in.sound()
	})
}

// TestUploadsInParts: a part goes on where the last one ended, for its sender alone, and
// within bounds; what is given up is swept away.
func TestUploadsInParts(t *testing.T) {
	each(t, func(in *installation) {
		ctx, by := in.Context(), in.by("staff")
		by.Key = sentID
		add := func(by service.By, offset, length int64, data []byte) error {
			_, err := in.AddPart(ctx, by, partnership.UploadPart{Project: baltic, Draft: sentID, Length: length, Data: data}, offset)
			return err
		}
		in.refused(add(by, 1, 8, []byte("a")), service.Conflict) // does not begin at the beginning
		program := []byte("\x7fELF")
		in.ok(add(by, 0, 8, program))
		in.refused(add(by, 0, 8, program), service.Conflict)       // sent twice
		in.refused(add(by, 4, 9, []byte("def")), service.Conflict) // of another length
		in.refused(add(by, 4, 8, []byte("defghijk")), service.NotPossible)
		in.refused(add(in.by("other"), 0, 1<<40, []byte("a")), service.NotPossible)
		in.refused(add(in.by("other"), 0, 1<<20, make([]byte, service.LargestPart+1)), service.NotPossible)
		in.refused(add(in.by("funder"), 0, 1, []byte("a")), service.Forbidden)
		in.refused(add(in.by("stranger"), 0, 1, []byte("a")), service.NotFound)
		if n, _, _, err := in.Uploaded(ctx, in.by("other"), baltic, sentID, 0); err != nil || n != 0 {
			in.Errorf("another person sees %d bytes, %v", n, err)
		}
		_, err := in.SendActivity(ctx, by, baltic, service.Sending{Activity: draft(), Files: []service.SentFile{sentFile(0, program)}})
		in.refused(err, service.Invalid) // all there by its hash, but no file that is taken
		in.ok(in.DropUploads(ctx, by, baltic, sentID))
		in.ok(add(by, 0, 8, program))
		for n, days := range []int{6, 8} {
			at := noon().AddDate(0, 0, days)
			later := service.New(service.Config{Engine: in.Engine, Now: func() time.Time { return at }, Random: rand.Reader})
			in.ok(later.Sweep(ctx))
			if is := in.waitingParts(); is != 1-n {
				in.Errorf("%d parts wait after %d days", is, days)
			}
		}
	})
}
