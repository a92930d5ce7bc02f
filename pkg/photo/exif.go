package photo

import (
	"bytes"
	"encoding/binary"
)

// Orientation of Exif: how the picture is to be turned or mirrored, 1 to 8.
const (
	upright        = 1
	maxOrientation = 8
	orientationTag = 0x0112
	shortType      = 3
)

// exifPrefix leads the data of Exif in JPEG; some writers put it elsewhere too.
const exifPrefix = "Exif\x00\x00"

// orientation returns what the data of Exif, a small TIFF file, say in their
// first directory; upright where they say nothing that can be understood.
func orientation(exif []byte) uint16 {
	tiff := bytes.TrimPrefix(exif, []byte(exifPrefix))
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	start := uint64(order.Uint32(tiff[4:]))
	if order.Uint16(tiff[2:]) != 42 || start+2 > uint64(len(tiff)) {
		return upright
	}
	directory := tiff[start:]
	count := int(order.Uint16(directory))
	for entry := directory[2:]; count > 0 && len(entry) >= 12; count, entry = count-1, entry[12:] {
		if order.Uint16(entry) != orientationTag {
			continue
		}
		value := order.Uint16(entry[8:])
		if order.Uint16(entry[2:]) == shortType && value >= upright && value <= maxOrientation {
			return value
		}
	}
	return upright
}

// exifOf returns the data of Exif that say this orientation and nothing else.
func exifOf(orientation uint16) []byte {
	le := binary.LittleEndian
	tiff := le.AppendUint32([]byte("II*\x00"), 8) // where the directory is
	tiff = le.AppendUint16(tiff, 1)               // its entries
	tiff = le.AppendUint16(tiff, orientationTag)
	tiff = le.AppendUint16(tiff, shortType)
	tiff = le.AppendUint32(tiff, 1) // one value
	tiff = le.AppendUint32(tiff, uint32(orientation))
	return le.AppendUint32(tiff, 0) // no further directory
}
