import { Completions } from '../load/completions.ts';
import { finalsOf, untilAllHaveEnded } from '../load/finals.ts';
import { callersOf, mixOf } from '../load/flows.ts';
import { LoadClient } from '../load/load-client.ts';
import { outcomeOf, type Outcome } from '../load/outcome.ts';
import { isForNowOrUnanswered } from '../load/with-retries.ts';
import { until } from '../client/index.ts';
import { appNames, type AppName } from '../stack/plan.ts';
import type { StackPlace } from '../stack/place.ts';
import type { StackFile } from '../stack/stack-file.ts';
import { buildNext } from './next-build.ts';
import { Rollout } from './rollout.ts';
import { Stored, type StoredCounts } from './stored.ts';

/** Who answers before who asks (UPGRADING.md); back in the opposite order. */
export const everyApp: readonly AppName[] = ['ledger', 'compliance', 'liquidity', 'bridging', 'payout', 'webhooks', 'operations', 'intake', 'gateway'];

const TENANT = 'acme';
/** So many end while two releases of one service are there. */
const END_BESIDE = 3;
const ALL_ENDED_WITHIN_MS = 60_000;
/** What no other test has the same bank pay, and little enough for what a wallet holds. */
const LEAST_UNITS = 1_701n;

export interface Rolled {
  readonly outcome: Outcome;
  readonly stored: StoredCounts;
  /** Messages that came into the dead-letter stores meanwhile. */
  readonly parked: number;
}

export interface Rolling {
  readonly place: StackPlace;
  readonly stack: StackFile;
  readonly apps: readonly AppName[];
  /** Withdrawals, in all dialects. */
  readonly perSecond: number;
  readonly lanes: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Replaces every app by the next release under load, one at a time, and then back by this one. */
export async function roll({ place, stack, apps, perSecond, lanes, signal, say }: Rolling): Promise<Rolled> {
  await buildNext();
  const [rollout, stored] = [await Rollout.open(place, apps), await Stored.of(place)];
  try {
    const parkedBefore = (await stored.counts(appNames)).parked;
    const callers = await callersOf({ ...stack, gateway: rollout.url }, TENANT);
    const completions = new Completions(callers.operator, isForNowOrUnanswered);
    await completions.start();
    const client = new LoadClient(await mixOf(callers, lanes), completions, LEAST_UNITS);
    const load = client.run({ perSecond, lanes, signal });
    load.catch(() => undefined); // Awaited below; what goes wrong before is told first.
    await thereAndBack(rollout, { apps, client, stored, say });
    client.end();
    await load;
    await untilAllHaveEnded(client, ALL_ENDED_WITHIN_MS, signal);
    const finals = await finalsOf(client.attempts, stack, place);
    await completions.stop();
    const counts = await stored.counts(appNames);
    return { outcome: outcomeOf(finals, [...client.unexpected.keys()]), stored: counts, parked: counts.parked - parkedBefore };
  } finally {
    rollout.close();
    await stored.close();
  }
}

interface Running extends Pick<Rolling, 'apps' | 'say'> {
  readonly client: LoadClient;
  readonly stored: Stored;
}

async function thereAndBack(rollout: Rollout, { apps, client, stored, say }: Running): Promise<void> {
  const someEnd = () => {
    const before = client.ended;
    return until('withdrawals end beside both', () => Promise.resolve(client.ended), (now) => now >= before + END_BESIDE);
  };
  for (const app of apps) {
    await rollout.replace(app, 'next', someEnd);
    say(`${app} is of the next release; ${client.ended} have ended.`);
  }
  await stored.waitForTheAddedState();
  say(`Withdrawals go through the added state; rolling back.`);
  for (const app of apps.toReversed()) {
    await rollout.replace(app, 'this', app === 'intake' ? () => stored.waitForTheOldTables() : someEnd);
    say(`${app} is of this release again; ${client.ended} have ended.`);
  }
}
