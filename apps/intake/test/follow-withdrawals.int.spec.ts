import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { monitoredUri, readsOf, startTestService, type TestService } from '@sluice/builders';
import { checkWithdrawals } from '@sluice/contract-intake';
import { Money, newId } from '@sluice/kernel';
import { WithdrawalTotals } from '../src/checks/withdrawal-totals.repository.js';
import { Withdrawals } from '../src/engine/withdrawals.repository.js';
import { WithdrawalsCheck } from '../src/checks/withdrawals-check.js';
import { IntakeModule } from '../src/intake.module.js';
import { aWithdrawal, noon } from './withdrawal.builder.js';

let intake: TestService;
/** What the ledger has on the clearing account. */
let posted = '0.00';
beforeAll(async () => {
  intake = await startTestService({ module: IntakeModule, service: 'intake', hear: false, mongodbUri: monitoredUri() });
});
afterAll(() => intake.stop());

interface Stored { _id: string; tenantId: string; unchecked?: boolean }
const stored = () => intake.app.get(Withdrawals).model.db.collection<Stored>('withdrawals');
/** What is wrong with the withdrawals, and where the ledger is not what they say. */
const check = async (tenantId: string, full = false): Promise<string[]> => {
  const { findings, clearing } = await intake.requests.request(checkWithdrawals, { full }, { tenantId });
  const moved = clearing.flatMap(({ accountId, amount }) => (amount === null ? [] : [`${accountId}: ${Money.fromJson(amount).toDecimal()}`]));
  return [...findings.map(({ invariant, text }) => `${invariant}: ${text}`), ...moved.filter((text) => text !== `${house}: ${posted}`)];
};
const uncheckedOf = (tenantId: string) => stored().countDocuments({ tenantId, unchecked: { $exists: true } });

const house = 'clearing:ACH:USD';
const { state: begun } = aWithdrawal();
const at = noon.toISOString();
const paid = { ...begun.details, payoutLegs: begun.details.payoutLegs.map((leg) => ({ ...leg, status: 'delivered' as const })) };
const settled = { state: 'settled', phase: 'settled' as const };
/** Begun under an older table, so that its history is only what it has to be. */
const state = { ...begun, ...settled, sagaVersion: 0, details: paid, history: [{ version: 1, ...settled, hold: begun.hold, at }], endedAt: at };

/** Withdrawals that have ended: each has moved 2500.00 USD onto the clearing account. */
async function ended(tenantId: string, count: number, more: object = { unchecked: true }): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  const documents = ids.map((id) => ({ _id: id, tenantId, version: 1, outbox: [], cause: {}, ...state, dialectId: id, ...more }));
  await stored().insertMany(documents);
  return ids;
}
const booked = (withdrawals: number): void => {
  posted = `${withdrawals * 2_500}.00`;
};

/** Ended withdrawals that were found right. */
async function tenantWith(count: number): Promise<{ tenantId: string; ids: string[] }> {
  const tenantId = `t-${newId()}`;
  const ids = await ended(tenantId, count);
  booked(count);
  expect(await check(tenantId)).toEqual([]);
  return { tenantId, ids };
}

describe('a check of withdrawals that were found right', () => {
  it('says that the totals are proved when it checks everything, and only then', async () => {
    const { tenantId } = await tenantWith(2);
    for (const full of [false, true]) expect((await intake.requests.request(checkWithdrawals, { full }, { tenantId })).isProved).toBe(full);
  });

  it('reads as much beside 5,000 of them as beside 50', async () => {
    const costs = [];
    for (const count of [50, 5_000]) {
      const { tenantId } = await tenantWith(count);
      await ended(tenantId, 3);
      booked(count + 3);
      const reads = readsOf(intake, ['running_tables']);
      expect(await check(tenantId)).toEqual([]);
      // Timers and clearing of outboxes ask now and then, and find nothing: the exact number of commands is theirs, too.
      costs.push([reads.documents, reads.commands.length < 40]);
      expect(await uncheckedOf(tenantId)).toBe(0);
    }
    expect(costs[1]).toEqual(costs[0]);
    expect([Number(costs[0]?.[0]) < 50, costs[0]?.[1]]).toEqual([true, true]);
  });

  it('has an index of the unchecked alone', async () => {
    expect(await stored().indexes()).toContainEqual(expect.objectContaining({ key: { tenantId: 1, unchecked: 1, _id: 1 }, partialFilterExpression: { unchecked: { $exists: true } } }));
  });
});

