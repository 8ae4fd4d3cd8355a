/** What webhooks can be told: every change of a withdrawal, once, in order of its version. */
import { contractOf, dialectSchema, idSchema, moneySchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('webhooks');

/** One version of a withdrawal: what the event log keeps. */
export const changeSchema = z.object({
  withdrawalId: idSchema,
  dialect: dialectSchema,
  dialectId: idSchema,
  /** The withdrawal's version: one event per version, no gap. */
  sequence: z.int().min(1),
  phase: z.string().min(1),
  hold: z.string().min(1),
  amount: moneySchema,
  /** The withdrawal as its reader would see it at this version (intake's view): what webhooks are written from. */
  view: z.record(z.string(), z.unknown()).optional(),
  at: timeSchema,
});

export const recordChange = service.command('record-change', {
  body: changeSchema,
  sample: {
    withdrawalId: '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11', dialect: 'bultra', dialectId: 'wth_777666555', sequence: 1, phase: 'created', hold: 'none',
    amount: { currency: 'USD', units: '250000' }, at: '2026-01-15T10:30:00.000Z',
  },
  answers: [],
});

/** The tenant's event log, oldest first, after a cursor of its own. */
export const listEvents = service.request('list-events', {
  ask: z.object({ after: z.string().optional(), limit: z.int().min(1).max(200), withdrawalId: idSchema.optional() }),
  reply: z.object({ events: z.array(changeSchema.extend({ id: idSchema })), nextCursor: z.string() }),
  refusals: ['invalid_request'],
});
