package i18n

// A locale is how one language writes numbers, dates and lists, as in CLDR 48.
// Date patterns hold {d} and {dd} (day), {M} and {MM} (month as a number),
// {month} (its name) and {y}.
type locale struct {
	ownName   string // what the language calls itself
	decimal   string // between whole and fraction
	group     string // between groups of three digits
	groupFrom int    // a number is grouped where so many digits stand before the last group
	minus     string
	percent   string     // after the number, with its space
	numeric   string     // pattern of a date in figures
	long      string     // pattern of a date in words
	monthYear string     // pattern of a month
	dash      string     // between two dates
	and       string     // between the last two items of a list
	months    [12]string // beside a day
	alone     [12]string // without a day; empty: as months
}

// locales has the data of every language of the product. English is that of
// Britain: day, month, year.
var locales = map[Language]*locale{
	English: {
		ownName: "English",
		decimal: ".", group: ",", groupFrom: 1, minus: "-", percent: "%",
		numeric: "{dd}/{MM}/{y}", long: "{d} {month} {y}", monthYear: "{month} {y}",
		dash: " – ", and: " and ",
		months: [12]string{
			"January", "February", "March", "April", "May", "June",
			"July", "August", "September", "October", "November", "December",
		},
	},
	Finnish: {
		ownName: "suomi",
		decimal: ",", group: "\u00a0", groupFrom: 1, minus: "\u2212", percent: "\u00a0%",
		numeric: "{d}.{M}.{y}", long: "{d}. {month} {y}", monthYear: "{month} {y}",
		dash: "–", and: " ja ",
		months: [12]string{
			"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta",
			"heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta",
		},
		alone: [12]string{
			"tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu",
			"heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu",
		},
	},
	Swedish: {
		ownName: "svenska",
		decimal: ",", group: "\u00a0", groupFrom: 1, minus: "\u2212", percent: "\u00a0%",
		numeric: "{y}-{MM}-{dd}", long: "{d} {month} {y}", monthYear: "{month} {y}",
		dash: "–", and: " och ",
		months: [12]string{
			"januari", "februari", "mars", "april", "maj", "juni",
			"juli", "augusti", "september", "oktober", "november", "december",
		},
	},
	Latvian: {
		ownName: "latviešu valoda",
		decimal: ",", group: "\u00a0", groupFrom: 2, minus: "-", percent: "%",
		numeric: "{d}.{MM}.{y}.", long: "{y}. gada {d}. {month}", monthYear: "{y}. g. {month}",
		dash: "–", and: " un ",
		months: [12]string{
			"janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs",
			"jūlijs", "augusts", "septembris", "oktobris", "novembris", "decembris",
		},
	},
	Estonian: {
		ownName: "eesti keel",
		decimal: ",", group: "\u00a0", groupFrom: 2, minus: "\u2212", percent: "%",
		numeric: "{d}.{M}.{y}", long: "{d}. {month} {y}", monthYear: "{month} {y}",
		dash: "–", and: " ja ",
		months: [12]string{
			"jaanuar", "veebruar", "märts", "aprill", "mai", "juuni",
			"juuli", "august", "september", "oktoober", "november", "detsember",
		},
	},
	Lithuanian: {
		ownName: "lietuvių kalba",
		decimal: ",", group: "\u00a0", groupFrom: 1, minus: "\u2212", percent: "\u00a0%",
		numeric: "{y}-{MM}-{dd}", long: "{y} m. {month} {d} d.", monthYear: "{y} m. {month}",
		dash: " – ", and: " ir ",
		months: [12]string{
			"sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio",
			"liepos", "rugpjūčio", "rugsėjo", "spalio", "lapkričio", "gruodžio",
		},
		alone: [12]string{
			"sausis", "vasaris", "kovas", "balandis", "gegužė", "birželis",
			"liepa", "rugpjūtis", "rugsėjis", "spalis", "lapkritis", "gruodis",
		},
	},
	Polish: {
		ownName: "polski",
		decimal: ",", group: "\u00a0", groupFrom: 2, minus: "-", percent: "%",
		numeric: "{d}.{MM}.{y}", long: "{d} {month} {y}", monthYear: "{month} {y}",
		dash: "–", and: " i ",
		months: [12]string{
			"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
			"lipca", "sierpnia", "września", "października", "listopada", "grudnia",
		},
		alone: [12]string{
			"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec",
			"lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
		},
	},
	German: {
		ownName: "Deutsch",
		decimal: ",", group: ".", groupFrom: 1, minus: "-", percent: "\u00a0%",
		numeric: "{d}.{M}.{y}", long: "{d}. {month} {y}", monthYear: "{month} {y}",
		dash: " – ", and: " und ",
		months: [12]string{
			"Januar", "Februar", "März", "April", "Mai", "Juni",
			"Juli", "August", "September", "Oktober", "November", "Dezember",
		},
	},
	Danish: {
		ownName: "dansk",
		decimal: ",", group: ".", groupFrom: 1, minus: "-", percent: "\u00a0%",
		numeric: "{d}.{M}.{y}", long: "{d}. {month} {y}", monthYear: "{month} {y}",
		dash: "–", and: " og ",
		months: [12]string{
			"januar", "februar", "marts", "april", "maj", "juni",
			"juli", "august", "september", "oktober", "november", "december",
		},
	},
	Norwegian: {
		ownName: "norsk bokmål",
		decimal: ",", group: "\u00a0", groupFrom: 1, minus: "\u2212", percent: "\u00a0%",
		numeric: "{d}.{M}.{y}", long: "{d}. {month} {y}", monthYear: "{month} {y}",
		dash: "–", and: " og ",
		months: [12]string{
			"januar", "februar", "mars", "april", "mai", "juni",
			"juli", "august", "september", "oktober", "november", "desember",
		},
	},
	Icelandic: {
		ownName: "íslenska",
		decimal: ",", group: ".", groupFrom: 1, minus: "-", percent: "%",
		numeric: "{d}.{M}.{y}", long: "{d}. {month} {y}", monthYear: "{month} {y}",
		dash: " – ", and: " og ",
		months: [12]string{
			"janúar", "febrúar", "mars", "apríl", "maí", "júní",
			"júlí", "ágúst", "september", "október", "nóvember", "desember",
		},
	},
	Russian: {
		ownName: "русский",
		decimal: ",", group: "\u00a0", groupFrom: 1, minus: "-", percent: "\u00a0%",
		numeric: "{dd}.{MM}.{y}", long: "{d} {month} {y} г.", monthYear: "{month} {y} г.",
		dash: "–", and: " и ",
		months: [12]string{
			"января", "февраля", "марта", "апреля", "мая", "июня",
			"июля", "августа", "сентября", "октября", "ноября", "декабря",
		},
		alone: [12]string{
			"январь", "февраль", "март", "апрель", "май", "июнь",
			"июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
		},
	},
	Ukrainian: {
		ownName: "українська",
		decimal: ",", group: "\u00a0", groupFrom: 1, minus: "-", percent: "%",
		numeric: "{dd}.{MM}.{y}", long: "{d} {month} {y} р.", monthYear: "{month} {y} р.",
		dash: " – ", and: " і ",
		months: [12]string{
			"січня", "лютого", "березня", "квітня", "травня", "червня",
			"липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
		},
		alone: [12]string{
			"січень", "лютий", "березень", "квітень", "травень", "червень",
			"липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
		},
	},
}
