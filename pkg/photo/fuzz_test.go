package photo_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"reflect"
	"testing"

	"golang.org/x/image/webp"

	"tulos/pkg/photo"
)

func FuzzClean(f *testing.F) {
	for _, s := range samples(f) {
		if len(s.data) < 1<<14 {
			f.Add(s.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.Clone(data) // the fuzzer wants its own unchanged
		mendSums(data)
		cleaned, err := photo.Clean(data)
		if err != nil {
			if !errors.Is(err, photo.ErrFormat) && !errors.Is(err, photo.ErrMalformed) && !errors.Is(err, photo.ErrTooLarge) {
				t.Errorf("error %v is of no kind", err)
			}
			return
		}
		got, err := tryConfig(cleaned)
		if err != nil {
			t.Fatalf("the clean photo: %v", err)
		}
		if want, err := tryConfig(data); err == nil && !reflect.DeepEqual(want, got) {
			t.Errorf("config %v, want %v", got, want)
		}
		if again, err := photo.Clean(cleaned); err != nil || !bytes.Equal(cleaned, again) {
			t.Errorf("cleaning once more changes it (error %v)", err)
		}
		if got.Width*got.Height > 1<<16 {
			return
		}
		if want, err := tryDecode(data); err == nil {
			if m, err := tryDecode(cleaned); err != nil || !reflect.DeepEqual(want, m) {
				t.Errorf("the pixels have changed (error %v)", err)
			}
		}
	})
}

// mendSums makes the check sums of a PNG right, so that fuzzing gets past them.
func mendSums(data []byte) {
	if format, _ := photo.Kind(data); format != photo.PNG {
		return
	}
	for rest := data[8:]; len(rest) >= 12; {
		size := uint64(binary.BigEndian.Uint32(rest))
		if size > uint64(len(rest)-12) {
			return
		}
		binary.BigEndian.PutUint32(rest[8+size:], crc32.ChecksumIEEE(rest[4:8+size]))
		rest = rest[12+size:]
	}
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	m, err := tryDecode(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func tryDecode(data []byte) (image.Image, error) {
	r := bytes.NewReader(data)
	switch format, _ := photo.Kind(data); format {
	case photo.JPEG:
		return jpeg.Decode(r)
	case photo.PNG:
		return png.Decode(r)
	default:
		return webp.Decode(r)
	}
}

func tryConfig(data []byte) (image.Config, error) {
	r := bytes.NewReader(data)
	switch format, _ := photo.Kind(data); format {
	case photo.JPEG:
		return jpeg.DecodeConfig(r)
	case photo.PNG:
		return png.DecodeConfig(r)
	default:
		return webp.DecodeConfig(r)
	}
}
