import { InvalidArgumentError, type Command } from 'commander';
import type { OperatorClient, OperatorShapes } from '@sluice/clients/operators';
import { ReportedFailure } from '../running/run-command.ts';
import { connected, given } from './connection.ts';
import { endProgress, print, printJson, progress, table, type Columns } from './printing.ts';
import { drawnTimeline, span } from './timeline-drawing.ts';

export interface Shared {
  readonly json?: true;
  readonly tenant?: string;
}

interface Listing extends Shared {
  readonly limit: number;
}

export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number above zero.');
}

const LARGEST_PAGE = 200;
const ago = (at: string): string => span(Math.max(0, Date.now() - Date.parse(at)));

/** So many rows of a list, with a word on how far it is when that takes several pages. */
async function taken<Row>(rows: AsyncIterable<Row>, limit: number): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) {
    found.push(row);
    if (found.length % LARGEST_PAGE === 0) progress(`${found.length} rows …`);
    if (found.length >= limit) break;
  }
  endProgress();
  return found;
}

function printRows<Row>(rows: readonly Row[], { json }: Shared, columns: Columns<Row>): void {
  if (json) printJson(rows);
  else print(table(rows, columns));
}

interface WithdrawalOptions extends Listing {
  readonly dialect?: OperatorShapes['Withdrawal']['dialect'];
  readonly phase?: OperatorShapes['Withdrawal']['phase'];
  readonly hold?: OperatorShapes['Withdrawal']['hold'];
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
}

async function withdrawals({ dialect, phase, hold, from, to, text, ...options }: WithdrawalOptions): Promise<void> {
  const client = await connected(options.tenant);
  const filter = given({ dialect, phase, hold, createdFrom: from, createdTo: to, text, limit: Math.min(options.limit, LARGEST_PAGE) });
  const rows = client.rows((page) => client.GET('/withdrawals', { params: { query: { ...filter, ...page } } }));
  printRows(await taken(rows, options.limit), options, {
    id: ({ dialectId }) => dialectId, dialect: (row) => row.dialect, amount: ({ amount }) => `${amount.amount} ${amount.currency}`, phase: (row) => row.phase, hold: (row) => (row.hold === 'none' ? null : row.hold),
    waits: ({ timers }) => timers[0]?.name, created: ({ createdAt }) => createdAt.slice(0, 19),
  });
}

async function timeline(id: string, { json, tenant }: Shared): Promise<void> {
  const client = await connected(tenant);
  const params = { path: { id } };
  const withdrawal = await client.value(client.GET('/withdrawals/{id}', { params }));
  const rows = await taken(client.rows((query) => client.GET('/withdrawals/{id}/timeline', { params: { path: { id }, query } })), Infinity);
  if (json) printJson({ withdrawal, timeline: rows });
  else print(drawnTimeline(withdrawal, rows));
}

async function stuck(options: Listing): Promise<void> {
  const client = await connected(options.tenant);
  const rows = client.rows((query) => client.GET('/stuck', { params: { query } }));
  printRows(await taken(rows, options.limit), options, {
    id: ({ dialectId }) => dialectId, phase: (row) => row.phase, step: ({ step, legId }) => (legId === null ? step : `${legId}/${step}`), promised: ({ promise }) => promise, overdue: ({ overdueSince }) => ago(overdueSince),
  });
}

interface LetterOptions extends Listing {
  readonly cause?: string;
  readonly byCause?: true;
}

async function deadLetters({ cause, byCause, ...options }: LetterOptions): Promise<void> {
  const client = await connected(options.tenant);
  const filter = given({ cause, groupBy: byCause && ('cause' as const) });
  const page = (query: object) => client.GET('/dead-letters', { params: { query: { ...filter, ...query } } });
  const rows = await taken(client.rows<OperatorShapes['DeadLetter'] | OperatorShapes['CauseCount']>(page), options.limit);
  if (byCause) printRows(rows.filter((row) => 'count' in row), options, { count: ({ count }) => count, cause: (row) => row.cause });
  else printRows(rows.filter((row) => 'service' in row), options, { id: ({ id }) => id, service: ({ service }) => service, type: ({ type }) => type, attempts: ({ attempts }) => attempts, last: ({ lastAt }) => ago(lastAt), cause: (row) => row.cause });
}

async function pauses(options: Listing): Promise<void> {
  const client = await connected(options.tenant);
  const rows = client.rows((query) => client.GET('/pauses', { params: { query } }));
  printRows(await taken(rows, options.limit), options, { id: ({ id }) => id, rail: ({ rail }) => rail ?? 'all', provider: ({ provider }) => provider ?? 'all', since: ({ since }) => since.slice(0, 19), reason: ({ reason }) => reason });
}

async function verdictOf(client: OperatorClient, isFull: boolean): Promise<OperatorShapes['Invariants']> {
  if (isFull) progress('Checking everything that is stored …');
  const verdict = await client.value(client.GET('/invariants', { params: { query: { full: isFull ? 'true' : 'false' } } }));
  endProgress();
  return verdict;
}

/** The trial balance and the invariants; fails unless they are in order. */
async function books({ json, tenant, full = false }: Shared & { readonly full?: boolean }): Promise<void> {
  const client = await connected(tenant);
  const [balance, verdict] = [await client.value(client.GET('/ledger/trial-balance')), await verdictOf(client, full)];
  if (json) printJson({ ...balance, invariants: verdict });
  else {
    print(table(balance.currencies, { currency: (row) => row.currency, debits: (row) => row.debits, credits: (row) => row.credits, difference: (row) => row.difference }));
    print(`\n${table(verdict.invariants, { no: ({ number }) => number, invariant: ({ name }) => name, holds: ({ ok }) => (ok ? 'yes' : 'NO'), violations: ({ violations }) => violations[0] })}`);
  }
  if (!balance.balanced || !verdict.ok) throw new ReportedFailure();
}

/** The commands that change nothing. */
export function addReading(program: Command): void {
  const limited = (command: Command): Command => command.option('--limit <rows>', 'most rows', wholeNumber, 50);
  const options = <Options>(command: Command): Options => command.optsWithGlobals<Options & Record<string, unknown>>();
  limited(program.command('withdrawals').description('list withdrawals, newest first'))
    .option('--dialect <name>').option('--phase <name>').option('--hold <name>').option('--from <time>', 'created then or later').option('--to <time>', 'created before').option('--text <text>', 'in ids, reference or payee')
    .action((_, command: Command) => withdrawals(options(command)));
  program.command('timeline').description('draw what happened to a withdrawal').argument('<id>', 'canonical, or its dialect’s').action((id: string, _, command: Command) => timeline(id, options(command)));
  limited(program.command('stuck').description('list steps that take longer than promised')).action((_, command: Command) => stuck(options(command)));
  limited(program.command('dead-letters').description('list messages that could not be handled')).option('--cause <text>').option('--by-cause', 'count them by cause')
    .action((_, command: Command) => deadLetters(options(command)));
  limited(program.command('pauses').description('list the pauses in force')).action((_, command: Command) => pauses(options(command)));
  program.command('books').description('show whether the books balance and the invariants hold').option('--full', 'check everything that is stored').action((_, command: Command) => books(options(command)));
}
