// Package i18n writes in the languages of the product: messages with plurals,
// numbers, dates, lists, and the names of countries and languages.
//
// Messages lie in locales, a file for each shipped language, one message a
// line, sorted by key. A key starts with its area: report, method, status,
// state, level, type, kind, role, cli and so on.
//
// Numbers and dates are as in CLDR 48; tests compare them with testdata/intl.json,
// which testdata/intl.mjs makes with Node. Two things differ from CLDR: a narrow
// no-break space is a no-break space and a thin space a plain one, since fonts
// lack them, and a date range names both dates in full.
package i18n
