package service_test

import (
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/seal"
	"tulos/internal/service"
)

// TestGenuineIsWhatWasSealedHere: a number and the hashes of all files of a version
// are known, by everybody, as that version; a version that was not submitted is not.
func TestGenuineIsWhatWasSealedHere(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		in.ok(in.writeSummary(2, "First"))
		in.ok(in.moveReport("lead", 2, 1, 0, partnership.Submit))
		m := forger{in}.manifest()
		is := func(version int, superseded bool, number string) {
			in.Helper()
			g, err := in.GenuineNumber(ctx, number)
			in.ok(err)
			if want := (service.Genuine{Report: strings.ToUpper(number), Period: 2, Version: version, IsSuperseded: superseded}); g != want {
				in.Errorf("got %+v, want %+v", g, want)
			}
		}
		is(1, false, m.Report)
		is(1, false, strings.ToLower(m.Report))
		hashes := []string{}
		for _, f := range m.Files {
			hashes = append(hashes, f.SHA256)
		}
		data, err := in.open("funder", 2, 1, "manifest.json")
		in.ok(err)
		own, err := seal.Hash(strings.NewReader(string(data)))
		in.ok(err)
		for _, hash := range append(hashes, own, strings.ToUpper(own)) {
			g, err := in.GenuineFile(ctx, hash)
			in.ok(err)
			if g.Report != m.Report || g.IsSuperseded {
				in.Errorf("%s is %+v", hash, g)
			}
		}
		photo, err := in.setupFile()
		in.ok(err)
		for _, hash := range []string{"", "x", strings.Repeat("0", 64), strings.Repeat("\xff", 64), strings.Repeat("x", 5000), photo} {
			_, err := in.GenuineFile(ctx, hash)
			in.refused(err, service.NotFound)
		}
		head := strings.TrimSuffix(m.Report, m.Report[len(m.Report)-12:])
		for _, number := range []string{
			"", "-", "P2-V1", string(baltic), head, head + "000000000000", strings.Replace(m.Report, "-V1-", "-V2-", 1),
			strings.Replace(m.Report, "-P2-", "-P9-", 1), m.Report + "0", "X" + m.Report,
		} {
			_, err := in.GenuineNumber(ctx, number)
			in.refused(err, service.NotFound)
		}
		in.ok(in.moveReport("funder", 2, 1, 1, partnership.Return))
		is(1, false, m.Report) // the next is a draft
		in.ok(in.moveReport("lead", 2, 2, 1, partnership.Submit))
		is(1, true, m.Report)
		is(2, false, strings.Replace(m.Report, "-V1-", "-V2-", 1))
		forger{in}.file("manifest.json", []byte("{}"))
		_, err = in.GenuineNumber(ctx, m.Report)
		in.refused(err, service.NotFound)
	})
}

// setupFile is the hash of a file of the project that belongs to no report.
func (in *installation) setupFile() (string, error) {
	f, err := in.Engine.OpenFile(in.Context(), string(baltic)+"/evidence/webinar-speakers.jpg")
	if err != nil {
		return "", err
	}
	defer f.Close()
	return f.SHA256, nil
}
