import { currencies } from '@sluice/kernel';
import { z } from 'zod';

/** Shapes that several contracts share. */
export const currencySchema = z.enum(currencies);

export const moneySchema = z.object({ currency: currencySchema, units: z.string().regex(/^-?(0|[1-9]\d*)$/) }).readonly();

export const positiveMoneySchema = z.object({ currency: currencySchema, units: z.string().regex(/^[1-9]\d*$/) }).readonly();

export const idSchema = z.string().min(1).max(100);

export const timeSchema = z.iso.datetime();

export const dialectSchema = z.enum(['wealthkernel', 'bultra', 'braid']);

export const railSchema = z.enum(['ACH', 'WIRE', 'FPS', 'SEPA']);

/** How a list is cut: newest first or oldest first, after an id already seen. */
export const pageSchema = z.object({ limit: z.int().min(1).max(1000), after: idSchema.optional() });
