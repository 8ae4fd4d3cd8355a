import { parseArgs } from 'node:util';
import { breachesIn, flows, killAtEach, knownPoints, recordPoints, sample, worldOf, writePoints, type World } from '../kills/index.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, startStack } from '../stack/index.ts';

const usage = 'npm run kills -- [--flow NAME]… [--seed S --count N] [--record]';
const RECORDINGS = 3;

function asked() {
  const { values } = parseArgs({ options: { flow: { type: 'string', multiple: true }, seed: { type: 'string' }, count: { type: 'string' }, record: { type: 'boolean' } } });
  const names = values.flow ?? Object.keys(flows);
  if (names.some((name) => !Object.hasOwn(flows, name))) throw new Error(`${usage}; the flows are ${Object.keys(flows).join(', ')}.`);
  return { names, seed: Number(values.seed ?? 1), count: values.count === undefined ? Infinity : Number(values.count), isRecording: values.record === true };
}

async function record(world: World, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const points = new Set<string>();
    for (let time = 0; time < RECORDINGS; time += 1) for (const point of (await recordPoints(world, [name])).all) points.add(point);
    await writePoints(name, points);
    progress(`${name}: ${(await knownPoints(name)).length} points.`);
  }
}

/** Kills at the points of one flow and tells how it went. @returns how many were met, and how often something was wrong */
async function kill(world: World, name: string, points: readonly string[]): Promise<{ reached: number; wrong: number }> {
  const { reached, unreached, wrong } = await killAtEach(world, name, points, async (round, left) => {
    const breaches = await breachesIn(world);
    progress(`${name}: ${round.reached.length} died, ${left} points are left. ${[...round.wrong, ...breaches].join('; ')}`);
    return breaches;
  });
  const lines = [`${name}: ${reached.length} points, ${unreached.length} not met, ${wrong.length} wrong`, ...unreached.map((point) => `    not met: ${point}`), ...wrong.map((text) => `    ${text}`)];
  process.stdout.write(`${lines.join('\n')}\n`);
  return { reached: reached.length, wrong: wrong.length };
}

/** Kills every process at every point that it passes in a flow, on a stack of its own; with `--record` writes down which these are. Exit code 1 when money is wrong afterwards. */
await runCommand(async (command) => {
  const { names, seed, count, isRecording } = asked();
  const place = placeOf('kills');
  await takeTurn(place, command, { leavesNothing: true });
  await build(command.signal);
  const world = await worldOf(await startStack(place, { fresh: true, progress, signal: command.signal, disturbable: true }), place);
  if (isRecording) return record(world, names);
  const sum = { reached: 0, wrong: 0 };
  for (const name of names) {
    command.signal.throwIfAborted();
    const { reached, wrong } = await kill(world, name, sample(await knownPoints(name), seed, count));
    sum.reached += reached;
    sum.wrong += wrong;
  }
  process.stdout.write(`\nKilled at ${sum.reached} points of ${names.length} flows; ${sum.wrong} times something was wrong.\n`);
  if (sum.wrong > 0) throw new ReportedFailure();
});
