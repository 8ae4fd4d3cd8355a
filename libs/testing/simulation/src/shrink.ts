import type { Script } from './run.js';
import type { Plan } from './story/plans.js';

type Fails = (script: Script) => Promise<boolean>;

const MOST_TRIES = 160;

/** What an ordinary withdrawal is: whatever a plan has of it explains nothing. */
const ordinary: Readonly<Record<string, unknown>> = { cancelAfterMs: null, operate: null, bank: 'settles', custodian: 'fills', payee: 'ordinary', accept: 'once', operator: 'none', amount: '120.50', chain: 'delivers', vote: 'approve', retries: false };

/** A script that fails as well and has less in it: fewer faults, fewer withdrawals, more ordinary ones. */
export async function shrunk(script: Script, fails: Fails): Promise<Script> {
  let smallest = script;
  let tries = 0;
  const tryOut = async (candidate: Script): Promise<boolean> => {
    if (tries >= MOST_TRIES) return false;
    tries += 1;
    if (!(await fails(candidate))) return false;
    smallest = candidate;
    return true;
  };
  for (let before: Script | null = null; before !== smallest && tries < MOST_TRIES; ) {
    before = smallest;
    await withFewerFaults(() => smallest, tryOut);
    for (const { id } of smallest.plans) if (smallest.plans.length > 1) await tryOut({ ...smallest, plans: smallest.plans.filter((plan) => plan.id !== id) });
    await withOrdinaryPlans(() => smallest, tryOut);
  }
  return smallest;
}

/** Halves first, then quarters, and so on down to each by itself. */
async function withFewerFaults(current: () => Script, tryOut: (candidate: Script) => Promise<boolean>): Promise<void> {
  for (let size = current().faults.length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < current().faults.length; ) {
      const { faults } = current();
      const isLess = await tryOut({ ...current(), faults: [...faults.slice(0, from), ...faults.slice(from + size)] });
      if (!isLess) from += size;
    }
  }
}

async function withOrdinaryPlans(current: () => Script, tryOut: (candidate: Script) => Promise<boolean>): Promise<void> {
  for (const { id } of current().plans) {
    for (const [field, value] of Object.entries(ordinary)) {
      const plan = current().plans.find((each) => each.id === id) as (Plan & Record<string, unknown>) | undefined;
      if (plan === undefined || !(field in plan) || plan[field] === value) continue;
      const simpler = { ...plan, [field]: value } as Plan;
      await tryOut({ ...current(), plans: current().plans.map((each) => (each.id === id ? simpler : each)) });
    }
  }
}
