package pdfua

import (
	"errors"
	"fmt"
	"strconv"
)

// fixOutline gives bookmarks the counts that fpdf writes as 0: all levels but the
// first are closed.
func (f *drawing) fixOutline() error {
	value := f.root.dict.get("Outlines")
	if value == nil {
		return nil
	}
	root, err := f.follow(value)
	if err != nil {
		return fmt.Errorf("bookmarks: %w", err)
	}
	seen := map[*object]bool{}
	count, err := f.countBookmarks(root, seen)
	if err != nil {
		return fmt.Errorf("bookmarks: %w", err)
	}
	root.dict.set("Count", strconv.Itoa(count))
	return nil
}

// countBookmarks is how many stand right below one.
func (f *drawing) countBookmarks(o *object, seen map[*object]bool) (int, error) {
	count := 0
	for next := o.dict.get("First"); next != nil; count++ {
		item, err := f.follow(next)
		if err != nil {
			return 0, err
		}
		if seen[item] || len(seen) > len(f.objects) {
			return 0, errors.New("they run in a circle")
		}
		seen[item] = true
		if err := item.dict.only("Title", "Parent", "Prev", "Next", "First", "Last", "Dest", "Count"); err != nil {
			return 0, err
		}
		item.dict.remove("Count")
		below, err := f.countBookmarks(item, seen)
		if err != nil {
			return 0, err
		}
		if below > 0 {
			item.dict.set("Count", strconv.Itoa(-below))
		}
		next = item.dict.get("Next")
	}
	return count, nil
}
