package pii

import (
	"regexp"
	"strings"
)

// The forms of phone numbers: with the code of a country, as ITU-T E.164 has it; of
// mobile networks at home, in groups, by the numbering plans of Finland (Traficom), Sweden
// (PTS), Germany (BNetzA), Russia (Rossvyaz) and Ukraine (NKEK); and any that is called
// one. Others, such as eight digits of Norway or Denmark, look like any number.
var (
	abroad = regexp.MustCompile(`(?:\+|\b00)[ ]?[1-9](?:[ .()/-]{0,2}[0-9]){7,14}`)
	mobile = regexp.MustCompile(`\b0(?:4[0-9]{1,2}|50)[ -][0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}\b` +
		`|\b07[02369][ -][0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}\b` +
		`|\b01[567][0-9][ /-][0-9]{3,4}[ -]?[0-9]{4,5}\b` +
		`|\b8[ -]?\(?9[0-9]{2}\)?[ -][0-9]{3}[ -][0-9]{2}[ -][0-9]{2}\b` +
		`|\b0(?:39|50|6[3678]|73|9[1-9])[ -][0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}\b`)
	called = regexp.MustCompile(`(?i)(?:\b(?:tel|tlf|tfn|puh|mob|phone|telephone|telefon|telefonnr|telefoninumero|puhelin|gsm|sími)|тел|телефон|моб|tālr|tālrunis)\.?:?[ ]?(\(?[0-9](?:[ ()/-]{0,2}[0-9]){5,14})`)
	date   = regexp.MustCompile(`^(?:[0-9]{4}[-/ ][0-9]{1,2}[-/ ][0-9]{1,2}|[0-9]{1,2}[-/ ][0-9]{1,2}[-/ ][0-9]{4}|[0-9]{4}[-/][0-9]{4})$`)
)

// lengths are how many digits numbers of a country have, its code with them, from the
// least to the most. Those of others have from 10 to 15.
var lengths = map[string][2]int{
	"1": {11, 11}, "7": {11, 11}, "31": {11, 11}, "33": {11, 11}, "358": {8, 13}, "46": {9, 12}, "47": {10, 10}, "45": {10, 10},
	"354": {10, 10}, "370": {11, 11}, "371": {11, 11}, "372": {10, 11}, "48": {11, 11}, "49": {10, 15}, "380": {12, 12},
}

func phones(text string) []Finding {
	var all []Finding
	for _, at := range abroad.FindAllStringIndex(text, -1) {
		if end := abroadEnd(text[at[0]:at[1]]); end > 0 && standsAlone(text, at[0], at[0]+end) {
			all = append(all, Finding{Phone, at[0], at[0] + end})
		}
	}
	for _, at := range mobile.FindAllStringIndex(text, -1) {
		if standsAlone(text, at[0], at[1]) {
			all = append(all, Finding{Phone, at[0], at[1]})
		}
	}
	for _, at := range called.FindAllStringSubmatchIndex(text, -1) {
		if start, end := at[2], at[3]; !date.MatchString(text[start:end]) && standsAlone(text, start, end) {
			all = append(all, Finding{Phone, start, end})
		}
	}
	return all
}

// abroadEnd is where the number ends that a text begins with, 0 for none: what stands
// behind it may be digits too.
func abroadEnd(text string) int {
	for end := len(text); end > 0; end = strings.LastIndexByte(text[:end], ' ') {
		number := text[:end]
		isGrouped := strings.HasPrefix(number, "+") || strings.ContainsAny(number, " -()/")
		if isGrouped && isAbroad(number) {
			return end
		}
	}
	return 0
}

// isAbroad says whether a number has the length of its country's.
func isAbroad(number string) bool {
	var b strings.Builder
	for _, d := range digitsOf(number) {
		b.WriteByte(byte('0' + d))
	}
	digits, isPlus := b.String(), strings.HasPrefix(number, "+")
	if !isPlus {
		digits = digits[2:]
	}
	for size := 1; size <= 3 && size < len(digits); size++ {
		if l, ok := lengths[digits[:size]]; ok {
			return l[0] <= len(digits) && len(digits) <= l[1]
		}
	}
	return isPlus && 10 <= len(digits) && len(digits) <= 15
}
