package photo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/draw"
)

// quality of the JPEG files that Upright makes.
const quality = 85

// Upright returns the photo in a file as a JPEG that every reader shows the right
// way up: turned as the file says, on white where it is transparent, no side longer
// than longest pixels. The same file gives the same bytes. Errors are as Clean's.
func Upright(data []byte, longest int) (picture []byte, width, height int, err error) {
	cleaned, err := Clean(data)
	if err != nil {
		return nil, 0, 0, err
	}
	from, _, err := image.Decode(bytes.NewReader(cleaned))
	if err != nil {
		return nil, 0, 0, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	turned := turn(scaled(from, longest), toldOrientation(cleaned))
	var b bytes.Buffer
	if err := jpeg.Encode(&b, turned, &jpeg.Options{Quality: quality}); err != nil {
		return nil, 0, 0, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return b.Bytes(), turned.Bounds().Dx(), turned.Bounds().Dy(), nil
}

// scaled draws a picture on white, so small that no side is longer than longest.
func scaled(from image.Image, longest int) *image.RGBA {
	width, height := from.Bounds().Dx(), from.Bounds().Dy()
	if most := max(width, height); most > longest {
		width, height = max(1, width*longest/most), max(1, height*longest/most)
	}
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(to, to.Bounds(), from, from.Bounds(), draw.Over, nil)
	return to
}

// toldOrientation is how a cleaned file says that it is turned.
func toldOrientation(cleaned []byte) uint16 {
	const head = 18 // of the data of Exif, up to the value
	at := bytes.Index(cleaned, exifOf(upright)[:head])
	if at < 0 {
		return upright
	}
	return orientation(cleaned[at:])
}

// turn sets a picture upright that was turned or mirrored (Exif 2.32, 4.6.5).
func turn(from *image.RGBA, orientation uint16) *image.RGBA {
	if orientation == upright {
		return from
	}
	width, height := from.Bounds().Dx(), from.Bounds().Dy()
	place := map[uint16]func(x, y int) (int, int){
		2: func(x, y int) (int, int) { return width - 1 - x, y },
		3: func(x, y int) (int, int) { return width - 1 - x, height - 1 - y },
		4: func(x, y int) (int, int) { return x, height - 1 - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return height - 1 - y, x },
		7: func(x, y int) (int, int) { return height - 1 - y, width - 1 - x },
		8: func(x, y int) (int, int) { return y, width - 1 - x },
	}[orientation]
	shape := image.Rect(0, 0, width, height)
	if orientation >= 5 {
		shape = image.Rect(0, 0, height, width)
	}
	to := image.NewRGBA(shape)
	for y := range height {
		for x := range width {
			toX, toY := place(x, y)
			to.SetRGBA(toX, toY, from.RGBAAt(x, y))
		}
	}
	return to
}
