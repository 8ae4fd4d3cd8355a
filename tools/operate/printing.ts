/** What a row shows in each column, by the column's name. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string | number | null | undefined>>;

const CONTROL = /\p{Cc}+/gu;

/** What others wrote may hold what a terminal obeys. */
export const shown = (value: string | number | null | undefined): string => (value === null || value === undefined || value === '' ? '–' : String(value).replaceAll(CONTROL, ' '));

/** Rows as a table: each column as wide as it has to be. */
export function table<Row>(rows: readonly Row[], columns: Columns<Row>): string {
  const names = Object.keys(columns);
  const cells = rows.map((row) => Object.values(columns).map((cell) => shown(cell(row))));
  const widths = names.map((name, index) => Math.max(name.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]): string => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ').trimEnd();
  return [line(names), ...cells.map(line)].join('\n');
}

export const print = (text: string): void => void process.stdout.write(`${text}\n`);

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** For whoever runs the command, and not for what reads its output. */
export const note = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

/** Says on a terminal how far long work is; whoever reads the output of a pipe is not disturbed. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

export const endProgress = (): void => progress('');
