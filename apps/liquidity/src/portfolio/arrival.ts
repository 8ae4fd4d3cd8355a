import { isinSchema } from '@sluice/contract-liquidity';
import { currencySchema, moneySchema } from '@sluice/contract-kit';
import { DomainError, Money } from '@sluice/kernel';
import { isDeepStrictEqual } from 'node:util';
import type { Change } from '@sluice/persistence';
import { z } from 'zod';
import { decimalSchema } from '../selling/exact-decimal.js';
import { accrued } from './accrued-fees.js';
import { withDeposited } from './holdings.js';
import type { Portfolio } from './portfolio.js';

const arrivedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('holding'), isin: isinSchema, quantity: decimalSchema, price: decimalSchema, currency: currencySchema }),
  z.object({ kind: z.literal('fee'), amount: moneySchema }),
]);

/** Sandbox: a holding or a fee that arrived in a portfolio. The record stands before it is counted, and says when it was. */
export const arrivalSchema = z.object({ portfolioId: z.string(), what: arrivedSchema, isCounted: z.boolean() });
export type Arrival = z.output<typeof arrivalSchema>;

/** @throws DomainError `invalid_request` when the id stands for something else. */
export function newArrival(known: Arrival | null, asked: Omit<Arrival, 'isCounted'>): Change<Arrival> | null {
  if (known === null) return { state: { ...asked, isCounted: false } };
  if (known.portfolioId === asked.portfolioId && isDeepStrictEqual(known.what, asked.what)) return null;
  throw new DomainError('invalid_request', 'This id stands for something else.');
}

/** More than can be under way at once: an arrival is only told again until its own record says that it is counted. */
const REMEMBERED = 200;

/** Counts an arrival once; null when it was. @throws DomainError when it cannot be held. */
export function counted(portfolio: Portfolio, id: string, { what }: Arrival): Portfolio | null {
  if (portfolio.countedArrivals.includes(id)) return null;
  const countedArrivals = [...portfolio.countedArrivals, id].slice(-REMEMBERED);
  if (what.kind === 'fee') return { ...portfolio, countedArrivals, accruedFees: accrued(portfolio.accruedFees, Money.fromJson(what.amount)) };
  const { kind: _, ...arrived } = what;
  return { ...portfolio, countedArrivals, holdings: withDeposited(portfolio.holdings, arrived) };
}
