import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { currencySchema, moneySchema, send, type RequestOf } from '@sluice/contract-kit';
import { isinSchema, nameGiven, partyViewSchema, portfolioViewSchema, type openPortfolio, type PartyView, type PortfolioView } from '@sluice/contract-liquidity';
import { DomainError, Money, type Currency, type MoneyJson } from '@sluice/kernel';
import { stored, type Change, type Versioned } from '@sluice/persistence';
import { z } from 'zod';
import type { Fill } from '../providers/custodian.js';
import { activeSlotSchema, settlingSchema, type ActiveSlot } from './active-slot.js';
import { decimalOf, decimalSchema, decimalText, roundedMinorUnitsOf } from './exact-decimal.js';
import { accrued, charged } from './fees.js';

/** Whom portfolios belong to. */
export const partySchema = partyViewSchema.omit({ id: true }).extend({ serial: z.int().min(1) });
export type Party = z.output<typeof partySchema>;

/** Opens the party, or finds it open. @throws DomainError `request_conflict` when the id stands for another one. */
export function openedParty(known: Party | null, { id, name }: Pick<PartyView, 'id' | 'name'>, serial: number, now: Date): Change<Party> | null {
  if (known === null) return { state: { name, status: 'active', createdAt: now.toISOString(), serial }, send: [send(nameGiven, { subjectId: id, name })] };
  if (known.name === name) return null;
  throw new DomainError('request_conflict', 'This id stands for another party.');
}

export const viewOfParty = ({ id, state: { serial: _, ...party } }: Versioned<Party>): PartyView => ({ id, ...party });

export const portfolioSchema = portfolioViewSchema.omit({ id: true }).extend({
  serial: z.int().min(1),
  /** The latest holdings and fees that arrived: a repeated one is not counted again. */
  countedArrivals: z.array(z.string()),
  /** Active slots of withdrawals that were admitted and are not over: any number where the mandate is execution-only, otherwise one at most. */
  activeSlots: z.array(stored(activeSlotSchema, { slotId: 'placeId' })),
  settling: z.array(stored(settlingSchema, { slotId: 'placeId' })).default([]),
});
export type Portfolio = z.output<typeof portfolioSchema>;
export type Holding = Portfolio['holdings'][number];

type OpenPortfolioRequest = Omit<RequestOf<typeof openPortfolio>, 'id'>;

/** Opens the portfolio, or finds it open. @throws DomainError `request_conflict` when the id stands for another one. */
export function openedPortfolio(known: Portfolio | null, request: OpenPortfolioRequest, serial: number, now: Date): Change<Portfolio> | null {
  const { partyId, name, currency, mandate, accountType } = request;
  if (known === null) {
    const opened = { partyId, name, currency, mandate, accountType, status: 'active', createdAt: now.toISOString(), serial } as const;
    return { state: { ...opened, holdings: [], accruedFees: [], countedArrivals: [], activeSlots: [], settling: [] } };
  }
  const isSame = known.partyId === partyId && known.name === name && known.currency === currency && known.mandate === mandate && known.accountType === accountType;
  if (isSame) return null;
  throw new DomainError('request_conflict', 'This id stands for another portfolio.');
}

/** A portfolio as others see it. */
export function viewOfPortfolio({ id, state: { serial: _, countedArrivals: __, activeSlots: ___, settling: ____, ...portfolio } }: Versioned<Portfolio>): PortfolioView {
  return { id, ...portfolio };
}

/** Takes a slot; one that closes the portfolio says so at once. */
export const slotTaken = (portfolio: Portfolio, slot: ActiveSlot): Portfolio =>
  ({ ...portfolio, activeSlots: [...portfolio.activeSlots, slot], status: slot.closePortfolio ? 'closing' : portfolio.status });

export const withSlot = (portfolio: Portfolio, slot: ActiveSlot): Portfolio =>
  ({ ...portfolio, activeSlots: portfolio.activeSlots.map((known) => (known.slotId === slot.slotId ? slot : known)) });

const without = ({ activeSlots }: Portfolio, gone: ActiveSlot): ActiveSlot[] => activeSlots.filter(({ slotId }) => slotId !== gone.slotId);

/** Gives a slot back. A portfolio that was closing for it is active again. */
export function slotReleased(portfolio: Portfolio, slot: ActiveSlot): Portfolio {
  const activeSlots = without(portfolio, slot);
  const isClosedBy = activeSlots.some(({ closePortfolio }) => closePortfolio);
  const status = slot.closePortfolio && !isClosedBy && portfolio.status === 'closing' ? 'active' : portfolio.status;
  return { ...portfolio, activeSlots, status };
}

/** The withdrawal is over and paid: what was charged is owed no more, and what was to be closed is. */
export const slotCompleted = (portfolio: Portfolio, slot: ActiveSlot, fee: Money): Portfolio => ({
  ...portfolio,
  activeSlots: without(portfolio, slot),
  accruedFees: charged(portfolio.accruedFees, slot.accrued === undefined ? fee : Money.fromJson(slot.accrued)),
  status: slot.closePortfolio ? 'closed' : portfolio.status,
});

