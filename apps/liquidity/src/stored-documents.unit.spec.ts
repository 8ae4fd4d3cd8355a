import { describe, expect, it } from '@jest/globals';
import { storedAfter } from '@sluice/builders';
import { legs } from './legs/leg.js';
import { portfolioWithdrawals } from './portfolio-withdrawals/portfolio-withdrawal.js';
import { portfolios } from './portfolios/portfolios.repository.js';
import { plans } from './sourcing/sourcing.repository.js';
import { wallets } from './wallets/wallets.repository.js';

const money = { currency: 'GBP', units: '100' };
const at = '2026-01-15T12:00:00.000Z';
const order = {
  orderId: 'o-1', isin: 'GB00B03MLX29', quantity: '1', currency: 'GBP', referencePrice: '2', status: 'placed', fills: [], isStopping: false, nextAt: at, fruitless: 3, ofALaterVersion: 1,
};
const slot = {
  placeId: 'slot-1', withdrawalId: 'w-1', type: 'full', closePortfolio: false, amount: money, fee: money, cash: money, raising: { status: 'selling', orders: [order], costs: [] }, ofALaterVersion: 2,
};

/** As every version has stored it. */
const portfolio = {
  partyId: 'pty-1', name: 'ISA', currency: 'GBP', mandate: 'execution_only', accountType: 'GIA', status: 'active', holdings: [], accruedFees: [], createdAt: at, serial: 1, countedArrivals: [],
  places: [slot], settling: [{ placeId: 'slot-0', withdrawalId: 'w-0', raising: { status: 'stopping', orders: [order], costs: [] } }], ofALaterVersion: 3,
};

const allocation = { id: 'a-1', reservationId: 'r-1', key: 'cash_usdc:cctp', chain: 'base', units: '5', place: 'cash', isFreed: false, ofALaterVersion: 4 };
const wallet = {
  label: '', status: 'active', approvalPolicy: 'none', targets: [{ positionKey: 'usdz', targetWeightBps: 10_000 }], address: '0x00', createdAt: at, claims: [allocation], cash: { base: '5' }, flows: {}, countedDeposits: [], ofALaterVersion: 5,
};

const record = { portfolioId: 'prt-1', status: 'admitted', admission: { placeId: 'slot-1', amount: money, fee: money, ofALaterVersion: 6 }, raised: null, ofALaterVersion: 7 };
const plan = { status: 'sourced', accountId: 'acc-1', asked: { accountId: 'acc-1', amount: { currency: 'USD', units: '1' } }, legs: [], reason: null };
const unwind = { sourceId: 's-1', key: 'usdz', chain: 'base', units: '7', status: 'waiting', claims: 2, ofALaterVersion: 8 };
const leg = { legId: 'l-1', attempt: 1, reservationId: 'r-1', walletId: 'wal-1', destinationChain: 'base', group: null, status: 'unwinding', reason: null, unwinds: [unwind] };

describe('stored documents', () => {
  it('are written as they were read, with what is unknown', () => {
    expect(storedAfter(portfolios, portfolio)).toEqual(portfolio);
    expect(storedAfter(wallets, wallet)).toEqual(wallet);
    expect(storedAfter(portfolioWithdrawals, record)).toEqual(record);
    expect(storedAfter(plans, plan)).toEqual(plan);
    expect(storedAfter(legs, leg)).toEqual(leg);
  });

  it('keep their names when they are changed', () => {
    const ended = storedAfter(portfolios, portfolio, (state) => ({ ...state, settling: [], activeSlots: state.activeSlots.map((one) => ({ ...one, slotId: 'slot-2', raising: null })) }));
    expect(ended).toMatchObject({ places: [{ placeId: 'slot-2', raising: null }], settling: [] });
    const more = storedAfter(portfolios, portfolio, (state) => ({ ...state, settling: state.settling.map((one) => ({ ...one, raising: { ...one.raising, orders: one.raising.orders.map((each) => ({ ...each, failedAttempts: 4 })) } })) }));
    expect(more).toMatchObject({ settling: [{ placeId: 'slot-0', raising: { orders: [{ orderId: 'o-1', fruitless: 4, ofALaterVersion: 1 }] } }] });
    const moved = storedAfter(wallets, wallet, (state) => ({ ...state, allocations: state.allocations.map((one) => ({ ...one, location: 'window' as const })) }));
    expect(moved).toEqual({ ...wallet, claims: [{ ...allocation, place: 'window' }] });
    const refused = storedAfter(legs, leg, (state) => ({ ...state, unwinds: state.unwinds.map((one) => ({ ...one, failedFetches: one.failedFetches + 1 })) }));
    expect(refused).toEqual({ ...leg, unwinds: [{ ...unwind, claims: 3 }] });
  });

  it.each([
    ['a portfolio without active slots', () => storedAfter(portfolios, { ...portfolio, places: undefined })],
    ['a portfolio with the name of the code', () => storedAfter(portfolios, { ...portfolio, places: undefined, activeSlots: [] })],
    ['a slot without an id', () => storedAfter(portfolios, { ...portfolio, places: [{ ...slot, placeId: undefined }] })],
    ['an allocation that is nowhere', () => storedAfter(wallets, { ...wallet, claims: [{ ...allocation, place: 'pocket' }] })],
    ['a plan without its command', () => storedAfter(plans, { ...plan, asked: undefined })],
  ])('are refused: %s', (_, read) => {
    expect(read).toThrow();
  });
});
