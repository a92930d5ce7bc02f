package bundle

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"tulos/internal/results"
)

// An input is the JSON of a bundle while it is read: it ends where it is not
// UTF-8, and one byte after the most that it may have.
type input struct {
	most    int64
	limited *io.LimitedReader
	valid   io.Reader
	size    int64 // bytes read so far
	err     error // why no more could be read, but for the end
}

func newInput(r io.Reader, most int64) *input {
	most = cmp.Or(most, MaxSize)
	limited := &io.LimitedReader{R: r, N: most + 1}
	return &input{most: most, limited: limited, valid: transform.NewReader(limited, encoding.UTF8Validator)}
}

func (in *input) Read(p []byte) (int, error) {
	n, err := in.valid.Read(p)
	in.size += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		in.err = err
	}
	return n, err
}

// rest reads to the end and finds what is wrong with the file as a whole. The
// error is that of its reader.
func (in *input) rest() ([]results.Problem, error) {
	// What Read could not read is in err.
	_, _ = io.Copy(io.Discard, in)
	if err := in.failure(); err != nil {
		return nil, err
	}
	if _, err := io.Copy(io.Discard, in.limited); err != nil {
		return nil, fmt.Errorf("read bundle: %w", err)
	}
	switch {
	case in.limited.N <= 0:
		return []results.Problem{{Code: TooLarge, Args: map[string]any{"Most": int(in.most >> 20)}}}, nil
	case in.isInvalid():
		return []results.Problem{{Code: NotUTF8, Args: map[string]any{"Offset": in.size}}}, nil
	}
	return nil, nil
}

// failure is the error of the reader, if there was one.
func (in *input) failure() error {
	if in.err == nil || in.isInvalid() {
		return nil
	}
	return fmt.Errorf("read bundle: %w", in.err)
}

func (in *input) isInvalid() bool { return errors.Is(in.err, encoding.ErrInvalidUTF8) }

// locate turns the offset of a problem that stopped the reading into a line and a
// column, in characters.
func (open Opener) locate(problems []results.Problem) ([]results.Problem, error) {
	for _, p := range problems {
		offset, ok := p.Args["Offset"].(int64)
		if !ok {
			continue
		}
		line, column, err := open.position(offset)
		if err != nil {
			return nil, err
		}
		delete(p.Args, "Offset")
		p.Args["Line"], p.Args["Column"] = line, column
	}
	return problems, nil
}

func (open Opener) position(offset int64) (line, column int, err error) {
	file, err := open()
	if err != nil {
		return 0, 0, fmt.Errorf("open bundle: %w", err)
	}
	defer file.Close()
	before := bufio.NewReader(io.LimitReader(file, offset))
	line, column = 1, 1
	for {
		switch r, _, err := before.ReadRune(); {
		case errors.Is(err, io.EOF):
			return line, column, nil
		case err != nil:
			return 0, 0, fmt.Errorf("read bundle: %w", err)
		case r == '\n':
			line, column = line+1, 1
		default:
			column++
		}
	}
}
