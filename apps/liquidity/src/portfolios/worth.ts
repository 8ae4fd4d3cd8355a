import { Injectable } from '@nestjs/common';
import type { Currency, MoneyJson } from '@sluice/kernel';
import { OutcomeUnknown } from '@sluice/providers';
import type { Decimal } from 'decimal.js';
import { Custodian, type Rates } from '../providers/custodian.js';
import { decimalOf, decimalOfUnits, roundedMinorUnitsOf, sumOf } from './exact-decimal.js';
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

/** The exact value of an amount in the base currency; null where there is no rate. */
export function worthOfMoney({ currency, units }: MoneyJson, rates: RatesInto): Decimal | null {
  const rate = rates.get(currency);
  return rate === undefined ? null : decimalOfUnits(BigInt(units), currency).mul(decimalOf(rate));
}

const worthOfHolding = ({ quantity, price, currency }: Pick<Holding, 'quantity' | 'price' | 'currency'>, rates: RatesInto): Decimal =>
  decimalOf(quantity).mul(decimalOf(price)).mul(decimalOf(rates.get(currency) ?? '0'));

/** What cash and holdings are worth together, exactly; what has no rate counts for nothing. */
export const worthOfAll = (cash: readonly MoneyJson[], holdings: readonly Holding[], rates: RatesInto): Decimal =>
  sumOf([...cash.flatMap((amount) => worthOfMoney(amount, rates) ?? []), ...holdings.map((holding) => worthOfHolding(holding, rates))]);

/** In minor units, half up; below zero as far below as it would be above. */
export const roundedWorth = (worth: Decimal, base: Currency): MoneyJson => ({ currency: base, units: roundedMinorUnitsOf(worth, base).toString() });
