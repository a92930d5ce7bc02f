package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// The markers of JPEG, ITU-T T.81 table B.1.
const (
	sof0  = 0xc0
	sof2  = 0xc2
	dht   = 0xc4
	rst0  = 0xd0
	rst7  = 0xd7
	soi   = 0xd8
	eoi   = 0xd9
	sos   = 0xda
	dqt   = 0xdb
	dri   = 0xdd
	app0  = 0xe0
	app1  = 0xe1
	app2  = 0xe2
	app14 = 0xee
	app15 = 0xef
	com   = 0xfe
)

const (
	jfifPrefix  = "JFIF\x00"
	jfifSize    = 14 // without a thumbnail
	iccPrefix   = "ICC_PROFILE\x00"
	adobePrefix = "Adobe"
	adobeSize   = 12
)

// cleanJPEG keeps what a decoder needs up to the first end of an image; the
// previews of MPF come after it.
func cleanJPEG(data []byte) ([]byte, error) {
	in := jpegReader{data: data, at: 2}
	c := jpegCleaner{body: make([]byte, 0, len(data))}
	for {
		s, err := in.next()
		if err != nil {
			return nil, err
		}
		if s.marker == eoi {
			return c.finish()
		}
		if err := c.take(s); err != nil {
			return nil, fmt.Errorf("%w at byte %d", err, s.at)
		}
		if s.marker == sos {
			c.body = append(c.body, in.skip()...)
			c.scans++
		}
	}
}

// jpegCleaner collects what is kept of a JPEG file.
type jpegCleaner struct {
	jfif          []byte
	exif          []byte
	body          []byte
	frames, scans int
}

func (c *jpegCleaner) take(s jpegSegment) error {
	switch {
	case s.marker == app0 && s.begins(jfifPrefix):
		if len(s.payload) < jfifSize {
			return errors.New("short JFIF segment")
		}
		if c.jfif == nil {
			c.jfif = append(bytes.Clone(s.payload[:jfifSize-2]), 0, 0)
		}
	case s.marker == app1 && s.begins(exifPrefix):
		if c.exif == nil {
			c.exif = s.payload
		}
	case s.marker == app14 && s.begins(adobePrefix) && len(s.payload) >= adobeSize:
		c.body = appendSegment(c.body, s.marker, s.payload[:adobeSize])
	case s.marker == app2 && s.begins(iccPrefix), s.marker == dqt, s.marker == dht, s.marker == dri, s.marker == sos:
		c.body = appendSegment(c.body, s.marker, s.payload)
	case s.marker >= sof0 && s.marker <= sof2:
		if c.frames++; c.frames > 1 {
			return errors.New("a second picture")
		}
		c.body = appendSegment(c.body, s.marker, s.payload)
	case s.marker >= app0 && s.marker <= app15, s.marker == com: // not the picture
	default:
		return fmt.Errorf("unsupported segment %02X", s.marker)
	}
	return nil
}

func (c *jpegCleaner) finish() ([]byte, error) {
	if c.frames == 0 || c.scans == 0 {
		return nil, errors.New("there is no picture in it")
	}
	out := make([]byte, 0, len(c.body)+64)
	out = append(out, 0xff, soi)
	if c.jfif != nil {
		out = appendSegment(out, app0, c.jfif)
	}
	if o := orientation(c.exif); o != upright {
		out = appendSegment(out, app1, append([]byte(exifPrefix), exifOf(o)...))
	}
	out = append(out, c.body...)
	return append(out, 0xff, eoi), nil
}

type jpegSegment struct {
	marker  byte
	payload []byte
	at      int
}

func (s jpegSegment) begins(prefix string) bool {
	return bytes.HasPrefix(s.payload, []byte(prefix))
}

func appendSegment(out []byte, marker byte, payload []byte) []byte {
	out = append(out, 0xff, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(payload)+2))
	return append(out, payload...)
}

type jpegReader struct {
	data []byte
	at   int
}

// skip moves to the next marker and returns what was before it: behind the
// head of a scan its compressed data, elsewhere nothing that is needed.
func (r *jpegReader) skip() []byte {
	start := r.at
	for {
		i := bytes.IndexByte(r.data[r.at:], 0xff)
		if i < 0 || r.at+i+1 == len(r.data) {
			r.at = len(r.data)
			break
		}
		r.at += i
		if next := r.data[r.at+1]; next != 0 && next != 0xff && (next < rst0 || next > rst7) {
			break
		}
		r.at++
	}
	return r.data[start:r.at]
}

func (r *jpegReader) next() (jpegSegment, error) {
	r.skip()
	if r.at == len(r.data) {
		return jpegSegment{}, errors.New("the file is cut off: no end of the picture")
	}
	s := jpegSegment{marker: r.data[r.at+1], at: r.at}
	r.at += 2
	if s.marker == eoi {
		return s, nil
	}
	rest := r.data[r.at:]
	if len(rest) < 2 {
		return s, fmt.Errorf("the file is cut off in segment %02X at byte %d", s.marker, s.at)
	}
	size := int(binary.BigEndian.Uint16(rest))
	if size < 2 {
		return s, fmt.Errorf("the segment %02X at byte %d has no length", s.marker, s.at)
	}
	if size > len(rest) {
		return s, fmt.Errorf("the file is cut off in segment %02X at byte %d", s.marker, s.at)
	}
	s.payload = rest[2:size]
	r.at += size
	return s, nil
}
