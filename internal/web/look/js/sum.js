// Tables that add themselves up: data-sum on the table, data-sum-row,
// data-sum-column and data-sum-all on the cells that show totals.

const none = "–";

/** The mark between thousands in a language: "," in English, "." in German. */
function separator(language) {
  const parts = new Intl.NumberFormat(language || undefined).formatToParts(1234567);
  return parts.find((part) => part.type === "group").value;
}

/**
 * A number as people write it in a language: "1 284", "12,5", "12.5", English
 * "1,284". undefined is an empty text, null one that is no number.
 */
export function parse(text, language) {
  let plain = text.replace(/[\s'’]/g, "").replace("\u2212", "-");
  if (plain === "") return undefined;
  const mark = separator(language);
  const grouped = mark === "," ? /^-?\d{1,3}(,\d{3})+(\.\d*)?$/ : /^-?\d{1,3}(\.\d{3})+(,\d*)?$/;
  if ([",", "."].includes(mark) && grouped.test(plain)) plain = plain.replaceAll(mark, "");
  plain = plain.replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? plain : null;
}

/**
 * The sum of numbers from parse, exact to the last written decimal, as plain
 * text; "" when there is none to add, null when one is no number.
 */
export function add(numbers) {
  const known = numbers.filter((n) => n !== undefined);
  if (known.includes(null)) return null;
  if (known.length === 0) return "";
  const decimals = Math.max(...known.map((n) => (n.split(".")[1] ?? "").length));
  const units = known.reduce((sum, n) => {
    const [whole, part = ""] = n.split(".");
    return sum + BigInt(whole + part.padEnd(decimals, "0"));
  }, 0n);
  if (decimals === 0) return String(units);
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** A sum from add as the reader's language writes it. */
export function show(sum, language) {
  if (sum === null || sum === "") return none;
  const decimals = (sum.split(".")[1] ?? "").length;
  const format = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(language || undefined, format).format(sum);
}

function write(target, text) {
  if (target && target.textContent !== text) target.textContent = text;
}

function fields(cells, language) {
  const inputs = [...cells].flatMap((cell) => [...cell.querySelectorAll("input")]);
  return inputs.map((input) => parse(input.value, language));
}

/** Writes every total of a table. */
export function total(table) {
  const document = table.ownerDocument;
  const language = table.closest("[lang]")?.lang;
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const column = (index) => rows.map((row) => row.cells[index]).filter(Boolean);
  for (const row of rows) write(row.querySelector("[data-sum-row]"), show(add(fields(row.cells, language)), language));
  for (const cell of table.querySelectorAll("[data-sum-column]")) {
    write(cell, show(add(fields(column(cell.closest("td,th").cellIndex), language)), language));
  }
  const sum = add(fields(rows, language));
  write(table.querySelector("[data-sum-all]"), show(sum, language));
  const into = table.dataset.sumInto && document.getElementById(table.dataset.sumInto);
  if (!into) return;
  if ("value" in into && into.tagName === "INPUT") into.value = sum ? show(sum, language) : "";
  else write(into, show(sum, language));
}

export function watchSums(document) {
  document.addEventListener("input", ({ target }) => {
    const table = target.closest("table[data-sum]");
    if (table) total(table);
  });
  for (const table of document.querySelectorAll("table[data-sum]")) {
    if ([...table.querySelectorAll("tbody input")].some((input) => input.value)) total(table);
  }
}
