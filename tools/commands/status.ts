import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { isAllReady, placeOf, stackStatus, type StatusRow } from '../stack/index.ts';

const columns = (cells: readonly string[]): string => cells.map((cell, index) => cell.padEnd([28, 12, 9, 8, 0][index] ?? 0)).join('').trimEnd();

const rowOf = ({ name, health, pid, port, restarts }: StatusRow): string =>
  columns([name, health, ...[pid, port, restarts].map((value) => String(value ?? '–'))]);

/** Prints what runs of the stack; exit code 1 unless all of it does. */
await runCommand(async () => {
  const rows = await stackStatus(placeOf('stack'));
  process.stdout.write(`${[columns(['process', 'state', 'pid', 'port', 'restarts']), ...rows.map(rowOf)].join('\n')}\n`);
  if (!isAllReady(rows)) throw new ReportedFailure();
});
