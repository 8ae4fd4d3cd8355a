/** What compliance can be asked and can answer: screening before acceptance and in review, and the documents it asks for. */
import { contractOf, idSchema, positiveMoneySchema, railSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('compliance');

const ruled = z.object({ ruleVersion: z.string().min(1) });
const ruledSample = { ruleVersion: '2026-01' };

/** Nothing stands in the way at this stage. */
export const cleared = service.answer('cleared', ruled, ruledSample);
/** The withdrawal waits for documents; `documents-accepted` follows once all are in order. */
export const documentsRequired = service.answer('documents-required', ruled, ruledSample);
export const documentsAccepted = service.answer('documents-accepted', ruled, ruledSample);
/** A possible hit on a list: the withdrawal waits for an operator, who clears or refuses it. */
export const referred = service.answer('referred', ruled, ruledSample);
export const refused = service.answer('refused', ruled.extend({ reason: z.enum(['sanctions', 'limit_exceeded', 'velocity_exceeded']) }), { ...ruledSample, reason: 'sanctions' });

/** Judges the withdrawal once per stage by the rules in force; asked again it answers what it found then. */
export const screen = service.command('screen', {
  body: z.object({
    stage: z.enum(['up-front', 'in-review']),
    dialect: z.enum(['wealthkernel', 'bultra', 'braid']),
    accountId: idSchema,
    customerId: idSchema,
    destinationId: idSchema,
    amount: positiveMoneySchema,
    purpose: z.string().optional(),
    rail: railSchema.optional(),
  }),
  sample: {
    stage: 'up-front', dialect: 'bultra', accountId: 'acc_123456789', customerId: 'cus_1', destinationId: 'cpty_111222333',
    amount: { currency: 'USD', units: '250000' }, purpose: 'PERSONAL_ACCOUNT', rail: 'ACH',
  },
  answers: [cleared, documentsRequired, documentsAccepted, referred, refused],
});

export const caseClosed = service.answer('case-closed', z.object({}), {});
/** The withdrawal has ended or is about to: documents are no longer awaited, and a late decision is not sent. */
export const closeCase = service.command('close-case', { body: z.object({}), sample: {}, answers: [caseClosed] });

/** The documents asked for, oldest first; empty without an RFI. */
export const listRequirements = service.request('list-requirements', {
  ask: z.object({ withdrawalId: idSchema }),
  reply: z.object({
    requirements: z.array(z.object({ id: idSchema, type: z.string(), description: z.string(), status: z.enum(['PENDING', 'UPLOADED', 'ACCEPTED', 'REJECTED']) })),
  }),
});
