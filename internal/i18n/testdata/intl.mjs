// Writes intl.json beside this file: what ICU, by way of Node's Intl, makes of
// numbers, dates and lists in the languages of the product. To run it:
//
//   node internal/i18n/testdata/intl.mjs
//
// English is that of en-GB (day, month, year). The narrow no-break space
// U+202F becomes U+00A0 and the thin space U+2009 a plain one, for fonts that
// lack them. A figure that rounds to zero has no sign.
import { writeFileSync } from "node:fs";

const languages = ["en", "fi", "sv", "lv", "et", "lt", "pl", "de", "da", "nb", "is", "ru", "uk"];

const figures = [
  "0", "-0", "0.04", "-0.04", "0.05", "-0.05", "0.5", "-0.5", "1.5", "2.5", "-2.5", "7", "42", "99.95",
  "100", "999", "999.5", "1000", "-1000", "1234", "9999.5", "9999999.9999995", "10000", "12345", "-12345.678",
  "100000", "999999.5", "1234567.891234", "-1234567.891234", "70.720721", "0.000001", "0.0000005", "0.00000049",
  "123456789012345678", "999999999999999999.999999", "-999999999999999999.5",
];

const days = [
  ...Array.from({ length: 12 }, (_, month) => [2026, month + 1, 3]),
  [2024, 2, 29], [2025, 12, 31], [2027, 1, 1], [2027, 10, 10],
];

const items = ["A", "B", "C", "D"];

const plain = (text) => text.replaceAll("\u202f", "\u00a0").replaceAll("\u2009", " ");

// Intl multiplies a percentage by 100: move the point two places left first.
function hundredth(figure) {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(figure);
  const digits = whole.padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
}

function rounded(locale, figure, decimals, options) {
  return plain(new Intl.NumberFormat(locale, {
    ...options,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    roundingMode: "halfExpand",
    signDisplay: "negative",
  }).format(figure));
}

function perDecimals(locale, figure, most, options) {
  return Array.from({ length: most + 1 }, (_, decimals) => rounded(locale, figure, decimals, options));
}

function dates(locale) {
  const formats = [
    { day: "numeric", month: "numeric", year: "numeric" },
    { dateStyle: "long" },
    { month: "long", year: "numeric" },
  ].map((options) => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }));
  return days.map(([year, month, day]) => {
    const date = new Date(Date.UTC(year, month - 1, day));
    const [numeric, long, monthYear] = formats.map((format) => plain(format.format(date)));
    return { year, month, day, numeric, long, monthYear };
  });
}

// What stands between two dates of different years.
function dash(locale) {
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "numeric", year: "numeric", timeZone: "UTC" });
  const parts = format.formatRangeToParts(Date.UTC(2026, 10, 12), Date.UTC(2027, 11, 13));
  const start = parts.findLastIndex((part) => part.source === "startRange");
  const end = parts.findIndex((part) => part.source === "endRange");
  // Latvian ends a date with a full stop of its own, which belongs to the date.
  return plain(parts.slice(start + 1, end).map((part) => part.value).join("")).replace(/^\./, "");
}

const golden = Object.fromEntries(languages.map((language) => {
  const locale = language === "en" ? "en-GB" : language;
  const list = new Intl.ListFormat(locale, { type: "conjunction", style: "long" });
  return [language, {
    numbers: figures.map((figure) => ({ figure, texts: perDecimals(locale, figure, 6, {}) })),
    percents: figures.map((figure) => ({
      figure,
      texts: perDecimals(locale, hundredth(figure), 2, { style: "percent" }),
    })),
    dates: dates(locale),
    dash: dash(locale),
    lists: items.map((_, last) => list.format(items.slice(0, last + 1))),
    plurals: new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort(),
  }];
}));

writeFileSync(new URL("intl.json", import.meta.url), `${JSON.stringify(golden, null, 2)}\n`);
