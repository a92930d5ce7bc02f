package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRows(t *testing.T) {
	rows := `<row r="2" spans="1:9"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="D2" s="1"><v>46082</v></c>` +
		`<c r="E2" s="2"><v>0.30000000000000004</v></c><c r="F2" t="b"><v>1</v></c><c r="G2"><f>1+1</f><v>2</v></c><c r="H2"><f>1+1</f></c>` +
		`<c r="I2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>` +
		`<row r="4"><c r="A4" s="1"/><c r="XFD4" s="1"/></row>` +
		`<row r="5"><c t="inlineStr"><is><t>a_x000D_b &#x41;<![CDATA[<]]></t></is></c><c t="str"><f>"x"</f><v>x</v></c><c s="3"><v>46082.75</v></c><c><v>1.5E3</v></c></row>`
	got, err := readAll(pack(t, base(rows)), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{
		{2, []Cell{
			{0, Text, "Rīga & Tartu"},
			{1, Text, "two parts"},
			{3, Day, "2026-03-01"},
			{4, Number, "0.3"},
			{5, Bool, "1"},
			{6, Number, "2"},
			{7, Uncomputed, ""},
			{8, Fault, "#DIV/0!"},
		}},
		{5, []Cell{{0, Text, "a\rb A<"}, {1, Text, "x"}, {2, Day, "2026-03-01"}, {3, Number, "1500"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

// TestHostile holds that each bad file is refused for what is wrong with it.
func TestHostile(t *testing.T) {
	const one = `<row><c><v>1</v></c></row>`
	bomb := sheetHead + strings.Repeat(one, 3_000_000) + sheetFoot
	plain := pack(t, base(one))
	ole := append(bytes.Clone(oleMark), make([]byte, 4096)...)
	sheet := func(text string) []byte { return pack(t, with(base(""), "xl/worksheets/sheet1.xml", text)) }
	doctype := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`
	tests := []struct {
		name string
		file []byte
		want Reason
	}{
		{"nothing", nil, Empty},
		{"zip bomb", packLying(t, with(base(""), "xl/worksheets/sheet1.xml", bomb), uint64(len(bomb))), TooMuchInside},
		{"zip bomb that lies", packLying(t, with(base(""), "xl/worksheets/sheet1.xml", bomb), 1<<20), WrongSizes},
		{"many parts that unpack to much", pack(t, bombs(8, 12<<20)), TooMuchInside},
		{"lying size, smaller", packLying(t, base(strings.Repeat(one, 100_000)), 1000), WrongSizes},
		{"lying size, larger", packLying(t, base(one), 1<<20), Truncated},
		{"lying size, enormous", packLying(t, base(one), 1<<62), TooMuchInside},
		{"entity of a file", sheet(doctype + sheetHead[len(`<?xml version="1.0" encoding="UTF-8"?>`):] + `<row><c t="inlineStr"><is><t>&e;</t></is></c></row>` + sheetFoot), Doctype},
		{"entity in a part nobody reads", pack(t, with(base(one), "docProps/core.xml", doctype+`<x/>`)), Doctype},
		{"deep XML", sheet(sheetHead + strings.Repeat("<a>", 100_000)), TooDeep},
		{"unclosed XML", sheet(sheetHead + one), BadXML},
		{"wrongly nested XML", sheet(sheetHead + `<row><c></row></c>` + sheetFoot), BadXML},
		{"endless attribute", sheet(sheetHead + `<row r="` + randomText(3<<20)), BadXML},
		{"another encoding", sheet(`<?xml version="1.0" encoding="UTF-16"?><a/>`), BadXML},
		{"wide rows", pack(t, base(strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 1))), TooWide},
		{"far rows", pack(t, base(`<row r="1048576"><c><v>1</v></c></row>`)), TooManyRows},
		{"no such column", pack(t, base(`<row><c r="ZZZZ1"><v>1</v></c></row>`)), BadXML},
		{"cells backwards", pack(t, base(`<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`)), BadXML},
		{"an old workbook", ole, OldFormat},
		{"an encrypted workbook", append(bytes.Clone(ole), encrypted...), Encrypted},
		{"with a program", pack(t, with(base(one), "xl/vbaProject.bin", "x")), Macros},
		{"said to have a program", pack(t, with(base(one), "[Content_Types].xml", `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`)), Macros},
		{"binary workbook", pack(t, with(base(one), "xl/workbook.bin", "x")), OldFormat},
		{"text document", pack(t, []part{{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<x/>"}}), OtherOffice},
		{"OpenDocument", pack(t, []part{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<x/>"}}), OtherOffice},
		{"truncated", plain[:len(plain)/2], Truncated},
		{"end cut off", plain[:len(plain)-30], Truncated},
		{"damaged", damaged(plain), Truncated},
		{"PDF", []byte("%PDF-1.7\n%âãÏÓ\n"), IsPDF},
		{"picture", []byte("\x89PNG\r\n\x1a\n rest"), NotWorkbook},
		{"zip of something else", pack(t, []part{{"a.txt", "x"}}), NotWorkbook},
		{"no sheet", pack(t, with(base(one), "xl/workbook.xml", "<workbook/>")), NotWorkbook},
		{"a part twice", pack(t, append(base(one), part{"XL/Workbook.xml", "<workbook/>"})), Truncated},
		{"too large", make([]byte, 10<<20+1), TooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readAll(tt.file, DefaultLimits())
			var r *RefusedError
			if !errors.As(err, &r) || r.Reason != tt.want {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
}

// TestManyEntries holds that so many entries are refused before anything is made of
// them, also where the file may be as large as they make it.
func TestManyEntries(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for n := range 200_000 {
		if _, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("xl/x%d.xml", n)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	l := DefaultLimits()
	l.Bytes = 1 << 30
	_, err := readAll(b.Bytes(), l)
	var r *RefusedError
	if !errors.As(err, &r) || r.Reason != TooManyParts {
		t.Errorf("error = %v, want %s", err, TooManyParts)
	}
}

// bombs are parts that are harmless one by one.
func bombs(count, size int) []part {
	parts := base("")
	text := randomText(10_000)
	for n := range count {
		parts = append(parts, part{fmt.Sprintf("xl/media/image%d.png", n), strings.Repeat(text, size/10_000)})
	}
	return parts
}

func randomText(size int) string {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, size)
	for n := range b {
		b[n] = byte('a' + r.IntN(26))
	}
	return string(b)
}

// damaged is a file with other bytes in the middle of its last part.
func damaged(file []byte) []byte {
	file = bytes.Clone(file)
	at := bytes.LastIndex(file, []byte("sheet1.xml"))
	at = bytes.LastIndex(file[:at], []byte("sheet1.xml")) + 20
	for n := range 8 {
		file[at+n] ^= 0x55
	}
	return file
}

func TestCSV(t *testing.T) {
	tests := []struct {
		name, text string
		want       []Row
	}{
		{"semicolons", "\ufeffa;b,c\n\n1,5;\"x;\ny\"\nz", []Row{
			{1, []Cell{{0, Text, "a"}, {1, Text, "b,c"}}}, {3, []Cell{{0, Text, "1,5"}, {1, Text, "x;\ny"}}}, {4, []Cell{{0, Text, "z"}}},
		}},
		{"commas", "a,b\r\n'=1,'x", []Row{{1, []Cell{{0, Text, "a"}, {1, Text, "b"}}}, {2, []Cell{{0, Text, "=1"}, {1, Text, "'x"}}}}},
		{"tabs", "a\tb\n", []Row{{1, []Cell{{0, Text, "a"}, {1, Text, "b"}}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadCSV([]byte(tt.text), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
	for text, want := range map[string]Reason{
		"": Empty, "R\xeega;x": NotUTF8, "a;\x00": BadCSV, "a;\"b": BadCSV, strings.Repeat(",", 600) + "x": TooWide,
	} {
		_, err := ReadCSV([]byte(text), DefaultLimits())
		var r *RefusedError
		if !errors.As(err, &r) || r.Reason != want {
			t.Errorf("error of %.20q = %v, want %s", text, err, want)
		}
	}
}

func TestCellNames(t *testing.T) {
	for column, name := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := ColumnName(column); got != name {
			t.Errorf("column %d is %s, want %s", column, got, name)
		}
		if at, row, ok := ParseCell(name + "7"); at != column || row != 7 || !ok {
			t.Errorf("%s7 is %d, %d, %v", name, at, row, ok)
		}
	}
	for _, name := range []string{"", "A", "1", "A0", "a1", "XFE1", "A1048577", "A-1", "A1B"} {
		if _, _, ok := ParseCell(name); ok {
			t.Errorf("%q is taken for a cell", name)
		}
	}
}

// FuzzScanner holds what the scanner takes against encoding/xml.
func FuzzScanner(f *testing.F) {
	for _, p := range base(`<row><c t="inlineStr" r='A1'><is><t>a&lt;&#65;<![CDATA[]]x]]></t></is></c><!-- c --></row>`) {
		f.Add([]byte(p.text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := flat(data)
		if err != nil {
			return
		}
		want, err := flatXML(data)
		if err != nil {
			return // encoding/xml is stricter about names and characters
		}
		if got != want {
			t.Errorf("%q is\n%q\nencoding/xml has\n%q", data, got, want)
		}
	})
}

func flat(data []byte) (string, error) {
	s := newScanner("fuzz", bytes.NewReader(data))
	var b strings.Builder
	for {
		tok, err := s.next()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch tok.kind {
		case startTag:
			b.WriteString("<" + string(tok.name) + ">")
		case endTag:
			b.WriteString("</" + string(tok.name) + ">")
		case characters:
			text, err := tok.plain()
			if err != nil {
				return "", err
			}
			b.WriteString(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
		}
	}
}

func flatXML(data []byte) (string, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var b strings.Builder
	depth := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			depth++
			b.WriteString("<" + tok.Name.Local + ">")
		case xml.EndElement:
			depth--
			b.WriteString("</" + tok.Name.Local + ">")
		case xml.CharData:
			if depth > 0 {
				b.WriteString(string(tok))
			}
		}
	}
}

// FuzzOpen holds that no file does more than be refused.
func FuzzOpen(f *testing.F) {
	f.Add(pack(f, base(`<row><c t="s"><v>0</v></c><c s="1"><v>46082</v></c></row>`)))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := readAll(data, DefaultLimits())
		var r *RefusedError
		if err != nil && !errors.As(err, &r) {
			t.Error(err)
		}
	})
}

// BenchmarkOpen reads a workbook of nearly 10 MB: as large as may be sent.
func BenchmarkOpen(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	var rows strings.Builder
	for n := range 19_000 {
		fmt.Fprintf(&rows, `<row r="%d">`, n+1)
		for range 50 {
			fmt.Fprintf(&rows, `<c t="inlineStr"><is><t>%x</t></is></c>`, r.Uint64())
		}
		rows.WriteString(`</row>`)
	}
	file := pack(b, base(rows.String()))
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		book, err := Open(bytes.NewReader(file), int64(len(file)), DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		if err := book.Rows(book.Sheets()[0], func(Row) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
