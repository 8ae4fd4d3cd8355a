/** What compliance can be asked and can answer: screening before acceptance and in review, and the documents it asks for. */
import { contractOf, dialectSchema, idSchema, positiveMoneySchema, railSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('compliance');

/** When a withdrawal is judged: before the customer may accept it, and again right after acceptance. */
export const stageSchema = z.enum(['up-front', 'in-review']);
export type Stage = z.output<typeof stageSchema>;

/** Every judgement names its stage, so that a late copy of the first is not taken for the second. */
const ruled = z.object({ stage: stageSchema, ruleVersion: z.string().min(1) });
const ruledSample = { stage: 'up-front' as const, ruleVersion: '1.0' };

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
    stage: stageSchema,
    dialect: dialectSchema,
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

export const requirementSchema = z.object({ id: idSchema, type: z.string(), description: z.string(), status: z.enum(['PENDING', 'UPLOADED', 'ACCEPTED', 'REJECTED']) });

/** The documents asked for, oldest first; empty without an RFI. */
export const listRequirements = service.request('list-requirements', {
  ask: z.object({ withdrawalId: idSchema }),
  reply: z.object({ requirements: z.array(requirementSchema) }),
});

/** A reviewer's word on an uploaded document. A rejected one is followed by a new requirement; the last accepted one lets the withdrawal go on. */
export const reviewDocument = service.request('review-document', {
  ask: z.object({ requirementId: idSchema, decision: z.enum(['accept', 'reject']) }),
  reply: requirementSchema,
  refusals: ['not_found', 'invalid_status'],
});

/** Above which amount something happens, as a decimal in the withdrawal's own currency, with at most the two decimals that all of them have; null: never. */
const thresholdSchema = z.string().regex(/^(0|[1-9]\d{0,14})(\.\d{1,2})?$/).nullable();

/** What makes compliance ask for documents: the rules of one tenant. */
export const rulesSchema = z.object({
  /** The dialects whose withdrawals may be asked for documents at all. */
  dialects: z.array(dialectSchema),
  upFrontOver: thresholdSchema,
  inReviewOver: thresholdSchema,
  /** For withdrawals of purpose OTHER, up front. */
  otherOver: thresholdSchema,
  /** Ask up front for the first withdrawal to a counterparty. */
  newCounterparty: z.boolean(),
  /** A reviewer accepts uploaded documents by itself. */
  autoReview: z.boolean(),
});

/** Sets a tenant's rules for every withdrawal judged from now on. An older `revision` that arrives late changes nothing; the reply is what is in force. */
export const setRules = service.request('set-rules', {
  ask: rulesSchema.extend({ revision: z.int().min(1) }),
  reply: rulesSchema.extend({ revision: z.int().min(0), ruleVersion: z.string().min(1) }),
});
