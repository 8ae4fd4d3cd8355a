import { limitSchema } from '@sluice/contract-compliance';
import { DomainError, Money, type Currency, type FieldProblem } from '@sluice/kernel';
import { z } from 'zod';

export type Limit = z.output<typeof limitSchema>;

/** A tenant's limits as they stand in the database. */
export const limitSettingsSchema = z.object({ revision: z.int().min(0), limits: z.array(limitSchema) });
export type LimitSettings = z.output<typeof limitSettingsSchema>;

export const noLimits: LimitSettings = { revision: 0, limits: [] };

/** The settings after being told these: an older revision, or the same one again, changes nothing. @throws DomainError `invalid_request` */
export function limitsAfter(current: LimitSettings, told: LimitSettings): LimitSettings {
  if (told.revision <= current.revision) return current;
  const problems = told.limits.flatMap((limit, index) => problemsOf(limit, index, told.limits));
  if (problems.length > 0) throw new DomainError('invalid_request', 'These limits cannot be set.', problems);
  return { revision: told.revision, limits: told.limits };
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
