import { currencyDecimals, type Currency } from '@sluice/kernel';
import { z } from 'zod';

/** Decimals that a quantity, a price or a rate may have. In the program each is a whole number of the smallest such part. */
const DECIMALS = 10;

/** One whole unit. */
export const ONE = 10n ** BigInt(DECIMALS);

/** A plain decimal, zero or more, never in exponent form. */
export const decimalSchema = z.string().regex(/^(0|[1-9]\d{0,17})(\.\d{1,10})?$/);

/** @throws RangeError when the text is no plain decimal of at most ten decimals. */
export function decimalOf(text: string): bigint {
  if (!decimalSchema.safeParse(text).success) throw new RangeError(`Not a plain decimal: ${text}`);
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}

/** Without zeros at its end: `12.5`, `3`, `0`. */
export function decimalText(value: bigint): string {
  const digits = value.toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -DECIMALS) : `${digits.slice(0, -DECIMALS)}.${fraction}`;
}

/** Quantity times price counts in parts this small of the currency's minor unit. */
const minorUnit = (currency: Currency): bigint => 10n ** BigInt(2 * DECIMALS - currencyDecimals[currency]);

/** Whole minor units of a product of quantity and price, as `decimalOf` gives them. Rounded down: what is promised is there. */
export const minorUnitsOf = (product: bigint, currency: Currency): bigint => product / minorUnit(currency);

/** The product that minor units stand for, exactly. */
export const productOf = (minorUnits: bigint, currency: Currency): bigint => minorUnits * minorUnit(currency);

/** What a quantity is worth at a price, in minor units, rounded down. */
export const worthOf = (quantity: string, price: string, currency: Currency): bigint => minorUnitsOf(decimalOf(quantity) * decimalOf(price), currency);

/** Rounded up; of numbers that are not below zero. */
export const dividedUp = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor;

export const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

export const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
