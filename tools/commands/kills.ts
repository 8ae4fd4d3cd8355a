import { parseArgs } from 'node:util';
import { breachesIn, flows, Held, killAtEach, knownPoints, recordPoints, sample, worldOf, writePoints, type RoundResult, type World } from '../kills/index.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, startStack } from '../stack/index.ts';
import { commitOf } from '../workspace.ts';

const usage = 'npm run kills -- [--flow NAME]… [--seed S --count N] [--minutes N] [--resume] [--once-a-dialect] [--record]';
const RECORDINGS = 3;

function asked() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { flow: { ...text, multiple: true }, seed: text, count: text, minutes: text, resume: { type: 'boolean' }, 'once-a-dialect': { type: 'boolean' }, record: { type: 'boolean' } } });
  const names = values.flow ?? Object.keys(flows);
  if (names.some((name) => !Object.hasOwn(flows, name))) throw new Error(`${usage}; the flows are ${Object.keys(flows).join(', ')}.`);
  const { seed = 1, count = Infinity, minutes = Infinity, resume = false, 'once-a-dialect': onceADialect = false, record: isRecording = false } = values;
  return { names, seed: Number(seed), count: Number(count), minutes: Number(minutes), resume, onceADialect, isRecording };
}

async function record(world: World, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const points = new Set<string>();
    for (let time = 0; time < RECORDINGS; time += 1) for (const point of (await recordPoints(world, [name])).all) points.add(point);
    await writePoints(name, points);
    progress(`${name}: ${(await knownPoints(name)).length} points.`);
  }
}

interface Shift {
  readonly world: World;
  readonly held: Held;
  readonly commit: string;
  readonly isOver: () => boolean;
}

/** Kills at the points of one flow, notes where all was right afterwards, and tells how it went. @returns how many were met, and how often something was wrong */
async function kill({ world, held, commit, isOver }: Shift, name: string, points: readonly string[]): Promise<{ reached: number; wrong: number }> {
  const look = async (round: RoundResult, left: number): Promise<readonly string[]> => {
    const breaches = await breachesIn(world);
    const wrong = [...round.wrong, ...breaches];
    if (wrong.length === 0) await held.note(name, commit, round.reached);
    progress(`${name}: ${round.reached.length} died, ${left} points are left. ${wrong.join('; ')}`);
    return breaches;
  };
  const { reached, unreached, left, wrong } = await killAtEach(world, name, { points, look, isOver });
  const [known, all] = [await held.of(name), await knownPoints(name)];
  const sums = `${reached.length} points, ${unreached.length} not met, ${left.length} left, ${wrong.length} wrong; of all runs ${all.filter((point) => known.has(point)).length} of ${all.length} have held`;
  process.stdout.write(`${[`${name}: ${sums}`, ...unreached.map((point) => `    not met: ${point}`), ...wrong.map((text) => `    ${text}`)].join('\n')}\n`);
  return { reached: reached.length, wrong: wrong.length };
}

/** Kills every process at every point that it passes in a flow, on a stack of its own; with `--record` writes down which these are. Exit code 1 when money is wrong afterwards. */
await runCommand(async (command) => {
  const { names, seed, count, minutes, resume, onceADialect, isRecording } = asked();
  const place = placeOf('kills');
  await takeTurn(place, command, { leavesNothing: true });
  const commit = commitOf();
  await build(command.signal);
  const world = await worldOf(await startStack(place, { fresh: true, progress, signal: command.signal, disturbable: true }), place);
  if (isRecording) return record(world, names);
  const [held, endAt] = [new Held(place), performance.now() + minutes * 60_000];
  const sum = { reached: 0, wrong: 0 };
  for (const name of names) {
    command.signal.throwIfAborted();
    const known = onceADialect ? await held.ofDialect(name) : resume ? await held.of(name) : new Set();
    const points = sample(await knownPoints(name), seed, count).filter((point) => !known.has(point));
    const { reached, wrong } = await kill({ world, held, commit, isOver: () => performance.now() > endAt }, name, points);
    sum.reached += reached;
    sum.wrong += wrong;
  }
  process.stdout.write(`\nKilled at ${sum.reached} points of ${names.length} flows; ${sum.wrong} times something was wrong.\n`);
  if (sum.wrong > 0) throw new ReportedFailure();
});
