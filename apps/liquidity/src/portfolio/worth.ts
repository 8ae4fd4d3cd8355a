import { currencyDecimals, type Currency, type MoneyJson } from '@sluice/kernel';
import { decimalOf, ONE, productOf, total } from '../selling/exact-decimal.js';
import type { Holding } from './portfolio.js';
import type { RatesInto } from './rates.js';

/** An exact value in a base currency: whole numbers of parts so small that no rate, price or quantity has to be rounded. */
export type Worth = bigint;

/** Parts of one unit: ten decimals each of quantity, price and rate. */
const PARTS = ONE * ONE * ONE;

const partsOfMinorUnit = (base: Currency): bigint => PARTS / 10n ** BigInt(currencyDecimals[base]);

/** Null where there is no rate. */
export function worthOfMoney({ currency, units }: MoneyJson, rates: RatesInto): Worth | null {
  const rate = rates.get(currency);
  return rate === undefined ? null : productOf(BigInt(units), currency) * decimalOf(rate);
}

function worthOfHolding({ quantity, price, currency }: Pick<Holding, 'quantity' | 'price' | 'currency'>, rates: RatesInto): Worth {
  const rate = rates.get(currency);
  return rate === undefined ? 0n : decimalOf(quantity) * decimalOf(price) * decimalOf(rate);
}

/** What cash and holdings are worth together; what has no rate counts for nothing. */
export const worthOfAll = (cash: readonly MoneyJson[], holdings: readonly Holding[], rates: RatesInto): Worth =>
  total([...cash.map((amount) => worthOfMoney(amount, rates) ?? 0n), ...holdings.map((holding) => worthOfHolding(holding, rates))]);

/** In minor units, half up; below zero as far below as it would be above. */
export function roundedWorth(worth: Worth, base: Currency): MoneyJson {
  const part = partsOfMinorUnit(base);
  const half = ((worth < 0n ? -worth : worth) + part / 2n) / part;
  return { currency: base, units: (worth < 0n ? -half : half).toString() };
}
