import type { bankAccountStatusSchema } from '@sluice/contract-payout';
import type { partyStatusSchema, portfolioStatusSchema, PortfolioView } from '@sluice/contract-liquidity';
import type { z } from 'zod';

/** What the dialect calls the statuses and kinds of what it shows. */
export const partyStatuses = { active: 'Active', suspended: 'Suspended', closed: 'Closed' } as const satisfies Record<z.output<typeof partyStatusSchema>, string>;

export const portfolioStatuses = { created: 'Created', active: 'Active', closing: 'Closing', closed: 'Closed' } as const satisfies Record<z.output<typeof portfolioStatusSchema>, string>;

export const bankAccountStatuses = { pending: 'Pending', active: 'Active', suspended: 'Suspended', inactive: 'Inactive' } as const satisfies Record<
  z.output<typeof bankAccountStatusSchema>, string
>;

export const mandates = { execution_only: 'ExecutionOnly', discretionary: 'Discretionary' } as const satisfies Record<PortfolioView['mandate'], string>;

/** The canonical word behind one of the dialect's; undefined where there is none. */
export function canonicalOf<Canonical extends string>(words: Readonly<Record<Canonical, string>>, shown: string): Canonical | undefined {
  return (Object.keys(words) as Canonical[]).find((canonical) => words[canonical] === shown);
}
