import { Injectable } from '@nestjs/common';
import { currencyDecimals, type Currency, type MoneyJson } from '@sluice/kernel';
import { OutcomeUnknown } from '@sluice/providers';
import { Custodian, type Rates } from '../providers/custodian.js';
import { decimalOf, ONE, productOf, total } from './exact-decimal.js';
import type { Holding } from './portfolio.js';

/** What one unit of each currency is in one base currency, as plain decimals; a currency without a rate is not in it. */
export type RatesInto = ReadonlyMap<Currency, string>;

/** A custodian of securities quotes money, not tokens. */
const isQuoted = (currency: Currency): boolean => currency !== 'USDC';

/** Rates of exchange, used for valuation only: nothing is exchanged. */
@Injectable()
export class ExchangeRates {
  constructor(private readonly custodian: Custodian) {}

  /** @throws OutcomeUnknown when the custodian cannot be reached. Amounts in the base currency need no rate. */
  into(base: Currency, currencies: readonly Currency[]): Promise<RatesInto> {
    return ratesOf(base, currencies, (currency) => this.custodian.rates(currency));
  }

  /** Without the rates of currencies for which the custodian cannot be reached now. */
  known(base: Currency, currencies: readonly Currency[]): Promise<RatesInto> {
    return ratesOf(base, currencies, (currency) => this.custodian.rates(currency).catch((error: unknown) => {
      if (error instanceof OutcomeUnknown) return {};
      throw error;
    }));
  }
}

async function ratesOf(base: Currency, currencies: readonly Currency[], ratesOfCurrency: (currency: Currency) => Promise<Rates>): Promise<RatesInto> {
  const foreign = [...new Set(currencies)].filter((currency) => currency !== base && isQuoted(currency) && isQuoted(base));
  const found = await Promise.all(foreign.map(async (currency) => [currency, (await ratesOfCurrency(currency))[base]] as const));
  return new Map([[base, '1'], ...found.flatMap(([currency, rate]) => (rate === undefined ? [] : [[currency, rate] as const]))]);
}

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
