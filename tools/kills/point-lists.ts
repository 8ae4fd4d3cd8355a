import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { disturb, type Passed } from '../disturbance/disturbance.ts';
import { appNames, type StackPlace } from '../stack/index.ts';
import { root } from '../workspace.ts';
import { flowNamed, type World } from './flows.ts';
import { QUIET_MS } from './rounds.ts';

const fileOf = (flow: string): string => join(root, 'tools/kills/points', `${flow}.txt`);

/** The points that a flow is known to pass, as they are committed. */
export const knownPoints = async (flow: string): Promise<string[]> => (await readFile(fileOf(flow), 'utf8')).split('\n').filter((line) => line !== '');

/** What operations asks of all services every minute, whatever is carried meanwhile. */
const OF_THE_RUNNING_CHECK = /^operations:|\.(check-(?!destination|bank-account)[a-z-]+|list-tenants):|_(folds|totals|marks|verdicts):/;

const otherSide = (point: string): string => (point.endsWith(':before') ? point.replace(/before$/, 'after') : point.replace(/after$/, 'before'));

/** Without what belongs to others. A step of which one side was passed had begun before the withdrawal. */
export function listOf(points: Iterable<string>): string[] {
  const all = new Set(points);
  const own = [...all].filter((point) => !OF_THE_RUNNING_CHECK.test(point) && all.has(otherSide(point)));
  return appNames.flatMap((app) => own.filter((point) => point.startsWith(`${app}:`)));
}

/** Process by process, each in the order in which it passes its points. */
export const writePoints = (flow: string, points: Iterable<string>): Promise<void> => writeFile(fileOf(flow), `${listOf(points).join('\n')}\n`);

/** Every point that any app has passed since it was asked last. */
const passedSince = async (place: StackPlace): Promise<Passed[]> => (await Promise.all(appNames.map((app) => disturb(place, app)))).flat();

export interface Recorded {
  /** What was passed meanwhile, also for nobody in particular: a batch, a sweep. */
  readonly all: Set<string>;
  /** What was passed for the withdrawals that were carried. */
  readonly own: Set<string>;
}

/** Takes in what was passed, until nothing is new any more for so long. */
async function takeIn(place: StackPlace, recorded: Recorded, others: ReadonlySet<string | null>, quietMs: number): Promise<void> {
  for (let isNew = true; isNew;) {
    const before = recorded.all.size;
    for (const { point, withdrawalId } of await passedSince(place)) {
      recorded.all.add(point);
      if (!others.has(withdrawalId)) recorded.own.add(point);
    }
    isNew = recorded.all.size > before && quietMs > 0;
    if (isNew) await pause(quietMs);
  }
}

/** Carries a withdrawal of each of the flows, and lists the points that are passed, also by what follows their ends for a while. */
export async function recordPoints(world: World, names: readonly string[], quietMs = QUIET_MS): Promise<Recorded> {
  const recorded: Recorded = { all: new Set(), own: new Set() };
  const carries = await Promise.all(names.map((name) => flowNamed(name)(world)));
  const others = new Set([null, ...(await passedSince(world.place)).map(({ withdrawalId }) => withdrawalId)]);
  await Promise.all(carries.map((carry) => carry()));
  await takeIn(world.place, recorded, others, quietMs);
  return recorded;
}
