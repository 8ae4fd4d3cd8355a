import type { MoneyJson } from '@sluice/kernel';
import { z } from 'zod';

/** USDC has six decimals on every chain here; amounts are whole units of that size. */
export const usdcJson = (units: bigint): MoneyJson & { readonly currency: 'USDC' } => ({ currency: 'USDC', units: units.toString() });

export const unitsOf = ({ units }: Pick<MoneyJson, 'units'>): bigint => BigInt(units);

/** Digits in a document, a whole number in the program. */
export const unitsSchema = z.codec(z.string().regex(/^\d+$/), z.bigint(), { decode: (text) => BigInt(text), encode: (units) => units.toString() });

export const sum = (units: readonly bigint[]): bigint => units.reduce((total, one) => total + one, 0n);

export const atLeastZero = (units: bigint): bigint => (units > 0n ? units : 0n);
