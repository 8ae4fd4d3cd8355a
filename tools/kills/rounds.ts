import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { deathsIn, disturb } from '../disturbance/disturbance.ts';
import { appNames, crashed, startAgain, type AppName, type StackPlace } from '../stack/index.ts';
import { flowNamed, type Carry, type World } from './flows.ts';
import { repeated } from './repeated.ts';

const LOOK_EVERY_MS = 200;
/** What follows a withdrawal's end, as its trail does, comes within this. */
export const QUIET_MS = 2_500;

export interface RoundResult {
  /** The points at which a process died. */
  readonly reached: readonly string[];
  /** What is wrong with the money of a withdrawal. */
  readonly wrong: readonly string[];
}

export const appOf = (point: string): AppName => appNames.find((app) => point.startsWith(`${app}:`)) ?? 'gateway';

/** The points at which each process is to die, one after the other. */
type Plan = ReadonlyMap<AppName, readonly string[]>;

/** Arms a process with its next point, and once more each time when it has died and was started again, until told that all is over. It runs, unarmed, afterwards. */
async function killAgainAndAgain(place: StackPlace, app: AppName, points: readonly string[], isOver: () => boolean): Promise<void> {
  const isDead = async (): Promise<boolean> => (await crashed(place)).includes(app);
  for (let next = 0; !isOver(); next += 1) {
    await disturb(place, app, { arm: points[next] ?? null });
    while (!isOver() && !(await isDead())) await pause(LOOK_EVERY_MS);
    if (!isOver()) await startAgain(place, app);
  }
  // Whoever is told at the moment of its death does not answer, and what dies just after it has answered is seen a moment later.
  await disturb(place, app, { arm: null }).catch(() => undefined);
  await pause(LOOK_EVERY_MS);
  if (await isDead()) await startAgain(place, app);
}

async function verdictOn(carry: Carry): Promise<string[]> {
  try {
    const { is, shouldBe } = await carry();
    return isDeepStrictEqual(is, shouldBe) ? [] : [`is ${is.join(', ')}; should be ${shouldBe.join(', ')}`];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Until every point was met, or as long as what follows the withdrawals' ends may take. */
async function whatFollows(place: StackPlace, deaths: number): Promise<void> {
  const giveUpAt = performance.now() + QUIET_MS;
  while ((await deathsIn(place)).length < deaths && performance.now() < giveUpAt) await pause(LOOK_EVERY_MS);
}

/** Several processes, each of which dies at its points, one after the other, while a withdrawal of each of the flows is under way. */
export async function playRound(world: World, names: readonly string[], plan: Plan): Promise<RoundResult> {
  const { place } = world;
  // What died in the round before may still be coming back. Of a customer that was half made another is made.
  const carries = await Promise.all(names.map((name) => repeated(() => flowNamed(name)(world))));
  const before = (await deathsIn(place)).length;
  let isOver = false;
  const killing = Promise.all([...plan].map(([app, points]) => killAgainAndAgain(place, app, points, () => isOver)));
  killing.catch(() => undefined); // Awaited below: a process that cannot be started again must not end the command before it has cleaned up.
  const wrong = (await Promise.all(carries.map(verdictOn))).flat();
  await whatFollows(place, before + [...plan.values()].flat().length);
  isOver = true;
  await killing;
  return { reached: (await deathsIn(place)).slice(before), wrong };
}
