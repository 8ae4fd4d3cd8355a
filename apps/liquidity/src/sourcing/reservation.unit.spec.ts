import { describe, expect, it } from '@jest/globals';
import type { Group, reserveLiquidity } from '@sluice/contract-liquidity';
import type { BodyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { usdcJson } from '../wallets/wallet.js';
import { answerTo, closedAs, refusedAs, requireSame, reservationSchema, reservedAs, sourcesGivenUp, type Reservation } from './reservation.js';

const command: BodyOf<typeof reserveLiquidity> = { reservationId: 'r1', walletId: 'w1', amount: usdcJson(60n), destinationChain: 'base' };
const group = (...ids: string[]): Group => ({ key: 'cash_usdc:cctp', amount: usdcJson(5n), sources: ids.map((id) => ({ id, key: 'cash_usdc:cctp', chain: 'base', amount: usdcJson(5n) })) });
const reserved = reservedAs(command, [group('a')], { approvalPolicy: 'customer', label: 'Savings' });

describe('a reservation that was made', () => {
  it('is stored with its groups and its wallet’s policy and label', () => {
    expect(reserved).toEqual({ walletId: 'w1', status: 'reserved', command, groups: [group('a')], approvalPolicy: 'customer', label: 'Savings', reason: null, unnamedLegs: [] });
    expect(reservationSchema.parse(reserved)).toEqual(reserved);
  });

  it('is answered with them', () => {
    expect(answerTo(command, reserved)).toMatchObject({
      contract: { type: 'liquidity.liquidity-reserved' }, body: { reservationId: 'r1', walletId: 'w1', approvalPolicy: 'customer', groups: [group('a')], label: 'Savings' },
    });
  });
});

describe('a reservation that was refused', () => {
  const refused = refusedAs(command, 'insufficient_funds');

  it('is stored without groups and with the reason', () => {
    expect(refused).toEqual({ walletId: 'w1', status: 'refused', command, groups: [], approvalPolicy: 'none', reason: 'insufficient_funds', unnamedLegs: [] });
    expect(reservationSchema.parse(refused)).toEqual(refused);
  });

  it('is answered with the reason', () => {
    expect(answerTo(command, refused)).toMatchObject({ contract: { type: 'liquidity.reserve-refused' }, body: { reservationId: 'r1', walletId: 'w1', reason: 'insufficient_funds' } });
  });
});

describe('a reservation that was closed', () => {
  it('keeps what it was made of', () => {
    expect(closedAs({ ...reserved, unnamedLegs: ['l1'] }, 'w1')).toEqual({ ...reserved, unnamedLegs: ['l1'], status: 'closed' });
    expect(closedAs(refusedAs(command, 'insufficient_funds'), 'w1')).toMatchObject({ status: 'closed', reason: null });
  });

  it('may never have been made', () => {
    const closed = closedAs(null, 'w1');
    expect(closed).toEqual({ walletId: 'w1', status: 'closed', command: null, groups: [], approvalPolicy: 'none', reason: null, unnamedLegs: [] });
    expect(reservationSchema.parse(closed)).toEqual(closed);
  });

  it('is answered as released', () => {
    expect(answerTo(command, closedAs(reserved, 'w1'))).toMatchObject({ contract: { type: 'liquidity.reserve-refused' }, body: { reason: 'released' } });
  });
});

describe('a repeated command', () => {
  it.each<[string, Reservation]>([['the same', reserved], ['that overtook it closed', closedAs(null, 'w1')]])('is taken when the reservation is %s', (_name, known) => {
    expect(() => requireSame(known, command)).not.toThrow();
  });

  it.each<[string, Partial<typeof command>]>([
    ['wallet', { walletId: 'w2' }], ['chain', { destinationChain: 'polygon' }], ['amount', { amount: usdcJson(61n) }], ['currency', { amount: { currency: 'USD', units: '60' } as never }],
  ])('is refused with another %s', (_name, other) => {
    expect(() => requireSame(reserved, { ...command, ...other })).toThrow(new DomainError('invalid_request', 'This reservation was made for something else.'));
  });

  it('is refused for another wallet also where nothing was made', () => {
    expect(() => requireSame(closedAs(null, 'w2'), command)).toThrow('something else');
  });
});

describe('the sources that legs give up which were never begun', () => {
  const two: Reservation = { ...reserved, groups: [group('a', 'b'), group('c')] };
  const open = (...ids: string[]) => (id: string): boolean => ids.includes(id);

  it('are all that are open, once as many legs gave up as there are groups left', () => {
    expect(sourcesGivenUp({ ...two, unnamedLegs: ['l1', 'l2'] }, open('a', 'b', 'c'))).toEqual(['a', 'b', 'c']);
    expect(sourcesGivenUp({ ...two, unnamedLegs: ['l1'] }, open('c'))).toEqual(['c']);
    expect(sourcesGivenUp({ ...two, unnamedLegs: ['l1'] }, open('b'))).toEqual(['a', 'b']);
  });

  it('are none while it may be another leg’s group', () => {
    expect(sourcesGivenUp({ ...two, unnamedLegs: ['l1'] }, open('a', 'c'))).toEqual([]);
    expect(sourcesGivenUp({ ...two, unnamedLegs: [] }, open('c'))).toEqual([]);
  });

  it('are none when none is open', () => {
    expect(sourcesGivenUp({ ...two, unnamedLegs: ['l1', 'l2', 'l3'] }, open())).toEqual([]);
  });
});
