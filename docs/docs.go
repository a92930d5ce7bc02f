// Package docs carries the guides for people, which the product shows as its help.
package docs

import "embed"

// Guide is the folder guide: a Markdown file for each guide, and pictures, the folder
// of its pictures.
//
//go:embed guide
var Guide embed.FS
