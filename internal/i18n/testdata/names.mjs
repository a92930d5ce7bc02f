// Writes names.json, which is part of the program: the names of countries and
// languages in the languages of the product, from CLDR by way of Node's Intl.
// To run it:
//
//   node internal/i18n/testdata/names.mjs
//
// CLDR is © Unicode, Inc., under the Unicode License v3. Countries are those of
// pkg/codelist. Languages are those with a two-letter code, and of the others
// those spoken in the Nordic and Baltic countries.
import { readFileSync, writeFileSync } from "node:fs";

const languages = ["en", "fi", "sv", "lv", "et", "lt", "pl", "de", "da", "nb", "is", "ru", "uk"];
const regional = ["csb", "fit", "krl", "liv", "ltg", "rom", "sgs", "sma", "smj", "smn", "sms", "szl", "vot", "vro"];

// Names that CLDR 48 does not have.
const added = {
  lv: { liv: "lībiešu", ltg: "latgaliešu", sgs: "žemaišu" },
  ru: { fit: "меянкиели", liv: "ливский", ltg: "латгальский", sgs: "жемайтский", vro: "выруский" },
};

function codes(list) {
  const text = readFileSync(new URL(`../../../pkg/codelist/${list}.txt`, import.meta.url), "utf8");
  return text.split("\n").filter((line) => line && !line.startsWith("#"));
}

function named(names, list) {
  return Object.fromEntries(list.map((code) => [code, names.of(code)]).filter(([, name]) => name));
}

const spoken = [...codes("language").filter((code) => code.length === 2), ...regional].sort();

const sorted = (names) => Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));

const all = Object.fromEntries(languages.map((language) => {
  const locale = language === "en" ? "en-GB" : language;
  const countries = named(new Intl.DisplayNames(locale, { type: "region", fallback: "none" }), codes("country"));
  const tongues = named(new Intl.DisplayNames(locale, { type: "language", fallback: "none" }), spoken);
  return [language, { countries, languages: sorted({ ...tongues, ...added[language] }) }];
}));

writeFileSync(new URL("../names.json", import.meta.url), `${JSON.stringify(all, null, 2)}\n`);
