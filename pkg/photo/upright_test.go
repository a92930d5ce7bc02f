package photo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// corners is a picture of 40 by 20 with a red corner at the upper left and a blue
// one at the upper right, as it should be seen.
func corners() *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, 40, 20))
	for y := range 20 {
		for x := range 40 {
			c := color.RGBA{255, 255, 255, 255}
			if y < 10 && x < 10 {
				c = color.RGBA{255, 0, 0, 255}
			}
			if y < 10 && x >= 30 {
				c = color.RGBA{0, 0, 255, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// stored is a picture as a camera that is held otherwise stores it.
func stored(t *testing.T, seen *image.RGBA, orientation uint16) []byte {
	t.Helper()
	back := map[uint16]uint16{6: 8, 8: 6}
	way := orientation
	if inverse, ok := back[orientation]; ok {
		way = inverse
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, turn(seen, way), &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte(exifPrefix), exifOf(orientation)...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, soi, 0xff, app1}, uint16(len(exif)+2))
	return append(append(head, exif...), b.Bytes()[2:]...)
}

func TestUprightTurnsAsTheFileSays(t *testing.T) {
	for orientation := uint16(1); orientation <= 8; orientation++ {
		t.Run(fmt.Sprint(orientation), func(t *testing.T) {
			got, width, height, err := Upright(stored(t, corners(), orientation), 1000)
			if err != nil {
				t.Fatal(err)
			}
			if width != 40 || height != 20 {
				t.Fatalf("%d by %d, want 40 by 20", width, height)
			}
			m, err := jpeg.Decode(bytes.NewReader(got))
			if err != nil {
				t.Fatal(err)
			}
			if r, _, b, _ := m.At(3, 3).RGBA(); r < 0xa000 || b > 0x6000 {
				t.Errorf("the upper left corner is %v, want red", m.At(3, 3))
			}
			if r, _, b, _ := m.At(36, 3).RGBA(); b < 0xa000 || r > 0x6000 {
				t.Errorf("the upper right corner is %v, want blue", m.At(36, 3))
			}
			if bytes.Contains(got, []byte("Exif")) {
				t.Error("the file still says how it is turned")
			}
		})
	}
}

func TestUprightScalesAndFillsWithWhite(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 300, 100))); err != nil {
		t.Fatal(err)
	}
	first, width, height, err := Upright(b.Bytes(), 60)
	if err != nil {
		t.Fatal(err)
	}
	if width != 60 || height != 20 {
		t.Errorf("%d by %d, want 60 by 20", width, height)
	}
	m, err := jpeg.Decode(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, blue, _ := m.At(30, 10).RGBA(); r < 0xf000 || g < 0xf000 || blue < 0xf000 {
		t.Errorf("what was transparent is %v, want white", m.At(30, 10))
	}
	again, _, _, err := Upright(b.Bytes(), 60)
	if err != nil || !bytes.Equal(first, again) {
		t.Error("the same photo gives other bytes")
	}
}
