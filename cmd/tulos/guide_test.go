package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	raster "image" // image is the container image here
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// guidePictures is where the pictures of guides are written; empty where they are not
// taken anew:
//
//	TULOS_TEST_GUIDE_PICTURES=$PWD/docs/guide/pictures go test ./cmd/tulos -run 'WayOfAFigure|PartnerReportCycle|FromNothing'
func guidePictures() string { return os.Getenv("TULOS_TEST_GUIDE_PICTURES") }

// desk is how wide a window on a desk is.
const desk = 1280

// demoClock is the time of a demo: that of the day, or where pictures of guides are
// taken, one that begins on the same day each time, so that they stay as they are.
func demoClock() func() time.Time {
	if guidePictures() == "" {
		return time.Now
	}
	begun := time.Now()
	return func() time.Time { return time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC).Add(time.Since(begun)) }
}

// pictures takes a picture for a guide of what a window on a page shows at first.
func (w *way) pictures(name, path string, width, height int64) {
	w.Helper()
	if guidePictures() == "" || w.isPlain {
		return
	}
	w.open(path)
	w.picture(name, "body", width, height)
}

// picture takes one of the page as it is now, from an element on.
func (w *way) picture(name, from string, width, height int64) {
	w.Helper()
	if guidePictures() == "" || w.isPlain {
		return
	}
	w.do("resize", chromedp.EmulateViewport(width, height))
	value[int](w.tab, fmt.Sprintf(`document.querySelector(%q).scrollIntoView({block: "start"}); 0`, from))
	shot := get(w.tab, "picture "+name, func(ctx context.Context, t *chromedp.Target) (page.CaptureScreenshotResult, error) {
		return cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	})
	w.do("resize", chromedp.EmulateViewport(phone, 900))
	if err := os.WriteFile(filepath.Join(guidePictures(), name+".png"), small(w.T, shot.Data), 0o600); err != nil {
		w.Fatal(err)
	}
}

// small writes a picture with the 256 colours that it has most of, which is enough for
// a page.
func small(t *testing.T, data []byte) []byte {
	t.Helper()
	whole, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	counts := map[color.Color]int{}
	for y := range whole.Bounds().Dy() {
		for x := range whole.Bounds().Dx() {
			counts[whole.At(x, y)]++
		}
	}
	var palette color.Palette
	for c := range counts {
		palette = append(palette, c)
	}
	slices.SortFunc(palette, func(a, b color.Color) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(rgb(a), rgb(b)))
	})
	flat := raster.NewPaletted(whole.Bounds(), palette[:min(256, len(palette))])
	draw.Draw(flat, flat.Bounds(), whole, raster.Point{}, draw.Src)
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, flat); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rgb(c color.Color) uint32 {
	r, g, b, _ := c.RGBA()
	return r>>8<<16 | g>>8<<8 | b>>8
}