/** A holding that arrives. */
export type Deposited = Omit<Holding, 'bookCost'>;

const money = (currency: Currency, units: bigint): MoneyJson => ({ currency, units: units.toString() });

/** What a quantity costs at a price: rounded to minor units, half up. */
export const costOf = ({ quantity, price, currency }: Omit<Deposited, 'isin'>): MoneyJson =>
  money(currency, roundedMinorUnitsOf(decimalOf(quantity).mul(decimalOf(price)), currency));

/**
 * More of an instrument, at a price that is the last known one from now on.
 * @throws DomainError `currency_mismatch` when it is held in another currency, `invalid_request` when the quantity would be too large.
 */
export function withDeposited(holdings: readonly Holding[], arrived: Deposited): Holding[] {
  const held = holdings.find(({ isin }) => isin === arrived.isin);
  const cost = costOf(arrived);
  if (held === undefined) return [...holdings, { ...arrived, bookCost: cost }];
  if (held.currency !== arrived.currency) throw new DomainError('currency_mismatch', `${held.isin} is held in ${held.currency}.`);
  const quantity = decimalText(decimalOf(held.quantity).plus(decimalOf(arrived.quantity)));
  if (!decimalSchema.safeParse(quantity).success) throw new DomainError('invalid_request', 'The holding would be too large.');
  const bookCost = money(held.currency, BigInt(held.bookCost.units) + BigInt(cost.units));
  return holdings.map((holding) => (holding === held ? { ...held, quantity, price: arrived.price, bookCost } : holding));
}

export interface Sold {
  readonly holdings: Holding[];
  /** What the sold units had cost, in minor units. */
  readonly cost: bigint;
}

/**
 * Units that were sold leave with their share of the book cost, rounded down; the last unit takes the rest.
 * @throws RangeError when more is sold than is held: nothing is booked below zero.
 */
export function withoutSold(holdings: readonly Holding[], isin: string, { quantity, price }: Pick<Fill, 'quantity' | 'price'>): Sold {
  const held = holdings.find((holding) => holding.isin === isin);
  const left = decimalOf(held?.quantity ?? '0').minus(decimalOf(quantity));
  if (held === undefined || left.isNegative()) throw new RangeError(`${quantity} of ${isin} were sold, and not that much is held.`);
  const bookCost = BigInt(held.bookCost.units);
  const cost = left.isZero() ? bookCost : BigInt(decimalOf(quantity).mul(held.bookCost.units).div(held.quantity).toFixed(0));
  const rest = { ...held, quantity: decimalText(left), price, bookCost: money(held.currency, bookCost - cost) };
  return { holdings: holdings.flatMap((holding) => (holding !== held ? [holding] : left.isZero() ? [] : [rest])), cost };
}

const arrivedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('holding'), isin: isinSchema, quantity: decimalSchema, price: decimalSchema, currency: currencySchema }),
  z.object({ kind: z.literal('fee'), amount: moneySchema }),
]);

/** Sandbox: a holding or a fee that arrived in a portfolio. The record stands before it is counted, and says when it was. */
export const arrivalSchema = z.object({ portfolioId: z.string(), what: arrivedSchema, isCounted: z.boolean() });
export type Arrival = z.output<typeof arrivalSchema>;

/** @throws DomainError `invalid_request` when the id stands for something else. */
export function newArrival(known: Arrival | null, arrived: Omit<Arrival, 'isCounted'>): Change<Arrival> | null {
  if (known === null) return { state: { ...arrived, isCounted: false } };
  if (known.portfolioId === arrived.portfolioId && isDeepStrictEqual(known.what, arrived.what)) return null;
  throw new DomainError('invalid_request', 'This id stands for something else.');
}

/** More than can be under way at once: an arrival is only repeated until its own record says that it is counted. */
const REMEMBERED = 200;

/** Counts an arrival once; null when it was. @throws DomainError when it cannot be held. */
export function counted(portfolio: Portfolio, id: string, { what }: Arrival): Portfolio | null {
  if (portfolio.countedArrivals.includes(id)) return null;
  const countedArrivals = [...portfolio.countedArrivals, id].slice(-REMEMBERED);
  if (what.kind === 'fee') return { ...portfolio, countedArrivals, accruedFees: accrued(portfolio.accruedFees, Money.fromJson(what.amount)) };
  const { kind: _, ...arrived } = what;
  return { ...portfolio, countedArrivals, holdings: withDeposited(portfolio.holdings, arrived) };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 14;

/** `prefix` + 14 characters `[a-z2-7]`, the same for the same parts: whatever is made again is the same. */
export function derivedId(prefix: string, ...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
  return prefix + Array.from(hash.subarray(0, LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');
}
