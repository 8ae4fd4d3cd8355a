import { DomainError, type Currency, type MoneyJson } from '@sluice/kernel';
import { decimalOf, decimalSchema, decimalText, minorUnitsOf, productOf } from '../selling/exact-decimal.js';
import type { Fill } from '../selling/sale-order.js';
import type { Holding } from './portfolio.js';

/** A holding that arrives. */
export type Deposited = Omit<Holding, 'bookCost'>;

const money = (currency: Currency, units: bigint): MoneyJson => ({ currency, units: units.toString() });

/** What a quantity costs at a price: rounded to minor units, half up. */
export function costOf({ quantity, price, currency }: Omit<Deposited, 'isin'>): MoneyJson {
  const product = decimalOf(quantity) * decimalOf(price);
  return money(currency, minorUnitsOf(product + productOf(1n, currency) / 2n, currency));
}

/**
 * More of an instrument, at a price that is the last known one from now on.
 * @throws DomainError `currency_mismatch` when it is held in another currency, `invalid_request` when it would be more than can be told.
 */
export function withDeposited(holdings: readonly Holding[], arrived: Deposited): Holding[] {
  const held = holdings.find(({ isin }) => isin === arrived.isin);
  const cost = costOf(arrived);
  if (held === undefined) return [...holdings, { ...arrived, bookCost: cost }];
  if (held.currency !== arrived.currency) throw new DomainError('currency_mismatch', `${held.isin} is held in ${held.currency}.`);
  const quantity = decimalText(decimalOf(held.quantity) + decimalOf(arrived.quantity));
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
  const left = decimalOf(held?.quantity ?? '0') - decimalOf(quantity);
  if (held === undefined || left < 0n) throw new RangeError(`${quantity} of ${isin} were sold, and not that much is held.`);
  const bookCost = BigInt(held.bookCost.units);
  const cost = left === 0n ? bookCost : (bookCost * decimalOf(quantity)) / decimalOf(held.quantity);
  const rest = { ...held, quantity: decimalText(left), price, bookCost: money(held.currency, bookCost - cost) };
  return { holdings: holdings.flatMap((holding) => (holding !== held ? [holding] : left === 0n ? [] : [rest])), cost };
}
