import { currencies, holds, phases, rails } from '@sluice/kernel';
import { z } from 'zod';
import { contractOf, type RequestContract } from './contract.js';

/** Shapes that several contracts share. */
export const currencySchema = z.enum(currencies);

export const moneySchema = z.object({ currency: currencySchema, units: z.string().regex(/^-?(0|[1-9]\d*)$/) }).readonly();

export const positiveMoneySchema = z.object({ currency: currencySchema, units: z.string().regex(/^[1-9]\d*$/) }).readonly();

export const idSchema = z.string().min(1).max(100);

export const timeSchema = z.iso.datetime();

export const dialectSchema = z.enum(['wealthkernel', 'bultra', 'braid']);

export const railSchema = z.enum(rails);

/** What a withdrawal looks like from outside: phase × hold (spec/canonical.md). */
export const phaseSchema = z.enum(phases);
export const holdSchema = z.enum(holds);

/** A chain by its name in the dialects and in configuration. */
export const chainSchema = z.enum(['ethereum', 'arbitrum', 'base', 'polygon', 'optimism', 'bsc', 'solana']);

/** An EVM address; upper and lower case mean the same. */
export const addressSchema = z.string().regex(/^0x[0-9a-fA-F]{40}$/);

/** How a list is cut: newest first or oldest first, after an id already seen. */
export const pageSchema = z.object({ limit: z.int().min(1).max(1000), after: idSchema.optional() });

/**
 * `instant`: every outside wait takes less than a second, while promised dates are still computed in full.
 * `clock`: waits take their real length on the tenant's clock.
 */
export const paceSchema = z.enum(['instant', 'clock']);

export type Pace = z.infer<typeof paceSchema>;

/** How far a tenant's clock runs ahead of the wall clock, and how long the outside world takes for it. Sandbox only. */
export const tenantSettingsSchema = z.object({
  /** Grows with every change: an older revision that arrives late is ignored. */
  revision: z.int().nonnegative(),
  clockOffsetMs: z.int(),
  pace: paceSchema,
});

const appliedSchema = z.object({ now: timeSchema });

export type ApplyTenantSettings = RequestContract<typeof tenantSettingsSchema, typeof appliedSchema>;

/** The request `<service>.apply-tenant-settings`, which every service answers with the tenant's new time. */
export const applyTenantSettings = (service: string): ApplyTenantSettings =>
  contractOf(service).request('apply-tenant-settings', { body: tenantSettingsSchema, reply: appliedSchema });
