import { beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { ChainObservation } from '@sluice/evm';
import fc from 'fast-check';
import { ChainLegWorld, isOver, type CallFate } from '../../test/chain-leg-world.js';
import { isGone, type ChainLeg } from './chain-leg.js';
import { afterTransactionEvent } from './chain-leg.transitions.js';

/** Failed calls are the point here; what is logged of them is not. */
beforeAll(() => {
  Logger.overrideLogger(false);
});

const wallets = ['wallet-a', 'wallet-b'];

const commandOf = (index: number, attempt = 1, approval: 'none' | 'customer' = index === 0 ? 'none' : 'customer') => ({
  legId: `leg-${index}`, attempt, walletId: wallets[index % wallets.length] as string, chain: 'base' as const,
  toAddress: '0x742d35Cc6634C0532925a3b844Bc454e4438f44e', amount: { currency: 'USDC' as const, units: '5000000' }, approval,
});

type Event =
  | { readonly kind: 'deliver' | 'recall' | 'approve' | 'reject' | 'retry'; readonly leg: number }
  | { readonly kind: 'fire'; readonly which: number; readonly fate: CallFate }
  | { readonly kind: 'mine'; readonly which: number; readonly isStarved: boolean }
  | { readonly kind: 'reorganise' | 'finalise' | 'refuse' | 'steal'; readonly which: number }
  | { readonly kind: 'signer'; readonly says: 'signs' | 'fails' | 'rejects' };

const leg = fc.nat(5);
const which = fc.nat(7);
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('deliver' as const), leg }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('recall' as const, 'retry' as const), leg }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const), leg }) },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('fire' as const), which: fc.oneof(fc.constant(0), which), fate: fc.constantFrom<CallFate>('answered', 'answered', 'lost', 'crash-before', 'crash-after') }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('mine' as const), which, isStarved: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('reorganise' as const, 'finalise' as const, 'refuse' as const, 'steal' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('signer' as const), says: fc.constantFrom('signs' as const, 'fails' as const, 'rejects' as const) }) },
);

const latest = (world: ChainLegWorld, index: number): number => Math.max(1, ...[...world.legs.values()].filter(({ state }) => state.legId === `leg-${index}`).map(({ state }) => state.attempt));

function happen(world: ChainLegWorld, it: Event): Promise<void> | void {
  switch (it.kind) {
    case 'deliver': return world.deliver(commandOf(it.leg, latest(world, it.leg)));
    case 'retry': return world.legs.get(`leg-${it.leg}/${latest(world, it.leg)}`)?.state.status === 'failed' ? world.deliver(commandOf(it.leg, latest(world, it.leg) + 1)) : undefined;
    case 'recall': return world.recall(commandOf(it.leg, latest(world, it.leg)));
    case 'approve': case 'reject': return world.vote(commandOf(it.leg, latest(world, it.leg)), it.kind);
    case 'fire': return world.fire(it.which, it.fate);
    case 'mine': return world.mine(it.which, it.isStarved);
    case 'reorganise': case 'finalise': case 'refuse': return world[it.kind](it.which);
    case 'steal': return world.steal(it.which);
    case 'signer': world.signerSays = it.says;
  }
}

function isSound(world: ChainLegWorld): void {
  const legIds = world.transfers.map(({ legId }) => legId);
  expect(new Set(legIds).size).toBe(legIds.length);
  const awaiting = [...world.legs.values()].filter(({ state }) => state.status === 'awaiting').map(({ state }) => `${state.walletId} ${state.payment?.chain}`);
  expect(new Set(awaiting).size).toBe(awaiting.length);
}

/** Lets everything come to its end: approvals are given, transactions mined and final. */
async function settle(world: ChainLegWorld): Promise<void> {
  world.signerSays = 'signs';
  for (let round = 0; round < 400 && [...world.legs.values()].some((one) => !isOver(one) || one.dueAt !== null || hasOpenTransaction(world)); round += 1) {
    for (const { state } of world.legs.values()) if (state.status === 'awaiting') world.vote(state as never, 'approve');
    await world.fire(0, 'answered');
    await world.mine(0, false);
    await world.finalise(0);
  }
}

