package photo_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tulos/configs"
	"tulos/pkg/photo"
)

func Example() {
	letter := []byte("Dear partners,")
	if _, err := photo.Clean(letter); errors.Is(err, photo.ErrFormat) {
		fmt.Println(err)
	}
	upload, _ := configs.Demo.ReadFile("demo/evidence/webinar-speakers.jpg")
	cleaned, err := photo.Clean(upload)
	if err != nil {
		fmt.Println(err)
		return
	}
	format, _ := photo.Kind(cleaned)
	fmt.Println(format, "with Exif:", bytes.Contains(cleaned, []byte("Exif")))
	// Output:
	// neither a JPEG, a PNG nor a WebP photo
	// JPEG with Exif: false
}

// sample is a file, and what must still be in it when it is clean.
type sample struct {
	name        string
	data        []byte
	orientation int      // that is kept; 0 = none
	keeps       []string // in this order
}

const (
	icc  = "ICC_PROFILE\x00\x01\x01 a profile"
	jfif = "JFIF\x00\x01\x02\x01\x01\x2c\x01\x2c\x00\x00"
	// withPreview says that one pixel of preview follows.
	withPreview = "JFIF\x00\x01\x02\x01\x01\x2c\x01\x2c\x01\x01uncropped"
	xmp         = "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>" + owner
	adobe       = "Adobe\x00\x64\x00\x00\x00\x00\x01"
)

func demo(tb testing.TB) []byte {
	tb.Helper()
	data, err := configs.Demo.ReadFile("demo/evidence/webinar-speakers.jpg")
	if err != nil {
		tb.Fatal(err)
	}
	if !bytes.Contains(data, []byte("Exif")) {
		tb.Fatal("the demo photo is clean already and tests nothing")
	}
	return data
}

func jpegSamples(tb testing.TB) []sample {
	tb.Helper()
	plain := plainJPEG(tb)
	scan := bytes.Index(plain, []byte("\xff\xda"))
	return []sample{
		{name: "JPEG plain", data: plain},
		{name: "JPEG demo", data: demo(tb)},
		{name: "JPEG Exif", data: jpegWith(plain, segment(0xe1, string(exif(1))))},
		{name: "JPEG turned", data: jpegWith(plain, segment(0xe1, string(exif(6)))), orientation: 6},
		{
			name: "JPEG mirrored, Exif before JFIF", data: jpegWith(plain,
				segment(0xe1, "Exif\x00\x00"+string(tiff(binary.LittleEndian, 5))), segment(0xe0, withPreview)),
			orientation: 5, keeps: []string{segment(0xe0, jfif)},
		},
		{
			name: "JPEG everything", data: append(jpegWith(plain,
				segment(0xe0, withPreview), segment(0xe0, "JFXX\x00\x10uncropped"), segment(0xe1, string(exif(8))),
				segment(0xe1, xmp), segment(0xe2, icc), segment(0xe2, "MPF\x00uncropped"),
				segment(0xe3, "hidden"), segment(0xed, "Photoshop 3.0\x00"+caption), segment(0xee, adobe+"hidden"),
				segment(0xee, "hidden"), segment(0xef, "hidden"), segment(0xfe, caption)), "trailing"+string(plain)...),
			orientation: 8, keeps: []string{segment(0xe0, jfif), segment(0xe2, icc), segment(0xee, adobe)},
		},
		{name: "JPEG loose bytes between segments", data: jpegWith(plain, segment(0xfe, caption), "hidden\xff\xff")},
		{name: "JPEG comment before the scan", data: slices.Concat(plain[:scan], []byte(segment(0xfe, caption)), plain[scan:])},
		{name: "JPEG Exif that cannot be understood", data: jpegWith(plain, segment(0xe1, "Exif\x00\x00II*\x00\xff\xff\xff\xffGPS"))},
		{name: "JPEG orientation that there is not", data: jpegWith(plain, segment(0xe1, string(exif(9))))},
	}
}

