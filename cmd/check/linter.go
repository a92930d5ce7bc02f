package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

const (
	linterModule  = "github.com/golangci/golangci-lint/v2"
	linterCommand = linterModule + "/cmd/golangci-lint"
)

// linter is golangci-lint of the version that .ci/tools pins, built once for
// each version of it and of Go into the user's cache folder.
type linter struct {
	tools   string // the folder of the tools module
	version string
	path    string // of the program
}

// findLinter returns the pinned golangci-lint, built or not.
func findLinter(ctx context.Context, root string) (linter, error) {
	tools := filepath.Join(root, ".ci", "tools")
	read := exec.CommandContext(ctx, "go", "mod", "edit", "-json")
	read.Dir = tools
	out, err := read.Output()
	if err != nil {
		return linter{}, fmt.Errorf("read %s: %w", filepath.Join(tools, "go.mod"), err)
	}
	version, err := pinnedVersion(out)
	if err != nil {
		return linter{}, err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return linter{}, fmt.Errorf("place golangci-lint: %w", err)
	}
	name := "golangci-lint-" + version + "-" + runtime.Version()
	return linter{tools: tools, version: version, path: filepath.Join(cache, "tulos", name)}, nil
}

// pinnedVersion reads the version of golangci-lint from what go mod edit -json
// prints of the tools module.
func pinnedVersion(modfile []byte) (string, error) {
	var file struct {
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal(modfile, &file); err != nil {
		return "", fmt.Errorf("read the tools module: %w", err)
	}
	for _, required := range file.Require {
		if required.Path == linterModule {
			return required.Version, nil
		}
	}
	return "", errors.New("the tools module does not require " + linterModule)
}

func (l linter) built() bool {
	info, err := os.Stat(l.path)
	return err == nil && info.Mode().IsRegular()
}

// build makes the program whole or not at all.
func (l linter) build(ctx context.Context) error {
	if err := os.MkdirAll(filepath.Dir(l.path), 0o755); err != nil {
		return fmt.Errorf("build golangci-lint: %w", err)
	}
	folder, err := os.MkdirTemp(filepath.Dir(l.path), "build-")
	if err != nil {
		return fmt.Errorf("build golangci-lint: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	program := filepath.Join(folder, "golangci-lint")
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", program, linterCommand)
	build.Dir = l.tools
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build golangci-lint %s: %w\n%s", l.version, err, out)
	}
	if err := os.Rename(program, l.path); err != nil {
		return fmt.Errorf("build golangci-lint: %w", err)
	}
	return nil
}