const hasOpenTransaction = (world: ChainLegWorld): boolean => [...world.sent.values()].some(({ status }) => status === 'pending' || status === 'done' || status === 'reverted');

const inOrderOf = (keys: readonly string[], order: readonly string[]): string[] => [...keys].sort((one, other) => order.indexOf(one) - order.indexOf(other));

describe('legs on chains, through any order of commands, votes, blocks, losses, crashes and reorganisations', () => {
  it('are paid at most once, request one approval at a time in order, and all come to an end', async () => {
    await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 60, maxLength: 160 }), async (events) => {
      const world = new ChainLegWorld();
      for (const one of events) {
        await happen(world, one);
        isSound(world);
      }
      await settle(world);
      isSound(world);
      const open = [...world.legs.values()].filter((one) => !isOver(one)).map(({ id, state }) => `${id} ${state.status}`);
      expect(open).toEqual([]);
      for (const { waiting } of world.lines.values()) expect(waiting).toEqual([]);
      const paid = new Set(world.transfers.map(({ legId }) => legId));
      for (const { state } of world.legs.values()) if (state.status === 'delivered') expect(paid).toContain(state.legId);
      for (const line of linesOf(world)) expect(line).toEqual(inOrderOf(line, world.joins));
    }), { numRuns: 100 });
  });
});

/** The legs of each wallet and chain in the order in which their approval was requested. */
function linesOf(world: ChainLegWorld): string[][] {
  const lineOf = ({ walletId, payment }: ChainLeg): string => `${walletId} ${payment?.chain}`;
  const lines = new Map<string, string[]>();
  for (const key of world.approvalsRequested) {
    const state = world.legs.get(key)?.state;
    if (state) lines.set(lineOf(state), [...(lines.get(lineOf(state)) ?? []), key]);
  }
  return [...lines.values()];
}

async function until(world: ChainLegWorld, key: string, status: ChainLeg['status']): Promise<void> {
  for (let step = 0; step < 30 && world.legs.get(key)?.state.status !== status; step += 1) await world.fire(0, 'answered');
  expect(world.legs.get(key)?.state.status).toBe(status);
}

describe('a retried leg', () => {
  it('carries out the authorization that its first attempt has left, so that two can never be carried out', async () => {
    const world = new ChainLegWorld();
    await world.deliver(commandOf(0));
    await until(world, 'leg-0/1', 'ordered');
    await world.mine(0, true);
    await world.finalise(0);
    await until(world, 'leg-0/1', 'failed');
    await world.deliver(commandOf(0, 2));
    expect(world.legs.get('leg-0/2')?.state.authorization?.nonce).toBe(world.legs.get('leg-0/1')?.state.authorization?.nonce);
    await until(world, 'leg-0/2', 'ordered');
    await world.mine(0, false);
    expect(world.transfers).toHaveLength(1);
  });

  it('is delivered when somebody else has carried out what its first attempt left', async () => {
    const world = new ChainLegWorld();
    await world.deliver(commandOf(0));
    await until(world, 'leg-0/1', 'ordered');
    await world.mine(0, true);
    world.steal(0);
    await world.finalise(0);
    await until(world, 'leg-0/1', 'delivered');
    expect(world.transfers).toHaveLength(1);
  });
});

describe('a leg behind another', () => {
  const first = commandOf(1);
  const second = { ...commandOf(1), legId: 'leg-1b' };

  it('says which, and comes first when that one is recalled', async () => {
    const world = new ChainLegWorld();
    await world.deliver(first);
    await world.deliver(second);
    await until(world, 'leg-1/1', 'awaiting');
    for (let step = 0; step < 5; step += 1) await world.fire(0, 'answered');
    expect(world.legs.get('leg-1b/1')?.state).toMatchObject({ status: 'queued', blockedBy: 'leg-1' });
    world.recall(first);
    await until(world, 'leg-1b/1', 'awaiting');
    expect(world.activities.get(world.legs.get('leg-1/1')?.state.authorization?.request ?? '')).toMatchObject({ status: 'rejected' });
  });

  it('comes first when there was no vote for a day', async () => {
    const world = new ChainLegWorld();
    await world.deliver(first);
    await until(world, 'leg-1/1', 'awaiting');
    await world.deliver(second);
    world.now = new Date(world.now.getTime() + 86_400_000);
    await until(world, 'leg-1b/1', 'awaiting');
    expect(world.legs.get('leg-1/1')?.state).toMatchObject({ status: 'failed', failure: 'usdc_authorization_expired' });
  });
});

