package pii_test

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tulos/pkg/pii"
)

// codes are valid codes that authorities and reference works print as examples, or that
// were made up for this test.
func codes() map[pii.Kind][]string {
	return map[pii.Kind][]string{
		pii.Finland:          {"131052-308T", "131052A308T", "010190-002R", "131052U308T"},
		pii.Sweden:           {"811228-9874", "19811228-9874", "198112289874", "8112289874", "811228+9874"},
		pii.Norway:           {"15108695088", "151086 95088"},
		pii.Denmark:          {"211062-5629", "2110625629", "211062 5629"},
		pii.Iceland:          {"120174-3399", "1201743399"},
		pii.EstoniaLithuania: {"37605030299", "33309240064"},
		pii.Latvia:           {"161175-19997", "16117519997"},
		pii.Poland:           {"44051401359"},
		pii.Germany:          {"36574261809", "36 574 261 809", "86095742719"},
		pii.Russia:           {"112-233-445 95", "112-233-445-95", "11223344595"},
		pii.Ukraine:          {"1759013776", "3184710691"},
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	for kind, all := range codes() {
		for _, code := range all {
			for _, frame := range []string{"%s", "Anna (%s) tuli.", "isikukood: %s, 12 people", "«%s»", "ID %s.\n%[1]s"} {
				text := fmt.Sprintf(frame, code)
				found := pii.Find(text)
				if len(found) != strings.Count(text, code) {
					t.Errorf("%s: %q has %v", kind, text, found)
					continue
				}
				if f := found[0]; f.Kind != kind || text[f.Start:f.End] != code {
					t.Errorf("%s: %q has %s %q", kind, text, f.Kind, text[f.Start:f.End])
				}
			}
		}
	}
}

// TestWrongCheckDigits holds that no code is found with another digit in the place of
// its check digit.
func TestWrongCheckDigits(t *testing.T) {
	t.Parallel()
	for kind, all := range codes() {
		for _, code := range all {
			at := len(code) - 1
			if kind == pii.Iceland {
				at-- // the last is the century
			}
			for _, c := range "0123456789" {
				if wrong := code[:at] + string(c) + code[at+1:]; wrong != code && slices.ContainsFunc(pii.Find(wrong), func(f pii.Finding) bool { return f.Kind == kind }) {
					t.Errorf("%s: %s is found", kind, wrong)
				}
			}
		}
	}
}

func TestNoCodes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"311352-308T", "131352-308T", // no such day
		"X131052-308T", "131052-308TX", "A-131052-308T", "131052-308T-2", "0131052-308T", // of something longer
		"8112289874,50", "8112289874 EUR", "€ 8112289874", "ISBN 8112289874", "36 574 261 809 €", "1 36 574 261 809",
		"https://example.org/37605030299", "320101-00000",
	} {
		if found := pii.Find(text); len(found) > 0 {
			t.Errorf("%q has %v", text, found)
		}
	}
}

func TestEmailsAndPhones(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Write to anna.berzina+ev@example.lv.":         "email anna.berzina+ev@example.lv",
		"<mari@näide.ee>, mailto:o@x.example.org":      "email mari@näide.ee; email o@x.example.org",
		"@handle, a@b, 5@home, user@localhost":         "",
		"puh. 09 1234567 / +358 40 123 4567":           "phone 09 1234567; phone +358 40 123 4567",
		"+371 29123456 +37129123457":                   "phone +371 29123456; phone +37129123457",
		"Ring 070-123 45 67 eller 0046 70 123 45 67":   "phone 070-123 45 67; phone 0046 70 123 45 67",
		"8 (921) 123-45-67, тел.: 123-45-67":           "phone 8 (921) 123-45-67; phone 123-45-67",
		"0151 23456789; 067 123 45 67":                 "phone 0151 23456789; phone 067 123 45 67",
		"tlf. 22 33 44 55, Tel: (030) 123456":          "phone 22 33 44 55; phone (030) 123456",
		"+1500 participants, +20 000 000 EUR":          "",
		"Phone 2024-12-31; telephone: 120 of 300":      "",
		"BSR-0401234567, 040/2026, 00401234567, S-070": "",
	} {
		var got []string
		for _, f := range pii.Find(text) {
			got = append(got, string(f.Kind)+" "+text[f.Start:f.End])
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%q has %q, want %q", text, g, want)
		}
	}
}

// TestHarmless holds that nothing is found in five hundred strings that projects write
// and that identify nobody.
func TestHarmless(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/harmless.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	count := 0
	for lines := bufio.NewScanner(file); lines.Scan(); count++ {
		for _, text := range []string{lines.Text(), "See " + lines.Text() + ".", "(" + lines.Text() + ")"} {
			for _, f := range pii.Find(text) {
				t.Errorf("%q is taken for %s", text, f.Kind)
			}
		}
	}
	if count != 500 {
		t.Errorf("there are %d", count)
	}
}

func FuzzFind(f *testing.F) {
	for _, all := range codes() {
		for _, code := range all {
			f.Add("ID " + code + ", a@b.example, +358 40 123 4567")
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, found := range pii.Find(text) {
			if found.Start < end || found.End <= found.Start || found.End > len(text) || !slices.Contains(pii.Kinds(), found.Kind) {
				t.Fatalf("%q has %v", text, found)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[found.Start:found.End]) {
				t.Fatalf("%q is cut at %v", text, found)
			}
			end = found.End
		}
	})
}

// BenchmarkFind takes texts of two sizes: the time for each byte is the same.
func BenchmarkFind(b *testing.B) {
	for _, size := range []int{1_000, 100_000} {
		text := strings.Repeat("1234567890 +358 (12) 3456-78 9012 a@b 131052-308 ", size/48)
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				pii.Find(text)
			}
		})
	}
}
