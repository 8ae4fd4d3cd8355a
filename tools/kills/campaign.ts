import { createHash } from 'node:crypto';
import { until } from '../client/index.ts';
import type { AppName } from '../stack/index.ts';
import type { World } from './flows.ts';
import { repeated } from './repeated.ts';
import { appOf, playRound, type RoundResult } from './rounds.ts';

/** A point that is passed only now and then has as many rounds to be met. */
const TRIES = 3;

export interface CampaignResult {
  readonly reached: readonly string[];
  readonly unreached: readonly string[];
  /** Not tried often enough when it was over. */
  readonly left: readonly string[];
  readonly wrong: readonly string[];
}

/** A choice that a seed repeats: those of whom the hash of seed and name is least, in the order of the list. */
export function sample(points: readonly string[], seed: number, count: number): string[] {
  const rank = (point: string): string => createHash('sha256').update(`${seed} ${point}`).digest('hex');
  const ranked = points.map((point) => [rank(point), point] as const).sort(([one], [other]) => (one < other ? -1 : 1));
  const chosen = new Set(ranked.slice(0, count).map(([, point]) => point));
  return points.filter((point) => chosen.has(point));
}

/** A message that was in hand at two deaths is handled alone, and one at more is given up: no process dies more often in one round. */
const DEATHS_IN_A_ROUND = 2;

/** For each process some of its points that lie apart, in the order in which it passes them. */
export function planOf(points: readonly string[], deaths = DEATHS_IN_A_ROUND): Map<AppName, string[]> {
  const byApp = Map.groupBy(points, appOf);
  return new Map([...byApp].map(([app, own]) => [app, own.filter((_, index) => index % Math.ceil(own.length / deaths) === 0)]));
}

/** Broken invariants of everything that is stored, and debits that do not equal credits. What is only late may still be settling. */
export async function breachesIn({ operator }: World): Promise<string[]> {
  const read = async (): Promise<string[]> => {
    const { invariants } = await repeated(() => operator.invariants(true));
    const books = (await repeated(() => operator.isBalanced())) ? [] : ['debits do not equal credits'];
    return [...books, ...invariants.flatMap(({ number, violations }) => violations.map((text) => `${number}: ${text}`))];
  };
  let seen: string[] = [];
  try {
    return await until('the invariants hold', async () => (seen = await read()), (found) => found.length === 0, { withinMs: 60_000, everyMs: 1_000 });
  } catch (error) {
    return seen.length > 0 ? seen : [String(error)];
  }
}

interface Campaign {
  readonly points: readonly string[];
  /** Looks at all that there is after a round. @returns what is wrong */
  readonly look: (round: RoundResult, left: number) => Promise<readonly string[]>;
  /** Asked before each round. */
  readonly isOver: () => boolean;
}

/** Has a process killed at each of the points, in as few rounds as their processes allow. Two withdrawals are in flight, so that a process dies with more than one in hand. */
export async function killAtEach(world: World, flow: string, { points, look, isOver }: Campaign): Promise<CampaignResult> {
  const tries = new Map<string, number>(points.map((point) => [point, 0]));
  const reached: string[] = [];
  const wrong: string[] = [];
  for (;;) {
    const open = [...tries].filter(([, tried]) => tried < TRIES).map(([point]) => point);
    if (open.length === 0 || isOver()) return { reached, unreached: [...tries.keys()].filter((point) => !open.includes(point)), left: open, wrong };
    const plan = planOf(open);
    const round = await playRound(world, [flow, flow], plan);
    // Only the first is certain to be waited for: what comes after it may have been passed before it was armed.
    for (const [point = ''] of plan.values()) tries.set(point, (tries.get(point) ?? 0) + 1);
    for (const point of round.reached) if (tries.delete(point)) reached.push(point);
    const found = [...round.wrong, ...(await look(round, tries.size))];
    wrong.push(...found.map((text) => `after ${round.reached.join(', ')}: ${text}`));
  }
}
