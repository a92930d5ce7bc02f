package pdfua

import (
	"encoding/binary"
	"math"
)

// The colours of sRGB (IEC 61966-2-1) as XYZ, adapted to the white D50 of profiles.
type xyz [3]float64

const curvePoints = 1024 // of the curve from stored to linear values

// srgbProfile makes a profile of sRGB in the form of ICC.1:2001-04 (version 2.4):
// a matrix and one curve for all three colours.
func srgbProfile() []byte {
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", description("sRGB")},
		{"cprt", append([]byte("text\x00\x00\x00\x00Made by formula; nobody claims rights in it"), 0)},
		{"wtpt", coordinates(xyz{0.9642, 1, 0.8249})},
		{"rXYZ", coordinates(xyz{0.43607, 0.22249, 0.01392})},
		{"gXYZ", coordinates(xyz{0.38515, 0.71687, 0.09708})},
		{"bXYZ", coordinates(xyz{0.14307, 0.06061, 0.71410})},
		{"rTRC", curve()},
		{"gTRC", nil}, // the same as the one before
		{"bTRC", nil},
	}
	const header = 128
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	body := []byte{}
	start, size := 0, 0
	for _, t := range tags {
		if t.data != nil {
			start, size = header+4+12*len(tags)+len(body), len(t.data)
			body = append(body, t.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(start))
		table = binary.BigEndian.AppendUint32(table, uint32(size))
	}
	p := make([]byte, header, header+len(table)+len(body))
	binary.BigEndian.PutUint32(p, uint32(cap(p)))
	copy(p[8:], "\x02\x40\x00\x00mntrRGB XYZ ")
	copy(p[24:], "\x07\xEA\x00\x01\x00\x01") // 1 January 2026
	copy(p[36:], "acsp")
	copy(p[68:], coordinates(xyz{0.9642, 1, 0.8249})[8:])
	return append(append(p, table...), body...)
}

// coordinates is a tag of the type XYZ.
func coordinates(c xyz) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range c {
		b = binary.BigEndian.AppendUint32(b, uint32(math.Round(v*(1<<16))))
	}
	return b
}

// description is a tag of the type textDescription, in ASCII alone.
func description(s string) []byte {
	b := []byte("desc\x00\x00\x00\x00")
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)+1))
	b = append(append(b, s...), 0)
	const others = 4 + 4 + 2 + 1 + 67 // nothing in Unicode and in ScriptCode
	return append(b, make([]byte, others)...)
}

// curve is a tag of the type curve.
func curve() []byte {
	b := []byte("curv\x00\x00\x00\x00")
	b = binary.BigEndian.AppendUint32(b, curvePoints)
	for i := range curvePoints {
		v := float64(i) / (curvePoints - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(v*math.MaxUint16)))
	}
	return b
}