func pngSamples(tb testing.TB) []sample {
	tb.Helper()
	plain := plainPNG(tb, scene(40, 30))
	pal := image.NewPaletted(image.Rect(0, 0, 20, 20), append(color.Palette{color.NRGBA{1, 2, 3, 4}}, palette.WebSafe...))
	for i := range pal.Pix {
		pal.Pix[i] = byte(i % 50)
	}
	shown := []string{
		chunk("gAMA", "\x00\x00\xb1\x8f"), chunk("cHRM", strings.Repeat("\x00\x00\x12\x34", 8)), chunk("sRGB", "\x00"),
		chunk("iCCP", "sRGB\x00\x00profile"), chunk("sBIT", "\x08\x08\x08\x08"), chunk("pHYs", "\x00\x00\x0b\x13\x00\x00\x0b\x13\x01"),
		chunk("bKGD", "\x00\xff\x00\xff\x00\xff"), chunk("cICP", "\x09\x10\x00\x01"),
	}
	texts := []string{
		chunk("tEXt", "Author\x00"+owner), chunk("zTXt", "Comment\x00\x00hidden"), chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00<x:xmpmeta>"),
		chunk("tIME", "\x07\xea\x01\x02\x03\x04\x05"), chunk("caBX", "hidden"), chunk("hiST", "hidden"),
	}
	turned := chunk("eXIf", string(tiff(binary.LittleEndian, 3)))
	return []sample{
		{name: "PNG plain", data: plain},
		{name: "PNG palette with transparency", data: plainPNG(tb, pal), keeps: []string{"PLTE", "tRNS"}},
		{name: "PNG everything", data: append(pngWith(plain, slices.Concat(texts, shown), append(texts, turned)),
			"trailing"+string(plain)...), orientation: 3, keeps: shown},
		{name: "PNG upright", data: pngWith(plain, []string{chunk("eXIf", string(tiff(binary.BigEndian, 1)))}, nil)},
		{name: "PNG Exif as in JPEG", data: pngWith(plain, []string{chunk("eXIf", string(exif(7)))}, nil), orientation: 7},
		{name: "PNG animated", data: pngWith(plain, []string{chunk("acTL", "\x00\x00\x00\x01\x00\x00\x00\x00")}, []string{chunk("fdAT", "hidden")})},
	}
}

func webpSamples() []sample {
	const w, h = 33, 17
	return []sample{
		{name: "WebP simple lossless", data: riff(vp8l(w, h))},
		{name: "WebP simple lossy", data: riff(vp8(w, h))},
		{name: "WebP simple with more behind it", data: append(riff(vp8l(w, h), part{"EXIF", exif(6)}, part{"note", []byte("hidden")}), "trailing"...)},
		{
			name: "WebP extended", data: append(riff(vp8x(0x3c, w, h), part{"note", []byte("hidden")}, part{"ICCP", []byte("a profile")},
				alph(w, h), vp8(w, h), part{"EXIF", tiff(binary.LittleEndian, 6)}, part{"XMP ", []byte(xmp)}), "trailing"...),
			orientation: 6, keeps: []string{"VP8X\x0a\x00\x00\x00\x38", "ICCP\x09\x00\x00\x00a profile\x00ALPH", "VP8 ", "EXIF"},
		},
		{
			name: "WebP extended upright", data: riff(vp8x(0x0c, w, h), vp8l(w, h), part{"EXIF", exif(1)}, part{"XMP ", []byte(xmp)}),
			keeps: []string{"VP8X\x0a\x00\x00\x00\x00", "VP8L"},
		},
		{
			name: "WebP extended, Exif as in JPEG", data: riff(vp8x(0x08, w, h), vp8l(w, h), part{"EXIF", exif(2)}),
			orientation: 2, keeps: []string{"VP8X\x0a\x00\x00\x00\x08"},
		},
	}
}

func samples(tb testing.TB) []sample {
	tb.Helper()
	return slices.Concat(jpegSamples(tb), pngSamples(tb), webpSamples())
}

func TestClean(t *testing.T) {
	t.Parallel()
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			cleaned, err := photo.Clean(s.data)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range planted() {
				if bytes.Contains(cleaned, []byte(p)) {
					t.Errorf("%q is still in it", p)
				}
			}
			rest := string(cleaned)
			for _, k := range s.keeps {
				_, after, found := strings.Cut(rest, k)
				if !found {
					t.Errorf("%q is lost, or not in its place", k)
					continue
				}
				rest = after
			}
			if got := statedOrientation(t, cleaned); got != s.orientation {
				t.Errorf("orientation %d, want %d", got, s.orientation)
			}
			if !reflect.DeepEqual(decode(t, s.data), decode(t, cleaned)) {
				t.Error("the pixels have changed")
			}
			again, err := photo.Clean(cleaned)
			if err != nil || !bytes.Equal(cleaned, again) {
				t.Errorf("cleaning once more changes it (error %v)", err)
			}
		})
	}
}

// statedOrientation finds the data of Exif by their shape alone: one directory
// of one entry. It returns 0 where there are none.
func statedOrientation(t *testing.T, data []byte) int {
	t.Helper()
	const head = "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00"
	before, after, found := bytes.Cut(data, []byte(head))
	if !found {
		if bytes.Contains(data, []byte("Exif")) || bytes.Contains(data, []byte("eXIf")) || bytes.Contains(data, []byte("EXIF")) {
			t.Error("Exif of another shape")
		}
		return 0
	}
	if !bytes.HasSuffix(before, []byte("\x00\x22Exif\x00\x00")) &&
		!bytes.HasSuffix(before, []byte("\x00\x00\x00\x1aeXIf")) && !bytes.HasSuffix(before, []byte("EXIF\x1a\x00\x00\x00")) {
		t.Errorf("Exif is not where it belongs or of another size: %q", before[max(0, len(before)-12):])
	}
	return int(after[0])
}

