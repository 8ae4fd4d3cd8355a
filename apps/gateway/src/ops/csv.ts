/** A spreadsheet takes a cell that begins like this for a formula, and a formula can send away what it reads. */
const FORMULA = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

type Cell = string | number | null | undefined;

function cellText(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell);
  const harmless = FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** RFC 4180: a header line, commas, CRLF, and quotes where they are needed. What a spreadsheet would run is disarmed by an apostrophe. */
export const csvText = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [header, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
