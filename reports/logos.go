package reports

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/photo"
)

// Logos are the logos of organisations, by the organisation's identifier in bundles.
type Logos map[results.PartnerID]Logo

// A Logo is a picture on white. Width and Height are in pixels.
type Logo struct {
	JPEG          []byte
	Width, Height int
	Name          string // of the organisation
}

const (
	logoLongest = 600     // pixels
	logoLargest = 4 << 20 // bytes of a file
)

// OpenLogos reads the logos in a folder: IDENTIFIER.png, .jpg or .jpeg for an organisation. A
// folder that is not there has none. The error names every file that is no picture.
func OpenLogos(folder string) (Logos, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return Logos{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("logos: %w", err)
	}
	logos := Logos{}
	var faults []error
	for _, entry := range entries {
		kind := filepath.Ext(entry.Name())
		if !slices.Contains([]string{".png", ".jpg", ".jpeg"}, kind) {
			continue
		}
		file, id := filepath.Join(folder, entry.Name()), results.PartnerID(strings.TrimSuffix(entry.Name(), kind))
		l, err := openLogo(file)
		if _, twice := logos[id]; err == nil && twice {
			err = errors.New("the organisation has another logo beside this one")
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", file, err))
			continue
		}
		logos[id] = l
	}
	return logos, errors.Join(faults...)
}

func openLogo(file string) (l Logo, err error) {
	f, err := os.Open(file)
	if err != nil {
		return l, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, logoLargest+1))
	if err != nil {
		return l, err
	}
	if len(data) > logoLargest {
		return l, fmt.Errorf("larger than %d MiB", logoLargest>>20)
	}
	l.JPEG, l.Width, l.Height, err = photo.Upright(data, logoLongest)
	return l, err
}

// logos are those of the funder, the lead and the other partners that have one.
func (b *builder) logos() []Logo {
	ids := []results.PartnerID{b.project.Funder, b.project.Lead()}
	for _, p := range b.project.Partners {
		if p.Role != partnership.LeadPartner {
			ids = append(ids, p.Organisation)
		}
	}
	var shown []Logo
	for _, id := range ids {
		if l, ok := b.options.Logos[id]; ok {
			l.Name = b.organisation(id)
			shown = append(shown, l)
		}
	}
	return shown
}
