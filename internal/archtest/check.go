package archtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Package is what is read of a package that go list -deps -json names.
type Package struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
	Deps         []string
	Module       *struct{ Path string } // nil for the standard library
}

// Decode reads the output of go list -json: one object after another.
func Decode(r io.Reader) ([]Package, error) {
	var packages []Package
	for d := json.NewDecoder(r); ; {
		var p Package
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("read go list: %w", err)
		}
		packages = append(packages, p)
	}
}

// Check compares the packages of the module and all that they depend on with
// the house, and returns what breaks it, sorted.
func Check(house map[string]Room, packages []Package) []string {
	var broken []string
	modules := make(map[string]string) // of each package that is not ours
	for _, p := range packages {
		if p.Module != nil && p.Module.Path != Module {
			modules[p.ImportPath] = p.Module.Path
		}
	}
	found := make(map[string]bool)
	for _, p := range packages {
		name, ours := inside(p.ImportPath)
		if !ours {
			continue
		}
		found[name] = true
		room, listed := house[name]
		if !listed {
			broken = append(broken, name+" has no floor: list it in House")
			continue
		}
		broken = append(broken, room.checkImports(name, p)...)
		if room.Pure {
			broken = append(broken, checkPure(name, p, modules)...)
		}
	}
	for name, room := range house {
		if !found[name] {
			broken = append(broken, name+" is listed in House and does not exist")
		}
		broken = append(broken, room.checkFloors(name, house)...)
	}
	slices.Sort(broken)
	return broken
}

// inside returns the path of a package below the module's, and whether the
// package belongs to the module.
func inside(importPath string) (name string, ours bool) {
	return strings.CutPrefix(importPath, Module+"/")
}

// checkImports returns what a package imports of the module without leave.
func (r Room) checkImports(name string, p Package) []string {
	var broken []string
	leave := slices.Concat(r.Imports, r.Beside)
	for _, path := range p.Imports {
		to, ours := inside(path)
		if ours && !slices.Contains(leave, to) {
			broken = append(broken, fmt.Sprintf("%s must not import %s", name, to))
		}
	}
	leave = slices.Concat(leave, r.Tests, TestSupport(), []string{name})
	for _, path := range slices.Concat(p.TestImports, p.XTestImports) {
		to, ours := inside(path)
		if ours && !slices.Contains(leave, to) {
			broken = append(broken, fmt.Sprintf("the tests of %s must not import %s", name, to))
		}
	}
	return broken
}

// checkPure returns the foreign modules that a pure package depends on.
func checkPure(name string, p Package, modules map[string]string) []string {
	foreign := make(map[string]bool)
	for _, dep := range p.Deps {
		if module, ok := modules[dep]; ok {
			foreign[module] = true
		}
	}
	var broken []string
	for module := range maps.Keys(foreign) {
		broken = append(broken, fmt.Sprintf("%s is pure and must not depend on %s", name, module))
	}
	return broken
}

// checkFloors returns where the house gives a leave that its floors forbid.
func (r Room) checkFloors(name string, house map[string]Room) []string {
	var broken []string
	refuse := func(to, reason string) {
		broken = append(broken, fmt.Sprintf("House lets %s import %s, %s", name, to, reason))
	}
	for _, to := range slices.Concat(r.Imports, r.Beside, r.Tests) {
		if _, listed := house[to]; !listed {
			refuse(to, "which it does not list")
		}
	}
	for _, to := range r.Imports {
		if house[to].Floor >= r.Floor {
			refuse(to, "which is not on a floor below")
		}
	}
	for _, to := range r.Beside {
		if house[to].Floor != r.Floor {
			refuse(to, "which is not on its own floor")
		}
	}
	if strings.HasPrefix(name, "pkg/") {
		for _, to := range slices.Concat(r.Imports, r.Beside) {
			if strings.HasPrefix(to, "internal/") {
				refuse(to, "but pkg stands without internal")
			}
		}
	}
	return broken
}
