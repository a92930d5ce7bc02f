package pii

import (
	"regexp"
	"strings"
	"time"
)

// A form is how a code is written, and which kinds it can be of; the first that fits is
// told.
type form struct {
	pattern *regexp.Regexp
	kinds   []codeKind
}

type codeKind struct {
	kind Kind
	is   func(code string, digits []int) bool
}

// forms are those of all codes.
func forms() []form {
	return []form{
		{finnish, []codeKind{{Finland, isFinnish}}},
		{snils, []codeKind{{Russia, isRussian}}},
		{steuer, []codeKind{{Germany, isGerman}}},
		{ten, []codeKind{{Sweden, isSwedish}, {Iceland, isIcelandic}, {Denmark, isDanish}, {Ukraine, isUkrainian}}},
		{eleven, []codeKind{
			{Norway, isNorwegian}, {EstoniaLithuania, isBaltic}, {Latvia, isLatvian}, {Poland, isPolish}, {Germany, isGerman}, {Russia, isRussian},
		}},
	}
}

var (
	finnish = regexp.MustCompile(`[0-9]{6}[-+A-FU-Ya-fu-y][0-9]{3}[0-9A-Za-z]`)
	snils   = regexp.MustCompile(`[0-9]{3}-[0-9]{3}-[0-9]{3}[- ][0-9]{2}`)
	steuer  = regexp.MustCompile(`[0-9]{2} [0-9]{3} [0-9]{3} [0-9]{3}`)
	ten     = regexp.MustCompile(`(?:[0-9]{2})?[0-9]{6}[-+ ]?[0-9]{4}`)
	eleven  = regexp.MustCompile(`[0-9]{6}[- ]?[0-9]{5}`)
)

func codes(text string) []Finding {
	var all []Finding
	for _, f := range forms() {
		for _, at := range f.pattern.FindAllStringIndex(text, -1) {
			code := text[at[0]:at[1]]
			if !standsAlone(text, at[0], at[1]) {
				continue
			}
			digits := digitsOf(code)
			for _, k := range f.kinds {
				if k.is(code, digits) {
					all = append(all, Finding{k.kind, at[0], at[1]})
					break
				}
			}
		}
	}
	return all
}

// isDay says whether there is such a day.
func isDay(year, month, day int) bool {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t.Month() == time.Month(month) && t.Day() == day
}

// isDayOf says so of a year of which the century is not known.
func isDayOf(year, month, day int) bool {
	return isDay(1900+year, month, day) || isDay(2000+year, month, day)
}

// pair is the number of two digits.
func pair(digits []int, at int) int { return 10*digits[at] + digits[at+1] }

// weighed is the sum of digits, each times its weight.
func weighed(digits []int, weights ...int) int {
	sum := 0
	for n, w := range weights {
		sum += w * digits[n]
	}
	return sum
}

// isFinnish: henkilötunnus, DDMMYY, sign of the century, NNN and a check character.
// Source: Digital and Population Data Services Agency, "The personal identity code";
// signs of the century by decree 690/2022.
func isFinnish(code string, digits []int) bool {
	const checks = "0123456789ABCDEFHJKLMNPRSTUVWXY"
	number := 0
	for _, d := range digits[:9] {
		number = 10*number + d
	}
	year := pair(digits, 4)
	switch sign := strings.ToUpper(code[6:7]); {
	case sign == "+":
		year += 1800
	case strings.Contains("ABCDEF", sign):
		year += 2000
	default:
		year += 1900
	}
	return isDay(year, pair(digits, 2), pair(digits, 0)) && number%1000 >= 2 && strings.ToUpper(code[10:]) == checks[number%31:number%31+1]
}

