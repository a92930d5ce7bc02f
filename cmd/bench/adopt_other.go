//go:build !linux

package main

import "errors"

// adopt makes this process the parent of those below it whose own has ended.
func adopt() error { return errors.ErrUnsupported }
