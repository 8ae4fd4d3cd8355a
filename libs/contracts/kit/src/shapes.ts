import { currencies, rails } from '@sluice/kernel';
import { z } from 'zod';

/** Shapes that several contracts share. */
export const currencySchema = z.enum(currencies);

export const moneySchema = z.object({ currency: currencySchema, units: z.string().regex(/^-?(0|[1-9]\d*)$/) }).readonly();

export const positiveMoneySchema = z.object({ currency: currencySchema, units: z.string().regex(/^[1-9]\d*$/) }).readonly();

export const idSchema = z.string().min(1).max(100);

export const timeSchema = z.iso.datetime();

export const dialectSchema = z.enum(['wealthkernel', 'bultra', 'braid']);

export const railSchema = z.enum(rails);

/** A chain by its name in the dialects and in configuration. */
export const chainSchema = z.enum(['ethereum', 'arbitrum', 'base', 'polygon', 'optimism', 'bsc', 'solana']);

/** An EVM address; upper and lower case mean the same. */
export const addressSchema = z.string().regex(/^0x[0-9a-fA-F]{40}$/);

/** How a list is cut: newest first or oldest first, after an id already seen. */
export const pageSchema = z.object({ limit: z.int().min(1).max(1000), after: idSchema.optional() });
