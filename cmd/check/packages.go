package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A goPackage is one of the module's, as go list names it.
type goPackage struct {
	ImportPath   string
	Dir          string
	Module       struct{ Path string }
	TestGoFiles  []string
	XTestGoFiles []string
}

// watched are the folders of packages in which most of what is tested runs at once. With
// the race detector tests take several times as long: of the others only those are watched
// that let something run at once.
func watched() []string { return []string{"cmd/check", "internal/store"} }

// atOnce matches the names of tests, in the packages that are not watched, that let
// something run at once.
const atOnce = "(AtTheSameTime|SameBytes)$"

var atOnceTest = regexp.MustCompile(`(?m)^func Test\w*(AtTheSameTime|SameBytes)\(`)

// isWatched says whether all tests of the package run with the race detector.
func (p goPackage) isWatched() bool {
	path := strings.TrimPrefix(p.ImportPath, p.Module.Path+"/")
	return slices.ContainsFunc(watched(), func(folder string) bool {
		return path == folder || strings.HasPrefix(path, folder+"/")
	})
}

// testsAtOnce says whether tests of the package let something run at once.
func (p goPackage) testsAtOnce() (bool, error) {
	for _, name := range slices.Concat(p.TestGoFiles, p.XTestGoFiles) {
		text, err := os.ReadFile(filepath.Join(p.Dir, name))
		if err != nil {
			return false, fmt.Errorf("read a test: %w", err)
		}
		if atOnceTest.Match(text) {
			return true, nil
		}
	}
	return false, nil
}

// A share is which packages are tested in which way, by import path.
type share struct {
	watched []string // all tests with the race detector
	atOnce  []string // some tests with the race detector
	calm    []string // all tests without it; those of atOnce among them
}

// sharePackages reads the module's packages.
func sharePackages(ctx context.Context, root string) (share, error) {
	list := exec.CommandContext(ctx, "go", "list", "-e", "-json=ImportPath,Dir,Module,TestGoFiles,XTestGoFiles", "./...")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		return share{}, fmt.Errorf("go list: %w", err)
	}
	var s share
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return s, nil
		} else if err != nil {
			return share{}, fmt.Errorf("read go list: %w", err)
		}
		if p.isWatched() {
			s.watched = append(s.watched, p.ImportPath)
			continue
		}
		s.calm = append(s.calm, p.ImportPath)
		some, err := p.testsAtOnce()
		if err != nil {
			return share{}, err
		}
		if some {
			s.atOnce = append(s.atOnce, p.ImportPath)
		}
	}
}
