// Package configs holds the data that the program carries with it.
package configs

import "embed"

// Demo is the demo project: bundle.json, with its evidence beside it.
//
//go:embed demo
var Demo embed.FS

// Defaults is defaults.yaml: every setting, with the value that holds where
// nothing else is set.
//
//go:embed defaults.yaml
var Defaults []byte

// Sample is sample.yaml: a configuration file with every setting explained.
//
//go:embed sample.yaml
var Sample []byte
