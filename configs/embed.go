// Package configs holds the data that the program carries with it.
package configs

import "embed"

// Demo is the demo project: bundle.json, with its evidence beside it.
//
//go:embed demo
var Demo embed.FS
