import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorClient } from '../client/index.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { appNames, placeOf, readRecords, startApps, startStackInfrastructure, type StackFile } from '../stack/index.ts';
import { Completions } from './bench/completions.ts';
import { callersOf } from './bench/flows.ts';
import { bankAwayRow, burst, fairnessRow, silentBank } from './bench/hardship-rows.ts';
import { Probe } from './bench/probe.ts';
import { tableOf, type Row } from './bench/report.ts';
import { atRestRow, bultraRow, floorRows, flowRow, memoryRow, mixRow, openRow, type Bench, type Extent } from './bench/rows.ts';
import { deadWebhookRow, webhookRow } from './bench/webhook-rows.ts';

const whole: Extent = { preheatSeconds: 10, warmUpSeconds: 5, seconds: 20, atRestSeconds: 30, inFlight: [16, 64, 256], burst: 5_000, awaySeconds: 600 };
const quick: Extent = { preheatSeconds: 4, warmUpSeconds: 2, seconds: 6, atRestSeconds: 8, inFlight: [16, 64], burst: 300, awaySeconds: 30 };

type Step = readonly [name: string, rows: (bench: Bench) => Promise<readonly Row[]>];

const one = (row: (bench: Bench) => Promise<Row>) => async (bench: Bench): Promise<Row[]> => [await row(bench)];

/** Every row in the order in which it is measured; `npm run bench -- bultra rest` measures those whose names begin so. */
const steps = ({ inFlight, burst: count }: Extent, stack: StackFile): readonly Step[] => [
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
  ['memory', one((bench) => Promise.resolve(memoryRow(bench)))],
];

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
  const rows: Row[] = [];
  const keep = (row: Row): void => {
    rows.push(row);
    progress(JSON.stringify({ row: row.row, ...row.figures }));
  };
  progress('Measuring the floor: raw drivers, five processes …');
  for (const row of await floorRows(infrastructure, { extent, signal: command.signal, floor })) keep(row);

  const startedAt = performance.now();
  const stack = await startApps(place, infrastructure, options);
  keep({ row: 'start-up of all services', figures: { seconds: Number(((performance.now() - startedAt) / 1_000).toFixed(1)) } });
  const ports = Object.fromEntries((await readRecords(place)).filter(({ name }) => appNames.some((app) => app === name)).map(({ name, port }) => [name, port]));
  const probe = new Probe({ processes: stack.processes, ports, mongodbUri: infrastructure.mongodbUri });
  const completions = new Completions(new OperatorClient(stack, 'acme'));
  try {
    const callers = await callersOf(stack, 'acme', completions);
    const bench: Bench = { callers, probe, extent, signal: command.signal, floor };
    for (const step of steps(extent, stack).filter(isWanted)) {
      if (step[0] === 'rest') await completions.stop();
      else await completions.start();
      progress(`Measuring ${step[0]} …`);
      for (const row of await step[1](bench)) keep(row);
      await completions.stop();
    }
  } finally {
    await completions.stop();
    await probe.close();
  }
  const file = join(place.folder, 'rows.jsonl');
  await mkdir(place.folder, { recursive: true });
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  process.stdout.write(`\n${tableOf(rows)}\nEach row with its parts by service: ${file}\n`);
});
