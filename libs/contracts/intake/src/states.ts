import { z } from 'zod';

/** What a withdrawal looks like from outside: phase × hold (spec/canonical.md). */
export const phaseSchema = z.enum([
  'created', 'authorized', 'sourcing', 'bridging', 'delivering', 'cancelling', 'settled', 'partial', 'failed', 'rejected', 'cancelled',
]);
export type Phase = z.output<typeof phaseSchema>;
export const holdSchema = z.enum(['none', 'rfi', 'approval', 'approval_queued']);
export type Hold = z.output<typeof holdSchema>;
