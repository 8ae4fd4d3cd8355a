import { currencyDecimals, type Currency } from '@sluice/kernel';
import { Decimal } from 'decimal.js';
import { z } from 'zod';

/**
 * A quantity, a price, a rate, or a product of them. The longest product has 84 digits (28 each of quantity, price and rate), so that sums and products
 * are exact, and a quotient that is no whole number differs from the next one within the digits kept: rounding it up or down is exact too.
 */
const Exact = Decimal.clone({ precision: 150, rounding: Decimal.ROUND_DOWN });

/** A plain decimal, zero or more, never in exponent form. */
export const decimalSchema = z.string().regex(/^(0|[1-9]\d{0,17})(\.\d{1,10})?$/);

/** @throws RangeError when the text is no plain decimal of at most ten decimals. */
export function decimalOf(text: string): Decimal {
  if (!decimalSchema.safeParse(text).success) throw new RangeError(`Not a plain decimal: ${text}`);
  return new Exact(text);
}

/** In plain digits, rounded down to the ten decimals that are stored; without zeros at its end: `12.5`, `3`, `0`. */
export const decimalText = (value: Decimal): string => value.toDecimalPlaces(10).toFixed();

/** The amount that minor units stand for. */
export const decimalOfUnits = (minorUnits: bigint, currency: Currency): Decimal => new Exact(minorUnits.toString()).div(new Exact(10).pow(currencyDecimals[currency]));

const inMinorUnits = (amount: Decimal, currency: Currency, rounding: Decimal.Rounding): bigint => BigInt(amount.mul(new Exact(10).pow(currencyDecimals[currency])).toFixed(0, rounding));

/** Whole minor units of an amount, rounded down: what is promised is there. */
export const minorUnitsOf = (amount: Decimal, currency: Currency): bigint => inMinorUnits(amount, currency, Decimal.ROUND_DOWN);

/** Whole minor units of an amount, half up; below zero as far below as it would be above. */
export const roundedMinorUnitsOf = (amount: Decimal, currency: Currency): bigint => inMinorUnits(amount, currency, Decimal.ROUND_HALF_UP);

/** What a quantity is worth at a price, in minor units, rounded down. */
export const worthOf = (quantity: string, price: string, currency: Currency): bigint => minorUnitsOf(decimalOf(quantity).mul(decimalOf(price)), currency);

export const smaller = (left: Decimal, right: Decimal): Decimal => Exact.min(left, right);

export const sumOf = (values: readonly Decimal[]): Decimal => Exact.sum(0, ...values);

export const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