// isSwedish: personnummer, (CC)YYMMDD-NNNC with a check digit by Luhn; in a
// samordningsnummer the day has 60 added. Source: Skatteverket, SKV 704 and SKV 707.
func isSwedish(code string, digits []int) bool {
	if strings.Contains(code, " ") {
		return false
	}
	if len(digits) == 12 {
		if century := pair(digits, 0); century < 18 || century > 20 {
			return false
		}
		digits = digits[2:]
	}
	sum := 0
	for n, d := range digits {
		if n%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return isDayOf(pair(digits, 0), pair(digits, 2), pair(digits, 4)%60) && sum%10 == 0
}

// isNorwegian: fødselsnummer, DDMMYY NNN and two check digits; in a D-nummer the day
// has 40 added. Source: Skatteetaten, and regulation FOR-2017-07-14-1201, section 2-2.
func isNorwegian(code string, digits []int) bool {
	return !strings.Contains(code, "-") && isDayOf(pair(digits, 4), pair(digits, 2), pair(digits, 0)%40) &&
		weighed(digits, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1)%11 == 0 && weighed(digits, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// isDanish: CPR-nummer, DDMMYY-SSSS, with a check modulo 11. Source: CPR-kontoret,
// "Personnummeret i CPR". Since 2007 some numbers are given that do not pass the check;
// these are not found.
func isDanish(_ string, digits []int) bool {
	return len(digits) == 10 && isDayOf(pair(digits, 4), pair(digits, 2), pair(digits, 0)) &&
		weighed(digits, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// isIcelandic: kennitala, DDMMYY-NNCX, C a check digit, X the century. Source: Þjóðskrá,
// "Kennitala". Those that are given without a check digit are not found.
func isIcelandic(_ string, digits []int) bool {
	if len(digits) != 10 {
		return false
	}
	century, ok := map[int]int{8: 1800, 9: 1900, 0: 2000}[digits[9]]
	return ok && isDay(century+pair(digits, 4), pair(digits, 2), pair(digits, 0)) && weighed(digits, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// isBaltic: isikukood of Estonia (standard EVS 585) and asmens kodas of Lithuania (law
// on the population register), GYYMMDDSSSC, which have the same check digit. Of births
// before 1905 there are none: so begin the numbers of Latvia's enterprises.
func isBaltic(code string, digits []int) bool {
	const earliest = 1905
	year := 1800 + (digits[0]-1)/2*100 + pair(digits, 1)
	if len(code) != len(digits) || digits[0] > 8 || year < earliest || !isDay(year, pair(digits, 3), pair(digits, 5)) {
		return false
	}
	check := weighed(digits, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11
	if check == 10 {
		check = weighed(digits, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10
	}
	return check == digits[10]
}

// isLatvian: personas kods, DDMMYY-CNNNX, C the century; since 2017 32NNNN-NNNNX without
// a date. Source: Office of Citizenship and Migration Affairs, "Personal code". The
// check digit is as commonly published for the old; new ones are taken to have the same.
func isLatvian(code string, digits []int) bool {
	if strings.Contains(code, " ") || (1+weighed(digits, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9))%11%10 != digits[10] {
		return false
	}
	isDated := digits[6] <= 2 && isDay(1800+100*digits[6]+pair(digits, 4), pair(digits, 2), pair(digits, 0))
	return isDated || pair(digits, 0) == 32
}

// isPolish: PESEL, YYMMDDZZZXC; the month tells the century. Source: law of 24 September
// 2010 on the register of population, article 15.
func isPolish(code string, digits []int) bool {
	century, ok := map[int]int{0: 1900, 1: 2000, 2: 2100, 3: 2200, 4: 1800}[pair(digits, 2)/20]
	return ok && len(code) == len(digits) && isDay(century+pair(digits, 0), pair(digits, 2)%20, pair(digits, 4)) &&
		weighed(digits, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)%10 == 0
}

// isGerman: steuerliche Identifikationsnummer, ten digits of which one repeats, twice or
// three times, and a check digit by ISO/IEC 7064, MOD 11,10. Source: section 139b
// Abgabenordnung; BZSt, "Informationen zur IdNr".
func isGerman(code string, digits []int) bool {
	if digits[0] == 0 || strings.Contains(code, "-") || strings.Index(code, " ") == 6 {
		return false
	}
	counts, product := [10]int{}, 10
	for _, d := range digits[:10] {
		counts[d]++
		sum := (d + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	repeated := 0
	for _, n := range counts {
		if n > 3 {
			return false
		}
		if n > 1 {
			repeated++
		}
	}
	return repeated == 1 && (11-product)%10 == digits[10]
}

// isRussian: SNILS, NNN-NNN-NNN CC; numbers up to 001-001-998 have no check. Source:
// Social Fund of Russia, "The control number of SNILS".
func isRussian(code string, digits []int) bool {
	number := 0
	for _, d := range digits[:9] {
		number = 10*number + d
	}
	check := weighed(digits, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 101 % 100
	return strings.Index(code, " ") != 6 && strings.Index(code, "-") != 6 && number > 1001998 && pair(digits, 9) == check
}

// isUkrainian: RNOKPP, five digits for the day of birth, counted from 31 December 1899,
// four more and a check digit. Source: State Tax Service; order 822 of 2017 of the Ministry of
// Finance on the register of natural persons.
func isUkrainian(code string, digits []int) bool {
	const from1910, to2040 = 3653, 51135
	day := 1000*pair(digits, 0) + 100*digits[2] + pair(digits, 3)
	check := weighed(digits, 10, 5, 7, 9, 4, 6, 10, 5, 7) % 11 % 10 // the first weight is -1
	return len(code) == 10 && from1910 <= day && day < to2040 && check == digits[9]
}