const hash = (digit: string) => `0x${digit.repeat(64)}` as const;
const [now, later] = [new Date('2026-02-05T11:00:00.000Z'), new Date('2026-02-05T11:00:09.000Z')];
const delivered: ChainLeg = {
  withdrawalId: 'w', legId: 'l', attempt: 1, walletId: 'a', status: 'delivered', isInLine: false, isToBeWithdrawn: false, failedAttempts: 0, turn: 4, txHash: hash('a'), replyAddress: { replyTo: 'intake' },
};

const confirmed: ChainObservation = { kind: 'confirmed', hash: hash('b'), block: 9 };
const reverted: ChainObservation = { kind: 'final', hash: hash('a'), block: 9, succeeded: false, reason: 'authorization is expired' };

function afterEvents(leg: ChainLeg, ...events: ChainObservation[]): ChainLeg {
  return events.reduce<ChainLeg>((before, item) => {
    const step = afterTransactionEvent(before, item, before === leg ? now : later);
    expect(step?.event).toBeUndefined();
    return step?.leg ?? before;
  }, leg);
}

describe('a delivered leg that is gone from its chain', () => {
  it('stays delivered for its withdrawal, and is known to be gone', () => {
    const gone = afterEvents(delivered, { kind: 'gone' });
    expect(gone).toEqual({ ...delivered, goneSince: now.toISOString() });
    expect([isGone(delivered), isGone(gone)]).toEqual([false, true]);
  });

  it.each<[string, ChainObservation]>([['found gone once more', { kind: 'gone' }], ['sent again', { kind: 'broadcast', hash: hash('b') }], ['put back once more', { kind: 'put-back' }], ['reverted, not for good', { kind: 'reverted', hash: hash('b'), block: 9, reason: 'no' }]])('and is %s is no other than before', (_what, event) => {
    const gone = afterEvents(delivered, { kind: 'gone' });
    expect(afterTransactionEvent(gone, event, later)).toBeNull();
  });

  it('and is paid again is well, in the transaction that paid it', () => {
    const well = afterEvents(delivered, { kind: 'gone' }, confirmed);
    expect(well).toMatchObject({ status: 'delivered', txHash: hash('b'), goneSince: now.toISOString(), foundAgainAt: later.toISOString() });
    expect(isGone(well)).toBe(false);
    expect(afterTransactionEvent(well, { ...confirmed, kind: 'final', succeeded: true }, later)).toBeNull();
  });

  it('and cannot be paid again says why, once, and is not failed', () => {
    const lost = afterEvents(delivered, { kind: 'gone' }, reverted);
    expect(lost).toMatchObject({ status: 'delivered', goneFor: 'authorization is expired' });
    expect(afterTransactionEvent(lost, reverted, later)).toBeNull();
  });

  it('for the second time is gone anew', () => {
    const again = afterEvents(delivered, { kind: 'gone' }, confirmed, { kind: 'gone' });
    expect(again).toMatchObject({ goneSince: later.toISOString() });
    expect(isGone(again)).toBe(true);
  });
});

describe('a leg that is not delivered', () => {
  it('is followed by its transaction, gone or not', () => {
    expect(afterTransactionEvent({ ...delivered, status: 'failed' }, { kind: 'gone' }, now)).toBeNull();
    expect(afterTransactionEvent({ ...delivered, status: 'confirming' }, { kind: 'gone' }, now)).toBeNull();
  });
});
