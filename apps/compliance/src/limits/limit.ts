import { limitSchema, type screen } from '@sluice/contract-compliance';
import { currencySchema, type BodyOf } from '@sluice/contract-kit';
import { DomainError, Money, type Currency, type FieldProblem } from '@sluice/kernel';
import { z } from 'zod';

export type Limit = z.output<typeof limitSchema>;

/** A tenant's limits as they stand in the database. */
export const limitSettingsSchema = z.object({ revision: z.int().min(0), limits: z.array(limitSchema) });
export type LimitSettings = z.output<typeof limitSettingsSchema>;

export const noLimits: LimitSettings = { revision: 0, limits: [] };

/** The settings after these are set: an older revision, or the same one again, changes nothing. @throws DomainError `invalid_request` */
export function limitsAfter(current: LimitSettings, given: LimitSettings): LimitSettings {
  if (given.revision <= current.revision) return current;
  const problems = given.limits.flatMap((limit, index) => problemsOf(limit, index, given.limits));
  if (problems.length > 0) throw new DomainError('invalid_request', 'These limits cannot be set.', problems);
  return { revision: given.revision, limits: given.limits };
}

function problemsOf(limit: Limit, index: number, all: readonly Limit[]): FieldProblem[] {
  const amounts = (['perWithdrawal', 'perDay', 'per30Days'] as const).filter((field) => !isAmount(limit[field], limit.currency));
  const isDouble = all.findIndex(({ scope, currency }) => scope === limit.scope && currency === limit.currency) < index;
  return [
    ...amounts.map((field) => ({ field: `limits.${index}.${field}`, message: `${limit.currency} has fewer decimals.` })),
    ...(isDouble ? [{ field: `limits.${index}`, message: 'There is another limit for this scope and currency.' }] : []),
  ];
}

function isAmount(text: string | null, currency: Currency): boolean {
  try {
    return text === null || Money.parse(text, currency).currency === currency;
  } catch {
    return false;
  }
}

/**
 * What a withdrawal counts against the limits, kept in its case. It is stored before any counter is changed, so that an interrupted
 * count is repeated, and the end of the withdrawal finds every counter that may hold a part of it.
 */
export const limitUsageSchema = z.object({
  status: z.enum(['taking', 'counted', 'giving-back', 'given-back']),
  /** Whether all parts were taken before they were given back. */
  wasCounted: z.boolean(),
  currency: currencySchema,
  /** Integer minor units. */
  units: z.string(),
  /** UTC day of the tenant's clock on which it counts. */
  day: z.string(),
  /** The counters, each with the limit that held when it was taken from. */
  counters: z.array(z.object({ counterId: z.string(), limit: limitSchema })),
});
export type LimitUsage = z.output<typeof limitUsageSchema>;

export type UsageSubject = Pick<BodyOf<typeof screen>, 'accountId' | 'destinationId' | 'amount'> & { readonly tenantId: string; readonly at: Date };

/** The UTC day of a time, as `2026-01-15`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Null when no limit of the tenant is about this withdrawal: then nothing is counted. */
export function usageFor({ tenantId, accountId, destinationId, amount, at }: UsageSubject, { limits }: LimitSettings): LimitUsage | null {
  const subjects = { tenant: tenantId, account: accountId, counterparty: destinationId };
  const counters = limits
    .filter(({ currency }) => currency === amount.currency)
    .map((limit) => ({ counterId: JSON.stringify([tenantId, limit.scope, subjects[limit.scope], limit.currency]), limit }));
  return counters.length === 0 ? null : { status: 'taking', wasCounted: false, currency: amount.currency, units: amount.units, day: dayOf(at), counters };
}

/** The usage once the withdrawal has been given up. */
export function endedUsage(usage: LimitUsage | null): LimitUsage | null {
  if (usage === null || usage.status === 'giving-back' || usage.status === 'given-back') return usage;
  return { ...usage, status: 'giving-back', wasCounted: usage.status === 'counted' };
}
