package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/seal"
	"tulos/internal/service"
	"tulos/internal/store"
)

type sealVerifyCommand struct {
	storageFlags
	File     string `arg:"" help:"File of a sealed report, such as a PDF or a workbook, or a manifest."`
	Key      string `placeholder:"PUB" help:"File with the public keys that are trusted, as PEM. Without it they are those of the storage."`
	Manifest string `placeholder:"M" help:"Manifest of the report. Without it those beside the file are tried (*manifest.json)."`
}

// Run says whether a file is genuine, and of which report. It needs no server, and
// with a key no storage.
func (c *sealVerifyCommand) Run(s *session) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return s.problem("cli.cannot-read", i18n.Args{"File": c.File, "Cause": err})
	}
	keys, err := c.keys(s)
	if err != nil {
		return err
	}
	manifest, err := seal.Parse(text)
	isManifest := err == nil
	if !isManifest {
		if manifest, err = c.manifest(s, text); err != nil {
			return err
		}
	}
	args := i18n.Args{
		"File": c.File, "Report": manifest.Report, "Project": manifest.Project, "Period": manifest.Period, "Version": manifest.Version,
		"Date": manifest.DataDate, "Sealed": manifest.Sealed.Format(time.RFC3339), "Key": string(manifest.Key),
	}
	switch err := manifest.Check(keys); {
	case errors.Is(err, seal.ErrForeignKey):
		return s.notGenuine("cli.seal-foreign-key", args)
	case err != nil:
		return s.notGenuine("cli.seal-signature", args)
	case isManifest:
		_, err := fmt.Fprintln(s.Stdout, s.words.Text("cli.seal-genuine-manifest", args))
		return err
	}
	hash, err := seal.Hash(bytes.NewReader(text))
	if err != nil {
		return err
	}
	file, ok := manifest.File(hash)
	if !ok {
		return s.notGenuine("cli.seal-not-in", args)
	}
	args["Name"] = file.Name
	_, err = fmt.Fprintln(s.Stdout, s.words.Text("cli.seal-genuine", args))
	return err
}

// notGenuine says why a file is not.
func (s *session) notGenuine(why string, args i18n.Args) error {
	if _, err := fmt.Fprintln(s.Stdout, s.words.Text(why, args)); err != nil {
		return err
	}
	return errProblems
}

// keys are those that are trusted.
func (c *sealVerifyCommand) keys(s *session) (seal.Keys, error) {
	if c.Key != "" {
		text, err := os.ReadFile(c.Key)
		keys := seal.Keys(nil)
		if err == nil {
			keys, err = seal.ParsePEM(text)
		}
		if err != nil {
			return nil, s.problem("cli.cannot-read", i18n.Args{"File": c.Key, "Cause": err})
		}
		return keys, nil
	}
	keys := seal.Keys{}
	err := s.withSnapshot(c.storageFlags, func(r store.Snapshot, _ config.Settings) error {
		all, err := service.SealKeys(s.ctx, r)
		for _, k := range all {
			err = errors.Join(err, keys.Add(k.Public))
		}
		return err
	})
	return keys, err
}

// manifest reads the one that was named; else it finds the one beside the file that
// names the file by its hash. Without either the file is not genuine.
func (c *sealVerifyCommand) manifest(s *session, text []byte) (*seal.Manifest, error) {
	if c.Manifest != "" {
		data, err := os.ReadFile(c.Manifest)
		if err != nil {
			return nil, s.problem("cli.cannot-read", i18n.Args{"File": c.Manifest, "Cause": err})
		}
		m, err := seal.Parse(data)
		if err != nil {
			return nil, s.notGenuine("cli.seal-not-manifest", i18n.Args{"File": c.Manifest})
		}
		return m, nil
	}
	hash, err := seal.Hash(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	folder := os.DirFS(filepath.Dir(c.File))
	beside, err := fs.Glob(folder, "*manifest.json")
	if err != nil {
		return nil, err
	}
	for _, name := range beside {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, s.problem("cli.cannot-read", i18n.Args{"File": name, "Cause": err})
		}
		if m, err := seal.Parse(data); err == nil {
			if _, ok := m.File(hash); ok {
				return m, nil
			}
		}
	}
	return nil, s.notGenuine("cli.seal-no-manifest", i18n.Args{"File": c.File})
}
