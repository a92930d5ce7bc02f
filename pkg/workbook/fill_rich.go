package workbook

import (
	"bytes"
	"strings"
)

// richText is what stands in a shared text, where it has several looks.
func (b *Book) richText(n int) (string, error) {
	if b.rich == nil {
		b.rich = map[int]string{}
		related, err := b.relations(b.main)
		if err != nil {
			return "", err
		}
		for _, r := range related {
			if strings.HasSuffix(r.kind, "/sharedStrings") && b.parts[partName(r.target)] != nil {
				if err := b.readRich(r.target); err != nil {
					return "", err
				}
			}
		}
	}
	return b.rich[n], nil
}

func (b *Book) readRich(part string) error {
	text, err := b.whole(part)
	if err != nil {
		return err
	}
	n, from, hasRuns := -1, int64(0), false
	return scan(part, bytes.NewReader(text), func(t *token) error {
		switch {
		case t.is("si"):
			n, from, hasRuns = n+1, t.end, false
		case t.is("r"):
			hasRuns = true
		case t.ends("si") && hasRuns:
			b.rich[n] = string(text[from:t.start])
		}
		return nil
	})
}

// replaceRich replaces pieces of a text with several looks; ok is false where one of
// them has itself several.
func replaceRich(rich string, replace map[string]string) (string, bool) {
	if rich == "" || len(replace) == 0 {
		return "", false
	}
	for old, now := range replace {
		if !strings.Contains(rich, escapeText(old)) {
			return "", false
		}
		rich = strings.ReplaceAll(rich, escapeText(old), escapeText(now))
	}
	return rich, true
}
