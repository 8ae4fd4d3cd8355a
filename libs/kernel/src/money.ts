import { Decimal } from 'decimal.js';
import { DomainError } from './refusals.js';

/** Decimals after the point for each currency Sluice moves (ISO 4217; USDC by its ERC-20 contract). */
export const currencyDecimals = { GBP: 2, EUR: 2, USD: 2, USDC: 6 } as const;

export type Currency = keyof typeof currencyDecimals;

export const currencies = Object.keys(currencyDecimals) as [Currency, ...Currency[]];

export const isCurrency = (text: string): text is Currency => Object.hasOwn(currencyDecimals, text);

/** Most digits an amount may have before the point (spec: rules common to all dialects). */
const MAX_INTEGER_DIGITS = 15;

/** Decimals wide enough to be exact: the library's own 20 digits would round the largest USDC amounts (15 + 6 digits). */
const Exact = Decimal.clone({ precision: 60 });

/** Money at rest and in messages: integer minor units as a digit string, since JSON has no integer of that size. */
export interface MoneyJson {
  readonly currency: Currency;
  readonly units: string;
}

/** An amount in integer minor units of one currency. Immutable; two currencies never mix. */
export class Money {
  private constructor(readonly currency: Currency, readonly units: bigint) {}

  static ofUnits(currency: Currency, units: bigint): Money {
    return new Money(currency, units);
  }

  static zero(currency: Currency): Money {
    return new Money(currency, 0n);
  }

  static fromJson(json: MoneyJson): Money {
    return new Money(json.currency, BigInt(json.units));
  }

  /**
   * Reads a plain decimal such as `2500`, `0.5` or `2500.00`: no sign, exponent, grouping or spaces.
   * @throws DomainError `invalid_amount` when malformed or too long, `precision_overflow` when finer than the minor unit.
   */
  static parse(text: string, currency: Currency): Money {
    const [, whole, fraction = ''] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text) ?? [];
    if (whole === undefined || whole.length > MAX_INTEGER_DIGITS) {
      throw new DomainError('invalid_amount', 'The amount is not a plain decimal number.');
    }
    const decimals = currencyDecimals[currency];
    if (fraction.length > decimals) {
      throw new DomainError('precision_overflow', `${currency} has at most ${decimals} decimals.`);
    }
    return new Money(currency, BigInt(new Exact(text).mul(new Exact(10).pow(decimals)).toFixed(0)));
  }

  /** The amount with all of its currency's decimals, e.g. `2500.00`; a minus sign when below zero. */
  toDecimal(): string {
    const decimals = currencyDecimals[this.currency];
    return new Exact(this.units.toString()).div(new Exact(10).pow(decimals)).toFixed(decimals);
  }

  toJson(): MoneyJson {
    return { currency: this.currency, units: this.units.toString() };
  }

  plus(other: Money): Money {
    return new Money(this.currency, this.units + this.sameCurrency(other).units);
  }

  minus(other: Money): Money {
    return new Money(this.currency, this.units - this.sameCurrency(other).units);
  }

  negated(): Money {
    return new Money(this.currency, -this.units);
  }

  /** -1, 0 or 1 as this is less than, equal to or more than the other. */
  compare(other: Money): -1 | 0 | 1 {
    const { units } = this.sameCurrency(other);
    return this.units < units ? -1 : this.units > units ? 1 : 0;
  }

  equals(other: Money): boolean {
    return this.currency === other.currency && this.units === other.units;
  }

  get isZero(): boolean {
    return this.units === 0n;
  }

  get isPositive(): boolean {
    return this.units > 0n;
  }

  private sameCurrency(other: Money): Money {
    if (other.currency !== this.currency) {
      throw new DomainError('currency_mismatch', `${other.currency} cannot be combined with ${this.currency}.`);
    }
    return other;
  }
}
