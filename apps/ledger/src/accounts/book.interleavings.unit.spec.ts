import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACCOUNT, carryOut, messageOf, openAccountIn, orders, type Order } from '../../test/orders.js';
import { assertInvariants, World, type Answered, type Pause } from '../../test/world.js';

class Crash extends Error {}

/** A consumer that dies at its n-th step: between any two reads and writes. */
function dyingAfter(steps: number, pause: Pause): Pause {
  let left = steps;
  return async (step) => {
    await pause(step);
    if (left-- === 0) throw new Crash(step);
  };
}

const survivable = (error: unknown): void => {
  if (!(error instanceof Crash)) throw error;
};

const firstDeposit: Order = { verb: 'deposit', id: 'm3', amount: 120 };

const deliveries = fc.array(fc.record({ order: orders, deaths: fc.array(fc.nat(6), { maxLength: 2 }) }), { minLength: 3, maxLength: 12, size: 'max' });

/** Delivers a message until a consumer lives through it, and once more by another one: copies are what queues make. */
async function deliver(world: World, order: Order, deaths: readonly number[], pause: Pause): Promise<void> {
  for (const steps of deaths) await carryOut(world.book(dyingAfter(steps, pause)), order).catch(survivable);
  await Promise.all([carryOut(world.book(pause), order), carryOut(world.book(pause), order)]);
}

/** A post may first find no hold to post, or too little held; such a refusal books nothing and can only harden. */
const hardening = new Set(['unknown_hold', 'more_than_held']);
const lasting = ({ type, body }: Answered): boolean => !(type === 'ledger.post-refused' && hardening.has((body as { reason: string }).reason));

function answersByCommand(world: World): Map<string, Set<string>> {
  const answers = new Map<string, Set<string>>();
  for (const answer of world.answers.filter(lasting)) {
    answers.set(answer.causeId, (answers.get(answer.causeId) ?? new Set()).add(JSON.stringify([answer.type, answer.body])));
  }
  return answers;
}

async function interleaved(scheduler: fc.Scheduler, work: readonly { order: Order; deaths: number[] }[]): Promise<World> {
  const world = new World(assertInvariants);
  await openAccountIn(world.book());
  await carryOut(world.book(), firstDeposit);
  const pause: Pause = (step) => scheduler.schedule(Promise.resolve(), step);
  const settling = world.book(pause).handleDue(messageOf('timer', {}), ACCOUNT);
  await scheduler.waitFor(Promise.all([...work.map(({ order, deaths }) => deliver(world, order, deaths, pause)), settling]));
  return world;
}

describe('consumers that race for one account, die anywhere and are given everything at least twice', () => {
  it('never break an invariant, book everything once, and always answer a command alike', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), deliveries, async (scheduler, work) => {
        const world = await interleaved(scheduler, work);
        for (const said of answersByCommand(world).values()) expect(said.size).toBe(1);
        const credits = new Set([firstDeposit, ...work.map(({ order }) => order)].flatMap((order) => ('id' in order ? [`${order.verb} ${order.id}`] : [])));
        await world.book().handleDue(messageOf('timer', {}), ACCOUNT);
        const booked = [...world.entries.values()].filter(({ kind }) => kind !== 'posting').map(({ kind, sourceId }) => `${kind} ${sourceId}`);
        expect(booked.sort()).toEqual([...credits].sort());
      }),
      { numRuns: 200 },
    );
  });

  it('leave nothing behind in the document once its timer has run', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), deliveries, async (scheduler, work) => {
        const world = await interleaved(scheduler, work);
        await world.book().handleDue(messageOf('timer', {}), ACCOUNT);
        expect(world.account(ACCOUNT)).toMatchObject({ pendingEntries: [], pendingClosedHolds: [] });
        assertInvariants(world);
      }),
      { numRuns: 100 },
    );
  });
});