// TestDemoPhoto: it gets smaller by its Exif and nothing else.
func TestDemoPhoto(t *testing.T) {
	t.Parallel()
	data := demo(t)
	cleaned, err := photo.Clean(data)
	if err != nil {
		t.Fatal(err)
	}
	size := 2 + int(binary.BigEndian.Uint16(data[4:])) // of the first segment
	if want := slices.Concat(data[:2], data[2+size:]); !bytes.Equal(cleaned, want) {
		t.Errorf("%d bytes, want the %d without Exif", len(cleaned), len(want))
	}
}

func TestKind(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		data string
		want photo.Format
	}{
		{"nothing", "", ""},
		{"text", "Dear partners,", ""},
		{"beginning of a JPEG", "\xff\xd8\xff", photo.JPEG},
		{"half a beginning", "\xff\xd8", ""},
		{"PNG", "\x89PNG\r\n\x1a\n", photo.PNG},
		{"PNG spoilt by a text transfer", "\x89PNG\n\x1a\n", ""},
		{"WebP", "RIFF\x00\x00\x00\x00WEBP", photo.WebP},
		{"sound", "RIFF\x00\x00\x00\x00WAVE", ""},
		{"GIF", "GIF89a", ""},
		{"HEIC", "\x00\x00\x00\x18ftypheic", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := photo.Kind([]byte(tt.data))
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("Kind is %q, %v, want %q", got, ok, tt.want)
			}
		})
	}
}

