package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// pngKept returns whether the chunk is needed to show the picture, and how
// long it can be by the PNG specification, third edition.
func pngKept(kind string) (limit int, kept bool) {
	switch kind {
	case "IDAT", "iCCP":
		return MaxSize, true
	case "PLTE":
		return 3 * 256, true
	case "tRNS":
		return 256, true
	case "cHRM":
		return 32, true
	case "IHDR":
		return 13, true
	case "pHYs":
		return 9, true
	case "bKGD":
		return 6, true
	case "gAMA", "sBIT", "cICP":
		return 4, true
	case "sRGB":
		return 1, true
	case "IEND":
		return 0, true
	default:
		return 0, false
	}
}

// cleanPNG keeps the chunks of pngKept up to the end of the image.
func cleanPNG(data []byte) ([]byte, error) {
	var (
		exif          []byte
		before, after []byte // the first piece of compressed data
	)
	for at := len(pngSignature); ; {
		c, err := readPNGChunk(data, at)
		if err != nil {
			return nil, err
		}
		at += len(c.whole)
		limit, kept := pngKept(c.kind)
		switch {
		case c.kind == "eXIf" && exif == nil:
			exif = c.payload
		case !kept && c.kind[0]&0x20 == 0: // upper case: cannot be left out
			return nil, fmt.Errorf("unsupported chunk %q", c.kind)
		case !kept:
		case len(c.payload) > limit:
			return nil, fmt.Errorf("the chunk %s is too long", c.kind)
		case c.kind == "IHDR" && len(before) > 0:
			return nil, errors.New("a second picture")
		case len(after) > 0 || c.kind == "IDAT":
			after = append(after, c.whole...)
		default:
			before = append(before, c.whole...)
		}
		if c.kind == "IEND" {
			break
		}
	}
	if len(after) == 0 {
		return nil, errors.New("there is no picture in it")
	}
	out := append([]byte(pngSignature), before...)
	if o := orientation(exif); o != upright {
		out = appendPNGChunk(out, "eXIf", exifOf(o))
	}
	return append(out, after...), nil
}

type pngChunk struct {
	kind    string
	payload []byte
	whole   []byte
}

func readPNGChunk(data []byte, at int) (pngChunk, error) {
	const frame = 12 // length, kind, check sum
	rest := data[at:]
	if len(rest) < frame {
		return pngChunk{}, errors.New("the file is cut off: no end of the picture")
	}
	size := uint64(binary.BigEndian.Uint32(rest))
	kind := rest[4:8]
	if size > uint64(len(rest)-frame) {
		return pngChunk{}, fmt.Errorf("the file is cut off in chunk %q at byte %d", kind, at)
	}
	if bytes.ContainsFunc(kind, func(r rune) bool { return r|0x20 < 'a' || r|0x20 > 'z' }) {
		return pngChunk{}, fmt.Errorf("no chunk is called %q, at byte %d", kind, at)
	}
	whole := rest[:frame+int(size)]
	checked, sum := whole[4:8+size], whole[8+size:]
	if crc32.ChecksumIEEE(checked) != binary.BigEndian.Uint32(sum) {
		return pngChunk{}, fmt.Errorf("the check sum of chunk %s at byte %d is wrong", kind, at)
	}
	return pngChunk{kind: string(kind), payload: checked[4:], whole: whole}, nil
}

func appendPNGChunk(out []byte, kind string, payload []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(payload)))
	start := len(out)
	out = append(append(out, kind...), payload...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}
