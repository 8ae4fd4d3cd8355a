import { z } from 'zod';
import { contractOf, type RequestContract } from './contract.js';
import { timeSchema } from './shapes.js';

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
  contractOf(service).request('apply-tenant-settings', { ask: tenantSettingsSchema, reply: appliedSchema });
