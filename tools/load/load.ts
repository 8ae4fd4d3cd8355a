import { setTimeout as pause } from 'node:timers/promises';
import { allOf } from '../running/all-of.ts';

/** A withdrawal under way: how long each request took to be answered, and its end as it was seen. */
export interface Begun {
  readonly acknowledgedMs: readonly number[];
  /** How often its requests were refused for now. */
  readonly refused: number;
  readonly ended: Promise<void>;
}

/** Starts one withdrawal. Lanes are numbered so that each has money of its own. Throws when it is refused. */
export type Begin = (lane: number) => Promise<Begun>;

export interface Measured {
  readonly completed: number;
  /** Requests that were answered with 429 or 503, and repeated. */
  readonly refused: number;
  /** Completed in the window, by the window's length. */
  readonly perSecond: number;
  readonly acknowledgedMs: readonly number[];
  readonly completedMs: readonly number[];
}

export interface Closed {
  readonly inFlight: number;
  /** Not counted for the rate: what is compiled and connected first. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** Every sample with the moment it was taken. */
class Samples {
  private readonly startedAt = performance.now();
  readonly acknowledgedMs: number[] = [];
  refused = 0;
  readonly completed: { readonly at: number; readonly tookMs: number }[] = [];

  async carry(begin: Begin, lane: number): Promise<void> {
    const startedAt = performance.now();
    const { acknowledgedMs, refused, ended } = await begin(lane);
    this.acknowledgedMs.push(...acknowledgedMs);
    this.refused += refused;
    await ended;
    const at = performance.now();
    this.completed.push({ at, tookMs: at - startedAt });
  }

  /** The rate inside the window; over the whole where fewer ended inside it than were begun at once. */
  between(from: number, to: number, atOnce: number): Measured {
    const inside = this.completed.filter(({ at }) => at >= from && at < to);
    const lastAt = this.completed.at(-1)?.at ?? this.startedAt;
    const [count, ms] = inside.length >= atOnce ? [inside.length, to - from] : [this.completed.length, lastAt - this.startedAt];
    return {
      completed: this.completed.length,
      refused: this.refused,
      perSecond: ms === 0 ? 0 : count / (ms / 1_000),
      acknowledgedMs: this.acknowledgedMs,
      completedMs: this.completed.map(({ tookMs }) => tookMs),
    };
  }
}

/** A fixed number under way at any moment: each lane begins the next when its last has ended. Resolves when all have ended. */
export async function closedLoop(begin: Begin, { inFlight, warmUpSeconds, seconds, signal }: Closed): Promise<Measured> {
  const samples = new Samples();
  const from = performance.now() + warmUpSeconds * 1_000;
  const to = from + seconds * 1_000;
  const lane = async (_: unknown, index: number): Promise<void> => {
    while (performance.now() < to) {
      signal.throwIfAborted();
      await samples.carry(begin, index);
    }
  };
  await allOf(Array.from({ length: inFlight }, lane));
  return samples.between(from, to, inFlight);
}

export interface Open {
  readonly perSecond: number;
  readonly lanes: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** So many a second, however many are still under way. Resolves when all have ended. */
export async function openLoop(begin: Begin, { perSecond, lanes, seconds, signal }: Open): Promise<Measured> {
  const samples = new Samples();
  const from = performance.now();
  const begun: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    signal.throwIfAborted();
    const dueIn = from + (index * 1_000) / perSecond - performance.now();
    if (dueIn > 0) await pause(dueIn);
    const carried = samples.carry(begin, index % lanes);
    carried.catch(() => undefined); // Awaited below; the loop must not be ended by the first that fails.
    begun.push(carried);
  }
  await allOf(begun);
  return samples.between(from, performance.now(), 1);
}
