import type { Address, Hex } from 'viem';
import { z } from 'zod';

/** Shapes of what is stored about chains. */
export const hashSchema = z.custom<Hex>((text) => typeof text === 'string' && /^0x[0-9a-f]{64}$/.test(text));
export const hexSchema = z.custom<Hex>((text) => typeof text === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(text));
export const storedAddressSchema = z.custom<Address>((text) => typeof text === 'string' && /^0x[0-9a-fA-F]{40}$/.test(text));

/** A whole number of any size, as digits in a document. */
export const bigintSchema = z.codec(z.string().regex(/^\d+$/), z.bigint(), { decode: (text) => BigInt(text), encode: (value) => value.toString() });
