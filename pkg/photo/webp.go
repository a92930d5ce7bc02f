package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/image/webp"
)

// The flags of the chunk VP8X, RFC 9649 section 2.7.
const (
	webpAnimated = 0x02
	webpExif     = 0x08
	webpAlpha    = 0x10
	webpICC      = 0x20
)

const (
	webpHead = 12 // RIFF, size, WEBP
	vp8xSize = 10
)

// cleanWebP keeps the picture, and of an extended file its transparency and
// colour profile. A simple file is nothing but one chunk.
func cleanWebP(data []byte) ([]byte, error) {
	size := uint64(binary.LittleEndian.Uint32(data[4:])) + 8
	if size > uint64(len(data)) {
		return nil, fmt.Errorf("the file is cut off: %d bytes of %d", len(data), size)
	}
	if size < webpHead {
		return nil, errors.New("the file has no length")
	}
	in, err := readWebP(data[:size])
	if err != nil {
		return nil, err
	}
	switch in.first {
	case "VP8X":
		return cleanExtended(in)
	case in.picture().kind:
		return webpFile(in.picture()), nil
	default:
		return nil, fmt.Errorf("it begins with chunk %q", in.first)
	}
}

func cleanExtended(in webpParts) ([]byte, error) {
	head, picture := in.chunks["VP8X"].payload, in.picture()
	if len(head) != vp8xSize {
		return nil, fmt.Errorf("a head of %d bytes", len(head))
	}
	if head[0]&webpAnimated != 0 {
		return nil, errors.New("it is an animation")
	}
	if err := checkCanvas(head, webpFile(picture)); err != nil {
		return nil, err
	}
	flags := head[0] & webpAlpha
	kept := []webpChunk{{}} // the head comes here
	if c, ok := in.chunks["ICCP"]; ok {
		flags |= webpICC
		kept = append(kept, c)
	}
	if c, ok := in.chunks["ALPH"]; ok && picture.kind == "VP8 " {
		kept = append(kept, c)
	}
	kept = append(kept, picture)
	if o := orientation(in.chunks["EXIF"].payload); o != upright {
		flags |= webpExif
		kept = append(kept, webpChunk{"EXIF", exifOf(o)})
	}
	kept[0] = webpChunk{"VP8X", append([]byte{flags, 0, 0, 0}, head[4:]...)}
	return webpFile(kept...), nil
}

// checkCanvas compares the size that the head of an extended file tells with
// that of the picture, here as a simple file: programs trust the one or the
// other.
func checkCanvas(head, simple []byte) error {
	picture, err := webp.DecodeConfig(bytes.NewReader(simple))
	if err != nil {
		return err
	}
	width := 1 + (int(head[4]) | int(head[5])<<8 | int(head[6])<<16)
	height := 1 + (int(head[7]) | int(head[8])<<8 | int(head[9])<<16)
	if width != picture.Width || height != picture.Height {
		return fmt.Errorf("a picture of %d by %d pixels in a file for %d by %d",
			picture.Width, picture.Height, width, height)
	}
	return nil
}

type webpChunk struct {
	kind    string
	payload []byte
}

// webpParts are the chunks of a file that play a part in cleaning it: of each
// kind the first.
type webpParts struct {
	first  string // the kind of the very first chunk
	chunks map[string]webpChunk
}

func (p webpParts) picture() webpChunk {
	if c, ok := p.chunks["VP8 "]; ok {
		return c
	}
	return p.chunks["VP8L"]
}

func (p webpParts) add(c webpChunk) error {
	switch c.kind {
	case "VP8 ", "VP8L":
		if p.picture().kind != "" {
			return errors.New("a second picture")
		}
	case "VP8X", "ICCP", "ALPH", "EXIF":
	default:
		return nil
	}
	if _, ok := p.chunks[c.kind]; !ok {
		p.chunks[c.kind] = c
	}
	return nil
}

func readWebP(file []byte) (webpParts, error) {
	p := webpParts{chunks: map[string]webpChunk{}}
	for at := webpHead; at < len(file); {
		rest := file[at:]
		if len(rest) < 8 {
			return p, fmt.Errorf("the file is cut off at byte %d", at)
		}
		kind, size := string(rest[:4]), uint64(binary.LittleEndian.Uint32(rest[4:]))
		if size > uint64(len(rest)-8) {
			return p, fmt.Errorf("the file is cut off in chunk %q at byte %d", kind, at)
		}
		if err := p.add(webpChunk{kind, rest[8 : 8+size]}); err != nil {
			return p, err
		}
		if at == webpHead {
			p.first = kind
		}
		at += 8 + int(size+size%2)
	}
	if p.picture().kind == "" {
		return p, errors.New("there is no still picture in it")
	}
	return p, nil
}

func webpFile(chunks ...webpChunk) []byte {
	out := []byte("RIFF\x00\x00\x00\x00WEBP")
	for _, c := range chunks {
		out = append(out, c.kind...)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(c.payload)))
		out = append(out, c.payload...)
		if len(c.payload)%2 != 0 {
			out = append(out, 0)
		}
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}