func TestCleanRefuses(t *testing.T) {
	t.Parallel()
	j, p := plainJPEG(t), plainPNG(t, scene(40, 30))
	frame, scan := bytes.Index(j, []byte("\xff\xc0")), bytes.Index(j, []byte("\xff\xda"))
	w := riff(vp8x(0, 9, 9), vp8l(9, 9))
	changed := func(data []byte, at int, with string) []byte {
		data = bytes.Clone(data)
		copy(data[at:], with)
		return data
	}
	ihdr := func(w, h uint32, rest string) string {
		b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
		return chunk("IHDR", string(b)+rest)
	}
	tests := []struct {
		name string
		data []byte
		kind error
		says []string
	}{
		{"nothing", nil, photo.ErrFormat, nil},
		{"text", []byte("Dear partners,"), photo.ErrFormat, nil},
		{"too many bytes", append(bytes.Clone(j), make([]byte, photo.MaxSize)...), photo.ErrTooLarge, []string{"33554432"}},
		{"many bytes of no photo", make([]byte, photo.MaxSize+1), photo.ErrFormat, nil},

		{"JPEG without end", j[:len(j)-2], photo.ErrMalformed, []string{"JPEG", "cut off", "end"}},
		{"JPEG cut in a segment", j[:scan+5], photo.ErrMalformed, []string{"JPEG", "cut off", "DA"}},
		{"JPEG cut before a length", j[:scan+3], photo.ErrMalformed, []string{"JPEG", "cut off", "DA"}},
		{"JPEG without a picture", []byte("\xff\xd8\xff\xd9"), photo.ErrMalformed, []string{"JPEG", "no picture"}},
		{"JPEG without a frame", slices.Concat(j[:2], j[scan:]), photo.ErrMalformed, []string{"JPEG", "no picture"}},
		{"JPEG without a length", changed(j, 4, "\x00\x01"), photo.ErrMalformed, []string{"JPEG", "length"}},
		{"JPEG with two frames", slices.Concat(j[:frame], j[frame:frame+19], j[frame:]), photo.ErrMalformed, []string{"JPEG", "second"}},
		{"JPEG lossless", changed(j, frame, "\xff\xc3"), photo.ErrMalformed, []string{"JPEG", "C3"}},
		{"JPEG with short JFIF", jpegWith(j, segment(0xe0, jfif[:9])), photo.ErrMalformed, []string{"JPEG", "JFIF"}},
		{"JPEG of no height", changed(j, frame+5, "\x00\x00"), photo.ErrMalformed, []string{"JPEG"}},
		{"JPEG of too many pixels", changed(j, frame+5, "\x40\x00\x40\x00"), photo.ErrTooLarge, []string{"16384 by 16384"}},

		{"PNG without end", p[:len(p)-12], photo.ErrMalformed, []string{"PNG", "cut off", "end"}},
		{"PNG cut in a chunk", p[:60], photo.ErrMalformed, []string{"PNG", "cut off", "IDAT"}},
		{"PNG with a wrong check sum", changed(p, 50, "x"), photo.ErrMalformed, []string{"PNG", "check sum", "IDAT"}},
		{"PNG without a picture", append(bytes.Clone(p[:33]), chunk("IEND", "")...), photo.ErrMalformed, []string{"PNG", "no picture"}},
		{"PNG with two heads", pngWith(p, []string{ihdr(1, 1, "\x08\x06\x00\x00\x00")}, nil), photo.ErrMalformed, []string{"PNG", "second"}},
		{"PNG of a kind of its own", pngWith(p, []string{chunk("CgBI", "x")}, nil), photo.ErrMalformed, []string{"PNG", "CgBI"}},
		{"PNG with a chunk that is no name", pngWith(p, []string{chunk("a\x00bc", "x")}, nil), photo.ErrMalformed, []string{"PNG", "no chunk"}},
		{"PNG with more than a gamma", pngWith(p, []string{chunk("gAMA", "\x00\x00\xb1\x8fhidden")}, nil), photo.ErrMalformed, []string{"PNG", "gAMA"}},
		{"PNG of too many pixels", []byte("\x89PNG\r\n\x1a\n" + ihdr(100_001, 1000, "\x08\x00\x00\x00\x00") + chunk("IDAT", "x") + chunk("IEND", "")), photo.ErrTooLarge, []string{"100001 by 1000"}},

		{"WebP without anything", []byte("RIFF\x04\x00\x00\x00WEBP"), photo.ErrMalformed, []string{"WebP", "picture"}},
		{"WebP without a length", []byte("RIFF\x00\x00\x00\x00WEBP"), photo.ErrMalformed, []string{"WebP", "length"}},
		{"WebP cut", w[:len(w)-4], photo.ErrMalformed, []string{"WebP", "cut off"}},
		{"WebP cut in a chunk", changed(w, 34, "\xff\xff"), photo.ErrMalformed, []string{"WebP", "cut off", "VP8L"}},
		{"WebP cut in the head of a chunk", append(changed(riff(vp8l(9, 9)), 4, string([]byte{byte(len(riff(vp8l(9, 9))) - 8 + 4)})), "ICCP"...), photo.ErrMalformed, []string{"WebP", "cut off"}},
		{"WebP animation", riff(vp8x(0x02, 9, 9), part{"ANIM", make([]byte, 6)}, vp8l(9, 9)), photo.ErrMalformed, []string{"WebP", "animation"}},
		{"WebP animation alone", riff(vp8x(0x02, 9, 9), part{"ANMF", make([]byte, 6)}), photo.ErrMalformed, []string{"WebP", "no still picture"}},
		{"WebP of two pictures", riff(vp8x(0, 9, 9), vp8l(9, 9), vp8(9, 9)), photo.ErrMalformed, []string{"WebP", "second"}},
		{"WebP of two sizes", riff(vp8x(0, 9, 9), vp8l(16000, 8)), photo.ErrMalformed, []string{"WebP", "16000 by 8"}},
		{"WebP with a short head", riff(part{"VP8X", []byte{0}}, vp8l(9, 9)), photo.ErrMalformed, []string{"WebP", "head"}},
		{"WebP that begins with a profile", riff(part{"ICCP", nil}, vp8l(9, 9)), photo.ErrMalformed, []string{"WebP", "ICCP"}},
		{"WebP picture of no sense", riff(part{"VP8L", []byte("hidden")}), photo.ErrMalformed, []string{"WebP"}},
		{"WebP extended picture of no sense", riff(vp8x(0, 9, 9), part{"VP8L", []byte("hidden")}), photo.ErrMalformed, []string{"WebP"}},
		{"WebP of too many pixels", riff(part{"VP8L", []byte{0x2f, 0xff, 0xff, 0xff, 0x0f}}), photo.ErrTooLarge, []string{"16384 by 16384"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cleaned, err := photo.Clean(tt.data)
			if !errors.Is(err, tt.kind) || cleaned != nil {
				t.Fatalf("%d bytes and error %v, want %q", len(cleaned), err, tt.kind)
			}
			for _, s := range tt.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("error %q does not say %q", err, s)
				}
			}
		})
	}
}

// TestTruncated: no file that ends early is taken, wherever it ends.
func TestTruncated(t *testing.T) {
	t.Parallel()
	for _, s := range samples(t) {
		if s.name != "JPEG turned" && s.name != "PNG palette with transparency" && s.name != "WebP extended upright" {
			continue
		}
		for n := range s.data {
			if _, err := photo.Clean(s.data[:n]); err == nil {
				t.Errorf("%s: %d bytes of %d are taken", s.name, n, len(s.data))
			}
		}
	}
}
