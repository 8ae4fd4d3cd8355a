import { setTimeout as pause } from 'node:timers/promises';
import type { StackFile } from '../../stack/index.ts';
import { allOf } from '../../running/all-of.ts';
import { closedLoop, openLoop, type Begin, type Measured } from '../../load/load.ts';
import { quantile } from '../../load/quantiles.ts';
import { beginOf, benchCallersOf, type BenchCallers } from './begin.ts';
import type { Row } from './report.ts';
import type { Bench } from './rows.ts';
import { expectSound } from '../../load/soundness.ts';

/** The other tenant's load while one is a nuisance: little, so that it is the nuisance that shows. */
const OTHERS_PER_SECOND = 2;
const OTHERS_LANES = 16;

const BURST_LANES = 64;

/** What keeps one tenant's withdrawals from ending, or fills the queues with them; resolves when it is over and done with. */
type Nuisance = (acme: BenchCallers, signal: AbortSignal) => Promise<{ readonly over: Promise<unknown> }>;

const at = (share: number, { completedMs }: Measured): number => Math.round(quantile(completedMs, share));

/** How late another tenant's withdrawals are while one tenant is a nuisance, against how late they are otherwise. */
export async function fairnessRow(name: string, bench: Bench, stack: StackFile, nuisance: Nuisance): Promise<Row> {
  const globex = await benchCallersOf(stack, 'globex');
  await globex.completions.start();
  try {
    const begin = await beginOf('bultra', globex, OTHERS_LANES);
    const load = (seconds: number): Promise<Measured> => openLoop(begin, { perSecond: OTHERS_PER_SECOND, lanes: OTHERS_LANES, seconds, signal: bench.signal });
    await load(bench.extent.preheatSeconds);
    const quiet = await load(bench.extent.seconds);
    const { over } = await nuisance(bench.callers, bench.signal);
    const beganAt = performance.now();
    const [disturbed, nuisanceSeconds] = await Promise.all([load(bench.extent.seconds), over.then(() => Math.round((performance.now() - beganAt) / 1_000))]);
    await Promise.all([expectSound(bench.callers.operator), expectSound(globex.operator)]);
    return { row: name, figures: {
      completedP50QuietMs: at(0.5, quiet), completedP50DisturbedMs: at(0.5, disturbed), completedP99QuietMs: at(0.99, quiet), completedP99DisturbedMs: at(0.99, disturbed),
      times: Number((at(0.99, disturbed) / at(0.99, quiet)).toFixed(2)), nuisanceSeconds,
    } };
  } finally {
    await globex.completions.stop();
  }
}

/** So many withdrawals of one tenant as fast as they are accepted; over when the last has ended. */
export const burst = (count: number): Nuisance => async (acme, signal) => {
  const begin = await beginOf('bultra', acme, BURST_LANES);
  return { over: beginAll(begin, count, signal) };
};

/** All of them begun, many at once; whether each has ended is awaited only when all have begun. */
async function beginAll(begin: Begin, count: number, signal: AbortSignal): Promise<void> {
  const ended: Promise<void>[] = [];
  let next = 0;
  const lane = async (_: unknown, index: number): Promise<void> => {
    while (next < count && !signal.aborted) {
      next += 1;
      const begun = await begin(index);
      begun.ended.catch(() => undefined); // Awaited below.
      ended.push(begun.ended);
    }
  };
  await allOf(Array.from({ length: BURST_LANES }, lane));
  await allOf(ended);
}

/** The bank says nothing to one tenant, who goes on asking for more. */
export const silentBank = (withdrawals: number): Nuisance => async (acme, signal) => {
  const begin = await beginOf('bultra', acme, BURST_LANES);
  await acme.operator.fault({ port: 'bank', mode: 'silent', count: withdrawals });
  return { over: beginAll(begin, withdrawals, signal).finally(() => acme.operator.clearFaults()) };
};

/** So many a second while the bank fails every call, and then no more: how much piles up, and how long it takes to drain. */
export async function bankAwayRow({ callers, probe, extent, signal }: Bench): Promise<Row> {
  const lanes = 64;
  const seconds = extent.awaySeconds;
  const begin = await beginOf('bultra', callers, lanes);
  await closedLoop(begin, { inFlight: 16, warmUpSeconds: 0, seconds: extent.preheatSeconds, signal });
  await callers.operator.fault({ port: 'bank', mode: 'fail', count: 1_000_000 });
  const lifted = pause(seconds * 1_000, undefined, { signal }).then(() => callers.operator.clearFaults()).then(() => performance.now());
  let mostMb = 0;
  const watch = setInterval(() => (mostMb = Math.max(mostMb, ...Object.values(probe.residentMb()))), 1_000);
  try {
    const carried = await openLoop(begin, { perSecond: 20, lanes, seconds, signal });
    const drainedInSeconds = Number(((performance.now() - (await lifted)) / 1_000).toFixed(1));
    await expectSound(callers.operator);
    const figures = { settled: carried.completed, refused: carried.refused, drainedInSeconds, acknowledgedP99Ms: Math.round(quantile(carried.acknowledgedMs, 0.99)), mostMb };
    return { row: `the bank away for ${seconds} s, 20 a second`, figures };
  } finally {
    clearInterval(watch);
  }
}
