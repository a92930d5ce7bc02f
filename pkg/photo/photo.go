// Package photo takes everything out of a photo's file that is not the picture:
// where and when it was taken, by whom and with what, comments, small previews
// that may show what was cropped away, and whatever follows the picture. The
// compressed picture itself is copied byte by byte, so nothing is lost; its
// colour profile stays, and so does the way it is turned.
package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// What Clean takes at most.
const (
	MaxSize   = 32 << 20    // bytes
	MaxPixels = 100_000_000 // width times height
)

// The kinds of errors, for errors.Is.
var (
	// ErrFormat: this is not a JPEG, PNG or WebP file.
	ErrFormat = errors.New("neither a JPEG, a PNG nor a WebP photo")
	// ErrTooLarge: more than MaxSize bytes or MaxPixels.
	ErrTooLarge = errors.New("photo is too large")
	// ErrMalformed: the file is cut off, damaged, or uses what cannot be
	// shown; the message tells the format and what is wrong.
	ErrMalformed = errors.New("photo cannot be read")
)

// Format is the format of a photo's file, by the name that people know.
type Format string

// The formats that Clean knows.
const (
	JPEG Format = "JPEG"
	PNG  Format = "PNG"
	WebP Format = "WebP"
)

// Kind returns the format that the content begins like; ok is false for
// anything but a JPEG, PNG or WebP file.
func Kind(data []byte) (f Format, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return JPEG, true
	case bytes.HasPrefix(data, []byte(pngSignature)):
		return PNG, true
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return WebP, true
	default:
		return "", false
	}
}

// Clean returns the photo in a file of the same format that holds the picture,
// its colour profile, transparency and resolution, and, if it is to be turned
// or mirrored, how; nothing else. Cleaning again changes nothing. Errors are
// ErrFormat, ErrTooLarge and ErrMalformed; an animation is ErrMalformed in WebP,
// and the still picture in PNG.
func Clean(data []byte) ([]byte, error) {
	format, ok := Kind(data)
	if !ok {
		return nil, ErrFormat
	}
	if len(data) > MaxSize {
		return nil, fmt.Errorf("%w: %d bytes, more than %d", ErrTooLarge, len(data), MaxSize)
	}
	clean, decodeConfig := format.tools()
	cleaned, err := clean(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, format, err)
	}
	config, err := decodeConfig(bytes.NewReader(cleaned))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, format, err)
	}
	if err := checkPixels(format, config); err != nil {
		return nil, err
	}
	return cleaned, nil
}

func (f Format) tools() (clean func([]byte) ([]byte, error), decodeConfig func(io.Reader) (image.Config, error)) {
	switch f {
	case JPEG:
		return cleanJPEG, jpeg.DecodeConfig
	case PNG:
		return cleanPNG, png.DecodeConfig
	default:
		return cleanWebP, webp.DecodeConfig
	}
}

func checkPixels(f Format, c image.Config) error {
	if c.Width < 1 || c.Height < 1 {
		return fmt.Errorf("%w: %s: a picture of %d by %d pixels", ErrMalformed, f, c.Width, c.Height)
	}
	if int64(c.Width)*int64(c.Height) > MaxPixels {
		return fmt.Errorf("%w: %d by %d pixels, more than %d", ErrTooLarge, c.Width, c.Height, MaxPixels)
	}
	return nil
}
