package photo_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// What is planted in the files, and must not be in them afterwards.
const (
	owner   = "Maija Meikalainen"
	device  = "Pocketphone 12"
	caption = "the girls of class 5b"
)

func planted() []string {
	return []string{
		owner, device, caption, "GPS", "Meikalainen", "MPF", "Photoshop", "xmp", "uncropped", "trailing",
		"JFXX", "hidden",
	}
}

// tiff makes the data of Exif by hand: orientation, device, owner, a position
// in a GPS directory, and a preview in a second directory.
func tiff(order binary.AppendByteOrder, orientation uint16) []byte {
	const gps, next, strings = 100, 180, 240
	head := "II"
	if order == binary.AppendByteOrder(binary.BigEndian) {
		head = "MM"
	}
	b := order.AppendUint32(order.AppendUint16([]byte(head), 42), 8)
	entry := func(tag, kind uint16, count, value uint32) {
		b = order.AppendUint16(order.AppendUint16(b, tag), kind)
		b = order.AppendUint32(b, count)
		if kind == 3 {
			b = order.AppendUint16(order.AppendUint16(b, uint16(value)), 0)
			return
		}
		b = order.AppendUint32(b, value)
	}
	pad := func(size int) { b = append(b, make([]byte, size-len(b))...) }
	b = order.AppendUint16(b, 4)
	entry(0x0110, 2, uint32(len(device)), strings)
	entry(0x0112, 3, 1, uint32(orientation))
	entry(0x013b, 2, uint32(len(owner)), strings+uint32(len(device)))
	entry(0x8825, 4, 1, gps)
	b = order.AppendUint32(b, next)
	pad(gps)
	b = order.AppendUint16(b, 2)
	entry(1, 2, 2, 'N'<<24)
	entry(2, 5, 3, next+40)
	b = order.AppendUint32(b, 0)
	pad(next)
	b = order.AppendUint16(b, 1)
	entry(0x0201, 4, 1, 400) // the preview
	b = order.AppendUint32(b, 0)
	pad(strings)
	b = append(b, device+owner+"GPS"...)
	pad(400)
	return append(b, "uncropped"...)
}

func exif(orientation uint16) []byte {
	return append([]byte("Exif\x00\x00"), tiff(binary.BigEndian, orientation)...)
}

// scene is a picture with something in every corner.
func scene(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetNRGBA(x, y, color.NRGBA{uint8(x * 5), uint8(y * 7), uint8(x * y), uint8(255 - x%3)})
		}
	}
	return m
}

// plainJPEG, as Go writes it, has neither JFIF nor Exif.
func plainJPEG(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, scene(40, 30), nil); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func plainPNG(tb testing.TB, m image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func segment(marker byte, payload string) string {
	size := len(payload) + 2
	return string([]byte{0xff, marker, byte(size >> 8), byte(size)}) + payload
}

// jpegWith puts segments behind the beginning of the file.
func jpegWith(data []byte, segments ...string) []byte {
	return slices.Concat(data[:2], []byte(strings.Join(segments, "")), data[2:])
}

func chunk(kind, payload string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(payload)))
	b = append(append(b, kind...), payload...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

// pngWith puts chunks behind the first, IHDR, or before the last, IEND.
func pngWith(data []byte, afterHead, beforeEnd []string) []byte {
	const head, end = 8 + 25, 12
	return slices.Concat(data[:head], []byte(strings.Join(afterHead, "")),
		data[head:len(data)-end], []byte(strings.Join(beforeEnd, "")), data[len(data)-end:])
}

// part is a chunk of WebP.
type part struct {
	kind    string
	payload []byte
}

func riff(parts ...part) []byte {
	body := []byte("WEBP")
	for _, p := range parts {
		body = append(body, p.kind...)
		body = binary.LittleEndian.AppendUint32(body, uint32(len(p.payload)))
		body = append(body, p.payload...)
		if len(p.payload)%2 != 0 {
			body = append(body, 0)
		}
	}
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// vp8x is the head of an extended file.
func vp8x(flags byte, w, h int) part {
	w, h = w-1, h-1
	return part{"VP8X", []byte{flags, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)}}
}

// vp8l is a lossless picture of two shades, by the bits of RFC 9649 section 3.
func vp8l(w, h int) part {
	var bits []byte
	n := 0
	put := func(value, count int) {
		for i := range count {
			if n%8 == 0 {
				bits = append(bits, 0)
			}
			bits[n/8] |= byte(value>>i&1) << (n % 8)
			n++
		}
	}
	put(0x2f, 8)
	put(w-1, 14)
	put(h-1, 14)
	put(0, 1+3)   // no transparency, version 0
	put(0, 1+1+1) // no transform, no colour cache, one set of codes
	put(1, 1)     // green: a simple code
	put(1, 1)     // of two symbols
	put(1, 1)     // of eight bits each
	put(40, 8)
	put(200, 8)
	for _, symbol := range []int{255, 90, 255, 0} { // red, blue, alpha, distance
		put(1, 1)
		put(0, 1)
		put(1, 1)
		put(symbol, 8)
	}
	for i := range w * h {
		put(i%3%2, 1)
	}
	return part{"VP8L", bits}
}

// vp8 is a lossy picture: a key frame whose compressed data say anything.
func vp8(w, h int) part {
	const first = 200
	tag := first<<5 | 1<<4 // a key frame, to be shown
	b := []byte{byte(tag), byte(tag >> 8), byte(tag >> 16), 0x9d, 0x01, 0x2a, byte(w), byte(w >> 8), byte(h), byte(h >> 8)}
	b = append(b, make([]byte, first)...)
	for i := range 4001 {
		b = append(b, byte(i*i*31>>3))
	}
	return part{"VP8 ", b}
}

// alph is uncompressed transparency.
func alph(w, h int) part {
	p := make([]byte, 1+w*h)
	for i := range w * h {
		p[1+i] = byte(i * 3)
	}
	return part{"ALPH", p}
}
