import { Injectable } from '@nestjs/common';
import type { Currency } from '@sluice/kernel';
import { Custodian, OutcomeUnknown, type Rates } from '../ports/custodian.js';

/** What one unit of each currency is in one base currency, as plain decimals; a currency without a rate is not in it. */
export type RatesInto = ReadonlyMap<Currency, string>;

/** A custodian of securities quotes money, not tokens. */
const isQuoted = (currency: Currency): boolean => currency !== 'USDC';

/** Rates of exchange, only ever used to tell what something is worth: nothing is exchanged. */
@Injectable()
export class ExchangeRates {
  constructor(private readonly custodian: Custodian) {}

  /** @throws OutcomeUnknown when the custodian cannot be asked. What is in the base currency already needs no asking. */
  into(base: Currency, currencies: readonly Currency[]): Promise<RatesInto> {
    return ratesOf(base, currencies, (currency) => this.custodian.rates(currency));
  }

  /** Without those that the custodian cannot be asked for now. */
  known(base: Currency, currencies: readonly Currency[]): Promise<RatesInto> {
    return ratesOf(base, currencies, (currency) => this.custodian.rates(currency).catch((error: unknown) => {
      if (error instanceof OutcomeUnknown) return {};
      throw error;
    }));
  }
}

async function ratesOf(base: Currency, currencies: readonly Currency[], ask: (currency: Currency) => Promise<Rates>): Promise<RatesInto> {
  const foreign = [...new Set(currencies)].filter((currency) => currency !== base && isQuoted(currency) && isQuoted(base));
  const found = await Promise.all(foreign.map(async (currency) => [currency, (await ask(currency))[base]] as const));
  return new Map([[base, '1'], ...found.flatMap(([currency, rate]) => (rate === undefined ? [] : [[currency, rate] as const]))]);
}
