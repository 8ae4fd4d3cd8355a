import { join } from 'node:path';
import { OperatorCaller } from '../client/index.ts';
import { reasonOf } from '../infra/setup-error.ts';
import { Completions } from '../load/completions.ts';
import { finalsOf, untilAllHaveEnded } from '../load/finals.ts';
import { callersOf, mixOf } from '../load/flows.ts';
import { LoadClient } from '../load/load-client.ts';
import { expectSound } from '../load/soundness.ts';
import { isForNowOrUnanswered } from '../load/with-retries.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, startApps, startStackInfrastructure, type StackFile } from '../stack/index.ts';
import { commitOf } from '../workspace.ts';
import { askFor, versionsOf, type Asked } from './chaos/asked.ts';
import { disturb } from './chaos/disturb.ts';
import { kindsOn, type Kind } from './chaos/kinds.ts';
import { tableOf, writeReport, type Report } from './chaos/report.ts';
import { judge, type Verdict } from './chaos/verdict.ts';
import { addressesOf, linesFor, type World } from './chaos/world.ts';

const usage = 'npm run chaos -- [--minutes N] [--seed S] [--rate R] [--instances N] [--broker-nodes 1|3|5] [--only KIND …]';

const TENANT = 'acme';
const LANES = 30;
const ALL_ENDED_WITHIN_MS = 60_000;

interface Run {
  readonly world: World;
  readonly stack: StackFile;
  readonly kinds: readonly Kind[];
  readonly asked: Asked;
  readonly signal: AbortSignal;
}

/** Load and faults side by side; then a minute for what is under way, and the books. */
async function run({ world, stack, kinds, asked, signal }: Run): Promise<Verdict & Pick<Report, 'refusedForNow' | 'tookSeconds'>> {
  const seconds = asked.minutes * 60;
  const completions = new Completions(world.operator, isForNowOrUnanswered);
  await completions.start();
  const client = new LoadClient(await mixOf(await callersOf(stack, TENANT), LANES), completions);
  progress(`${asked.rate} withdrawals a second for ${asked.minutes} minutes; faults of seed ${asked.seed}`);
  const [faults] = await Promise.all([
    disturb({ world, kinds, seed: asked.seed, seconds, client, signal }),
    client.run({ perSecond: asked.rate, seconds, lanes: LANES, signal }),
  ]);
  await untilAllHaveEnded(client, ALL_ENDED_WITHIN_MS, signal);
  const finals = await finalsOf(client.attempts, stack, world.place);
  await completions.stop();
  const unsound = await expectSound(world.operator).then(() => [], (error: unknown) => [reasonOf(error)]);
  const answers = [...client.unexpected].map(([text, times]) => `${text} (${times} times)`);
  return { ...judge({ finals, faults, unexpected: [...answers, ...unsound] }), refusedForNow: client.refusedForNow, tookSeconds: client.tookSeconds };
}

/** Withdrawals in all three dialects while everything around them fails as a seed draws it. Exit code 1 unless what is promised holds. */
await runCommand(async (command) => {
  const asked = askFor(process.argv.slice(2));
  if (asked === null) throw new Error(usage);
  const place = placeOf('chaos');
  await takeTurn(place, command, { leavesNothing: true });
  const commit = commitOf();
  await build(command.signal);
  const options = { fresh: true, progress, signal: command.signal, instances: asked.instances, brokerNodes: asked.brokerNodes };
  const infrastructure = await startStackInfrastructure(place, options);
  const { brokerNodes = [] } = infrastructure;
  const lines = await linesFor(infrastructure, asked.instances);
  const lineOf = (name: string) => {
    const own = lines.get(name);
    return own === undefined ? infrastructure : addressesOf(infrastructure, own);
  };
  const stack = await startApps(place, infrastructure, { ...options, lines: lineOf });
  const stage = { apps: [...lines.keys()], processes: Object.keys(stack.processes), brokerNodes: brokerNodes.map((node) => node.process) };
  const kinds = kindsOn(stage).filter(({ kind }) => asked.only.length === 0 || asked.only.some((name) => kind.startsWith(name)));
  if (kinds.length === 0) throw new Error(`There is no such fault; there are: ${kindsOn(stage).map(({ kind }) => kind).join(', ')}.`);
  const world = { place, lines, brokerNodes, operator: new OperatorCaller(stack, TENANT) };
  const verdict = await run({ world, stack, kinds, asked, signal: command.signal });
  const report = { ...verdict, asked, commit, versions: await versionsOf(infrastructure) };
  const file = join(place.folder, 'verdict.json');
  await writeReport(file, report);
  process.stdout.write(`\n${tableOf(report)}${file}\n`);
  if (!report.holds) throw new ReportedFailure();
});
