import type { OperatorShapes } from '@sluice/clients/operators';
import { shown } from './printing.ts';

type Row = OperatorShapes['TimelineRow'];
type Withdrawal = OperatorShapes['Withdrawal'];

const marks: Readonly<Record<Row['kind'], string>> = { step: '●', message: '·', 'provider-call': '⇄', timer: '◷', operator: '✎', webhook: '↗' };

const units = [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1_000], ['ms', 1]] as const;

/** A span of time by its two largest units: `2 d 3 h`. */
export function span(ms: number): string {
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join(' ') || '0 ms';
}

const LONG_MS = 1_000;

/** A wait that is worth a line of its own. */
function waitBefore(row: Row, last: Row | undefined): string[] {
  const waitedMs = last === undefined ? 0 : Date.parse(row.at) - Date.parse(last.at);
  return waitedMs >= LONG_MS ? [`             ┊ ${span(waitedMs)}`] : [];
}

const line = ({ at, kind, service, name, outcome, attempt, detail }: Row): string => {
  const what = `${shown(name)} → ${shown(outcome)}${attempt > 1 ? ` (attempt ${attempt})` : ''}`;
  return `${at.slice(11, 23)} ${kind === 'step' ? '├' : '│'} ${marks[kind]} ${service.padEnd(10)} ${what}${detail === null || kind === 'step' ? '' : `  ${shown(detail)}`}`;
};

const head = ({ id, dialect, dialectId, phase, hold, amount, createdAt, endedAt }: Withdrawal): string[] => [
  `${dialectId === id ? id : `${dialectId} (${id})`}`,
  `${dialect}, ${amount.amount} ${amount.currency}: ${phase}${hold === 'none' ? '' : `, waits for ${hold}`}${endedAt === null ? '' : `, after ${span(Date.parse(endedAt) - Date.parse(createdAt))}`}`,
  `${Object.entries(marks).map(([kind, mark]) => `${mark} ${kind}`).join('  ')}`,
];

/** What happened to a withdrawal, from top to bottom: each day has its date, each long wait its length. */
export function drawnTimeline(withdrawal: Withdrawal, rows: readonly Row[]): string {
  const lines = rows.flatMap((row, index) => {
    const last = rows[index - 1];
    const day = row.at.slice(0, 10) === last?.at.slice(0, 10) ? [] : [`${row.at.slice(0, 10)}   │`];
    return [...waitBefore(row, last), ...day, line(row)];
  });
  const timers = withdrawal.endedAt === null ? withdrawal.timers.map(({ name, dueAt }) => `             ┊ ${name} until ${dueAt}`) : [];
  return [...head(withdrawal), '', ...lines, ...timers].join('\n');
}
