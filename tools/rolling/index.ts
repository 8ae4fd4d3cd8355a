import { appNames, type AppName } from '../stack/plan.ts';
import type { StackPlace } from '../stack/place.ts';
import type { StackFile } from '../stack/stack-file.ts';
import { FrontDoor } from './front-door.ts';
import { Load, type Settled } from './load.ts';
import { buildNext } from './next-build.ts';
import { Rollout } from './rollout.ts';
import { Stored, type StoredCounts } from './stored.ts';

export { brokenInvariants } from '../commands/bench/soundness.ts';

/** Who answers before who asks (UPGRADING.md); back in the opposite order. */
export const everyApp: readonly AppName[] = ['ledger', 'compliance', 'liquidity', 'bridging', 'payout', 'webhooks', 'operations', 'intake', 'gateway'];

export interface Rolled {
  readonly settled: Settled;
  readonly failures: readonly string[];
  readonly stored: StoredCounts;
  /** Messages that lay in the dead-letter stores before. */
  readonly parkedBefore: number;
}

export interface Rolling {
  readonly place: StackPlace;
  readonly stack: StackFile;
  readonly apps: readonly AppName[];
  /** Under way at any moment, in each dialect. */
  readonly lanes: number;
  readonly say: (line: string) => void;
}

/** Replaces every app by the next release under load, one at a time, and then back by this one. */
export async function roll({ place, stack, apps, lanes, say }: Rolling): Promise<Rolled> {
  await buildNext();
  const [door, stored] = [await FrontDoor.open(stack.gateway), await Stored.of(place)];
  try {
    const parkedBefore = (await stored.counts(appNames)).parked;
    const load = await Load.start({ ...stack, gateway: door.url }, lanes);
    await there(new Rollout(place, door), apps, say);
    await stored.waitForTheAddedState();
    say(`${JSON.stringify(load.settled)} settled so far; rolling back.`);
    await back(new Rollout(place, door), apps, stored, say);
    await load.end();
    return { settled: load.settled, failures: load.failures, stored: await stored.counts(appNames), parkedBefore };
  } finally {
    await Promise.all([door.close(), stored.close()]);
  }
}

async function there(rollout: Rollout, apps: readonly AppName[], say: (line: string) => void): Promise<void> {
  for (const app of apps) {
    await rollout.replace(app, 'next');
    say(`${app} is of the next release.`);
  }
}

async function back(rollout: Rollout, apps: readonly AppName[], stored: Stored, say: (line: string) => void): Promise<void> {
  for (const app of [...apps].reverse()) {
    await rollout.replace(app, 'this', () => (app === 'intake' ? stored.waitForTheOldTables() : Promise.resolve()));
    say(`${app} is of this release again.`);
  }
}