describe('what is broken in what has changed', () => {
  it('is reported at every check until it is right', async () => {
    const { tenantId } = await tenantWith(2);
    const [id] = await ended(tenantId, 1, { unchecked: true, phase: 'failed' });
    booked(3);
    booked(2);
    for (let checks = 0; checks < 2; checks += 1) expect(await check(tenantId)).toEqual([`4: ${id} is failed, and 2500.00 of 2500.00 USD were delivered`]);
    await stored().updateOne({ _id: id! }, { $set: { phase: 'settled' } });
    booked(3);
    expect([await check(tenantId), await uncheckedOf(tenantId)]).toEqual([[], 0]);
  });

  it('is a payment that the ledger has and no withdrawal', async () => {
    const { tenantId } = await tenantWith(2);
    booked(3);
    for (let checks = 0; checks < 2; checks += 1) expect(await check(tenantId)).toEqual(['clearing:ACH:USD: 5000.00']);
  });
});

describe('what is broken in what was found right long ago', () => {
  it('is found by a full check, and reported by every check after it', async () => {
    const { tenantId, ids: [id] } = await tenantWith(2);
    const inVersion = (changed: number) => stored().updateOne({ _id: id! }, { $set: { 'history.0.version': changed } });
    await inVersion(2);
    expect(await check(tenantId)).toEqual([]);
    const found = [`8: ${id} has version 1, its history has 2`];
    for (const full of [true, false, false]) expect(await check(tenantId, full)).toEqual(found);
    await inVersion(1);
    expect([await check(tenantId), await uncheckedOf(tenantId)]).toEqual([[], 0]);
  });

  it('is a withdrawal that an older program has written without a mark: it is counted when everything is looked at', async () => {
    const { tenantId } = await tenantWith(2);
    await ended(tenantId, 1, {});
    booked(3);
    expect(await check(tenantId)).toHaveLength(1);
    expect(await check(tenantId, true)).toEqual([]);
    expect(await check(tenantId)).toEqual([]);
  });
});

describe('running totals of withdrawals', () => {
  const total = async (tenantId: string) => String((await intake.app.get(WithdrawalTotals).running.of(tenantId, [house])).get(house));

  it('follow a withdrawal that changes after it was counted', async () => {
    const { tenantId, ids: [id] } = await tenantWith(2);
    const returned = { code: 'R03', at, legId: 'leg-1', amount: begun.details.amount };
    const change = (to: object) => stored().updateOne({ _id: id! }, { $set: { ...to, unchecked: true } });
    await change({ state: 'bookingReturn', 'details.returned': returned });
    booked(1);
    expect([await check(tenantId), await total(tenantId), await uncheckedOf(tenantId)]).toEqual([[], '500000', 1]);
    await change({ state: 'returned' });
    expect([await check(tenantId), await total(tenantId), await uncheckedOf(tenantId)]).toEqual([[], '250000', 0]);
    expect([await check(tenantId, true), await total(tenantId)]).toEqual([[], '250000']);
  });

  it('are corrected by a full check', async () => {
    const { tenantId } = await tenantWith(2);
    await intake.app.get(Withdrawals).model.db.collection('withdrawal_totals').updateOne({ tenantId }, { $set: { units: '7' } });
    expect(await check(tenantId)).toHaveLength(1);
    expect([await check(tenantId, true), await check(tenantId), await total(tenantId)]).toEqual([[], [], '500000']);
  });

  it('have each withdrawal once, however many check at the same time', async () => {
    const tenantId = `t-${newId()}`;
    const withdrawalsCheck = intake.app.get(WithdrawalsCheck);
    for (let rounds = 1; rounds <= 5; rounds += 1) {
      await ended(tenantId, 10);
      await Promise.all([withdrawalsCheck.changed(tenantId), withdrawalsCheck.changed(tenantId), withdrawalsCheck.all(tenantId), withdrawalsCheck.changed(tenantId)]);
    }
    await withdrawalsCheck.changed(tenantId);
    expect([await uncheckedOf(tenantId), await total(tenantId)]).toEqual([0, '12500000']);
  });
});
