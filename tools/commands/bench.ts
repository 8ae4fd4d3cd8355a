import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reasonOf } from '../infra/setup-error.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { appNames, placeOf, readRecords, startApps, startStackInfrastructure, type StackFile, type StackPlace } from '../stack/index.ts';
import { benchCallersOf } from './bench/begin.ts';
import { growthRows } from './bench/growth-row.ts';
import { bankAwayRow, burst, fairnessRow, silentBank } from './bench/hardship-rows.ts';
import { Probe } from './bench/probe.ts';
import { tableOf, type Row } from './bench/report.ts';
import { atRestRow, bultraRow, floorRows, flowRow, memoryRow, mixRow, openRow, type Bench, type Extent } from './bench/rows.ts';
import { sizeRow } from './bench/size-row.ts';
import { deadWebhookRow, webhookRow } from './bench/webhook-rows.ts';

const whole: Extent = { preheatSeconds: 10, warmUpSeconds: 5, seconds: 20, atRestSeconds: 30, inFlight: [16, 64, 256], burst: 5_000, awaySeconds: 600, stored: 100_000, memoryAfter: 10_000 };
const quick: Extent = { preheatSeconds: 4, warmUpSeconds: 2, seconds: 6, atRestSeconds: 8, inFlight: [16, 64], burst: 300, awaySeconds: 30, stored: 2_000, memoryAfter: 500 };

type Step = readonly [name: string, rows: (bench: Bench) => Promise<readonly Row[]>];

const one = (row: (bench: Bench) => Promise<Row>) => async (bench: Bench): Promise<Row[]> => [await row(bench)];

/** Every row in the order in which it is measured; `npm run bench -- bultra rest` measures those whose names begin so. */
const steps = ({ inFlight, burst: count }: Extent, stack: StackFile, place: StackPlace): readonly Step[] => [
  ...inFlight.map((count): Step => [`bultra-${count}`, one((bench) => bultraRow(bench, count))]),
  ['braid', one((bench) => flowRow(bench, 'braid'))],
  ['wealthkernel', one((bench) => flowRow(bench, 'wealthkernel'))],
  ['mix', one(mixRow)],
  ['open', one(openRow)],
  ['webhooks', one((bench) => webhookRow('webhooks, 30 subscriptions, 10 a second', bench))],
  ['webhooks-everything', one((bench) => webhookRow('the same, subscribed to everything', bench, 'everything'))],
  ['webhooks-dead', one((bench) => deadWebhookRow('webhooks beside 10,000 deliveries for a dead endpoint', bench))],
  ['fair-burst', one((bench) => fairnessRow(`another tenant beside a burst of ${count}`, bench, stack, burst(count)))],
  ['fair-silent', one((bench) => fairnessRow("another tenant beside one whose bank is silent", bench, stack, silentBank(100)))],
  ['away', one(bankAwayRow)],
  ['rest', one(atRestRow)],
  ['sizes', async (bench) => [await sizeRow(bench, 'bultra'), await sizeRow(bench, 'wealthkernel'), await sizeRow(bench, 'braid')]],
  ['memory', one(memoryRow)],
  ['growth', (bench) => growthRows(bench, place)],
];

/** The rows as they are measured: printed, and each written at once, so that what breaks later takes none of them with it. */
class Rows {
  readonly all: Row[] = [];
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
  }

  keep(row: Row): void {
    this.all.push(row);
    appendFileSync(this.file, `${JSON.stringify(row)}\n`);
    progress(JSON.stringify({ row: row.row, ...(row.failed === undefined ? row.figures : { failed: row.failed }) }));
  }

  get haveFailed(): boolean {
    return this.all.some(({ failed }) => failed !== undefined);
  }
}

/** A step that fails is a row that says so, and the next one follows. */
async function measure([name, rowsOf]: Step, bench: Bench, rows: Rows): Promise<void> {
  const { completions, operator } = bench.callers;
  progress(`Measuring ${name} …`);
  try {
    if (name !== 'rest') await completions.start();
    for (const row of await rowsOf(bench)) rows.keep(row);
  } catch (error) {
    bench.signal.throwIfAborted();
    rows.keep({ row: name, figures: {}, failed: reasonOf(error) });
    await operator.clearFaults().catch(() => undefined); // The row may have failed because nothing answers.
  } finally {
    await completions.stop();
  }
}

/** Measures the floor and Sluice in one run on one machine: a table for people, a line of JSON for each row in `.local/bench/rows.jsonl`. */
await runCommand(async (command) => {
  const args = process.argv.slice(2);
  const extent = args.includes('--quick') ? quick : whole;
  const wanted = args.filter((arg) => !arg.startsWith('--'));
  const isWanted = ([name]: Step): boolean => wanted.length === 0 || wanted.some((prefix) => name.startsWith(prefix));
  const place = placeOf('bench');
  await takeTurn(place, command, { leavesNothing: true });
  await build(command.signal);
  const options = { fresh: true, progress, signal: command.signal };
  const infrastructure = await startStackInfrastructure(place, options);
  const floor = new Map<number, number>();
  const file = join(place.folder, 'rows.jsonl');
  const rows = new Rows(file);
  progress('Measuring the floor: raw drivers, five processes …');
  for (const row of await floorRows(infrastructure, { extent, signal: command.signal, floor })) rows.keep(row);

  const startedAt = performance.now();
  const stack = await startApps(place, infrastructure, options);
  rows.keep({ row: 'start-up of all services', figures: { seconds: Number(((performance.now() - startedAt) / 1_000).toFixed(1)) } });
  const ports = Object.fromEntries((await readRecords(place)).filter(({ name }) => appNames.some((app) => app === name)).map(({ name, port }) => [name, port]));
  const probe = new Probe({ processes: stack.processes, ports, mongodbUri: infrastructure.mongodbUri });
  try {
    const callers = await benchCallersOf(stack, 'acme');
    const bench: Bench = { callers, probe, extent, signal: command.signal, floor };
    for (const step of steps(extent, stack, place).filter(isWanted)) await measure(step, bench, rows);
  } finally {
    await probe.close();
  }
  process.stdout.write(`\n${tableOf(rows.all)}\nEach row with its parts by service: ${file}\n`);
  if (rows.haveFailed) throw new ReportedFailure();
});
