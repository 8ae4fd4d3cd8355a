import { describe, expect, it } from '@jest/globals';
import { NotKnownYet } from '@sluice/messaging';
import type { ServiceState } from '@sluice/service-host';
import type { Connection } from 'mongoose';
import { aWithdrawal } from '../../test/withdrawal.builder.js';
import { payoutLegSaga } from '../payout-legs/payout-leg.saga.js';
import { RunningTables } from './running-tables.repository.js';
import { inTodaysTables } from './withdrawals.repository.js';
import { tableOf } from './tables.js';
import { canTake } from './withdrawal.process.js';

const { state: withdrawal } = aWithdrawal();
const leg = (state: string) => ({ state, details: {} }) as never;

describe('a stored withdrawal', () => {
  it('is as it is in a state of today’s table', () => {
    expect(inTodaysTables(withdrawal)).toBe(withdrawal);
  });

  it.each([
    ['in a state of a newer table', { ...withdrawal, state: 'weighing' }, 'The table of account has no state weighing here.'],
    ['with a leg in one', { ...withdrawal, legs: [leg(payoutLegSaga.starts[0] ?? ''), leg('weighing')] }, 'The table of payout leg has no state weighing here.'],
  ])('is left to a newer instance %s', (_, newer, message) => {
    expect(() => inTodaysTables(newer)).toThrow(new NotKnownYet(message));
  });

  it('is not refused an order where only a newer instance can say', () => {
    expect(() => canTake({ ...withdrawal, state: 'weighing' }, 'client.cancel')).toThrow(NotKnownYet);
  });
});

describe('the tables', () => {
  it('of wallets and of their legs have one version', () => {
    expect(payoutLegSaga.version).toBe(tableOf('wallet').version);
  });

  it('are each as they are for those that began under a newer one', () => {
    expect(tableOf('account', 99)).toBe(tableOf('account'));
  });
});

interface Noted {
  readonly _id: string;
  readonly versions: Readonly<Partial<Record<'account' | 'wallet' | 'portfolio', number>>>;
}

/** What the instances have noted, in place of the collection. */
function beside(others: readonly Noted[]): { running: RunningTables; noted: Map<string, Noted>; prepare: () => Promise<void> } {
  const noted = new Map(others.map((other) => [other._id, other]));
  const collection = () => ({
    updateOne: ({ _id }: { _id: string }, { $set }: { $set: Omit<Noted, '_id'> }) => Promise.resolve(noted.set(_id, { _id, ...$set })),
    find: () => ({ toArray: () => Promise.resolve([...noted.values()]) }),
    deleteMany: ({ _id }: { _id?: string }) => Promise.resolve(_id !== undefined && noted.delete(_id)),
  });
  const preparations: (() => Promise<void>)[] = [];
  const state = { beforeReady: (work: () => Promise<void>) => preparations.push(work), whenStarted: () => undefined };
  const running = new RunningTables({ collection } as unknown as Connection, state as unknown as ServiceState);
  running.onModuleInit();
  return { running, noted, prepare: async () => {
    for (const work of preparations) await work();
  } };
}

describe('the version that a withdrawal begins under', () => {
  it.each([
    ['its own, alone', [], [1, 1]],
    ['its own, beside a newer one', [{ _id: 'newer', versions: { account: 9, wallet: 9, portfolio: 9 } }], [1, 1]],
    ['the oldest, where another knows no more', [{ _id: 'older', versions: { account: 0, wallet: 1 } }], [0, 1]],
  ])('is %s', async (_, others, [account, wallet]) => {
    const { running, noted, prepare } = beside(others);
    await prepare();
    expect([running.newest('account'), running.newest('wallet')]).toEqual([account, wallet]);
    expect(noted.size).toBe(others.length + 1);
    await running.onModuleDestroy();
    expect(noted.size).toBe(others.length);
  });

  it('is the first, and nothing is said, as long as the database was not asked', () => {
    const { running, noted } = beside([]);
    expect([running.newest('account'), noted.size]).toEqual([1, 0]);
  });
});
