/** What compliance can be asked and can answer: screening before acceptance and in review, and the documents it asks for. */
import { contractOf, currencySchema, dialectSchema, idSchema, positiveMoneySchema, railSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('compliance');

/**
 * When a withdrawal is judged: before the customer may accept it, again right after acceptance, and, where it has waited since
 * then, once more before its payment: then only names are looked at, in the lists as they are by then.
 */
export const stageSchema = z.enum(['up-front', 'in-review', 'before-payment']);
export type Stage = z.output<typeof stageSchema>;

/** Which payment is looked at before it is made, where a withdrawal is paid in several. */
const paymentFields = { legId: idSchema.optional(), attempt: z.int().min(1).optional() };

/** Every judgement names its stage, and its payment if it is about one, so that a late copy of the first is not taken for the second. */
const ruled = z.object({ stage: stageSchema, ruleVersion: z.string().min(1), ...paymentFields });
const ruledSample = { stage: 'up-front' as const, ruleVersion: '1.0' };

/** Nothing stands in the way at this stage. `lookedUpAt`: the names were looked up then or later, on the tenant's clock. */
export const cleared = service.answer('cleared', ruled.extend({ lookedUpAt: timeSchema.optional() }), { ...ruledSample, lookedUpAt: '2026-01-15T10:30:00.000Z' });
/** As `cleared`, of a payment that is far off: lists change meanwhile, and it is to be judged again before it is made. */
export const clearedForNow = service.answer('cleared-for-now', ruled, { ...ruledSample, stage: 'in-review' });
/** The withdrawal waits for documents; `documents-accepted` follows once all are in order. */
export const documentsRequired = service.answer('documents-required', ruled, ruledSample);
/** `at`: when the last of them was accepted, on the tenant's clock. */
export const documentsAccepted = service.answer('documents-accepted', ruled.extend({ at: timeSchema }), { ...ruledSample, at: '2026-01-15T10:30:00.000Z' });
/** A possible hit on a list, or a name that cannot be compared with one: the withdrawal waits for an operator, who clears or refuses it. */
export const referred = service.answer('referred', ruled, ruledSample);
export const refused = service.answer('refused', ruled.extend({ reason: z.enum(['sanctions', 'limit_exceeded', 'velocity_exceeded']) }), { ...ruledSample, reason: 'sanctions' });

const namesSchema = z.array(z.string().min(1).max(300)).max(10);

/** Judges the withdrawal once per stage (before payment: once per payment) by the rules in force; asked again it answers what it found then. */
export const screen = service.command('screen', {
  body: z.object({
    stage: stageSchema,
    ...paymentFields,
    dialect: dialectSchema,
    accountId: idSchema,
    customerId: idSchema,
    destinationId: idSchema,
    amount: positiveMoneySchema,
    purpose: z.string().optional(),
    rail: railSchema.optional(),
    /** When the payment will be made, where that is known. */
    paysAt: timeSchema.optional(),
    /** Who is paid and who pays, by every name known, what their accounts are called included: looked up in the sanctions lists. Absent or empty: there is nobody to look up. */
    names: namesSchema.optional(),
    /** What accounts are called, by an older version of intake. Looked up as names are. */
    labels: namesSchema.optional(),
  }),
  sample: {
    stage: 'up-front', dialect: 'bultra', accountId: 'acc_123456789', customerId: 'cus_1', destinationId: 'cpty_111222333',
    amount: { currency: 'USD', units: '250000' }, purpose: 'PERSONAL_ACCOUNT', rail: 'ACH', names: ['Ada Example'],
  },
  answers: [cleared, clearedForNow, documentsRequired, documentsAccepted, referred, refused],
});

export const caseClosed = service.answer('case-closed', z.object({}), {});
/**
 * The withdrawal is given up before its money left: documents are no longer awaited, a late decision is not sent, and what
 * was counted towards the tenant's limits is given back. Never sent once money may have left.
 */
export const closeCase = service.command('close-case', { body: z.object({}), sample: {}, answers: [caseClosed] });

const screeningSchema = z.object({ legId: idSchema, attempt: z.int().min(1) });
export const screeningCancelled = service.answer('screening-cancelled', screeningSchema, { legId: 'leg_1', attempt: 1 });
/** One payment will not be made, while others of the withdrawal may: an operator need not decide about it any more, and nothing is answered about it. */
export const cancelScreening = service.command('cancel-screening', { body: screeningSchema, sample: { legId: 'leg_1', attempt: 1 }, answers: [screeningCancelled] });

const documentStatusSchema = z.enum(['PENDING', 'UPLOADED', 'ACCEPTED', 'REJECTED']);

/** A document that is asked for. What was uploaded for it is absent until then. */
export const requirementSchema = z.object({
  id: idSchema,
  type: z.string(),
  description: z.string(),
  status: documentStatusSchema,
  /** Name of the file as the client gave it. */
  filename: z.string().optional(),
  /** In bytes. */
  size: z.int().optional(),
  uploadedAt: timeSchema.optional(),
  /** What the client wrote to the file. */
  note: z.string().optional(),
  /** Why a reviewer decided as he did. */
  reason: z.string().optional(),
});

/** The documents asked for, oldest first; empty without an RFI. */
export const listRequirements = service.request('list-requirements', {
  body: z.object({ withdrawalId: idSchema }),
  reply: z.object({ requirements: z.array(requirementSchema) }),
});

const ownedRequirementSchema = requirementSchema.extend({ withdrawalId: idSchema });

/** One requirement of the tenant by its id alone. */
export const getRequirement = service.request('get-requirement', { body: z.object({ id: idSchema }), reply: ownedRequirementSchema, refusals: ['not_found'] });

/** Most bytes of one document. */
export const LARGEST_DOCUMENT = 10 * 2 ** 20;

/** Most bytes of what `readDocument` names: a picture is made anew, and may take more room than it came in. */
export const LARGEST_SHOWN_DOCUMENT = 64 * 2 ** 20;

/**
 * Hands in a document whose bytes lie in the document store under `documentKey` (`freshDocumentKey` of the tenant). It is
 * checked by its content, whatever its name says. Refused: `invalid_status` unless the document is PENDING and still awaited,
 * `invalid_request` when it is empty, infected or not what was announced. The same key again is answered as the first time.
 */
export const uploadDocument = service.request('upload-document', {
  body: z.object({
    requirementId: idSchema,
    documentKey: z.string().min(1).max(200),
    filename: z.string().min(1).max(255),
    description: z.string().max(1000).optional(),
    /** In bytes. */
    size: z.int().min(0),
    /** Of the bytes, in lower-case hex. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  reply: requirementSchema.required({ filename: true, size: true, uploadedAt: true }),
  refusals: ['not_found', 'invalid_status', 'unsupported_document_type', 'document_too_large', 'invalid_request'],
});

/** Where the bytes of an uploaded document are, for those who review it. Refused `invalid_status` before the upload. */
export const readDocument = service.request('read-document', {
  body: z.object({ requirementId: idSchema }),
  reply: z.object({ documentKey: z.string(), contentType: z.enum(['application/pdf', 'image/png', 'image/jpeg']), filename: z.string() }),
  refusals: ['not_found', 'invalid_status'],
});

/** The tenant's documents of all withdrawals or of one, oldest first; `after` is the id of the last one seen (refused `invalid_request` when unknown). */
export const listDocuments = service.request('list-documents', {
  body: z.object({
    withdrawalId: idSchema.optional(), status: documentStatusSchema.optional(), limit: z.int().min(1).max(200).default(50), after: idSchema.optional(),
  }),
  reply: z.object({
    documents: z.array(ownedRequirementSchema.extend({
      stage: stageSchema,
      requestedAt: timeSchema,
      reviewedAt: timeSchema.optional(),
      /** Whether the withdrawal still waits for this one. */
      awaited: z.boolean(),
    })),
    /** Whether there are more after the last one. */
    more: z.boolean(),
  }),
  refusals: ['invalid_request'],
});

/** A reviewer's word on an uploaded document. A rejected one is followed by a new requirement; the last accepted one lets the withdrawal go on. */
export const reviewDocument = service.request('review-document', {
  body: z.object({ requirementId: idSchema, decision: z.enum(['accept', 'reject']), reason: z.string().min(1).max(1000).optional() }),
  reply: requirementSchema,
  refusals: ['not_found', 'invalid_status'],
});

const hitSchema = z.object({
  /** The name that was looked up. */
  name: z.string(),
  /** Who is on the list, and under which id. */
  listed: z.string(),
  list: z.string(),
  listedId: z.string(),
  /** From 0 to 1: how alike the two names are. */
  score: z.number(),
});

/** A party, a payee or a wallet is called so: it is looked up now, and again whenever the lists change. Told again it changes nothing, or the name. */
export const watchName = service.command('watch-name', {
  body: z.object({ subjectId: idSchema, name: z.string().min(1).max(300) }), sample: { subjectId: 'cpty_111222333', name: 'Ada Example' }, answers: [],
});

/** Somebody new on a list is called like this one. Withdrawals under way are to be looked up again before they are paid. */
export const nameListed = service.event('name-listed', z.object({ subjectId: idSchema, listVersion: z.string() }), { subjectId: 'cpty_111222333', listVersion: 'ofac:1' });

/** The withdrawals of the tenant that wait for a decision about a possible hit on a list, or about names that could not be compared (`incomparable`), oldest first. */
export const listReferrals = service.request('list-referrals', {
  body: z.object({}),
  reply: z.object({
    referrals: z.array(z.object({ withdrawalId: idSchema, stage: stageSchema, listVersion: z.string(), hits: z.array(hitSchema), incomparable: z.array(z.string()).optional(), referredAt: timeSchema })),
  }),
});

/** Whoever is like somebody on the lists as they are, whether or not anything is paid to him: longest known first, at most 200. Withdrawals are decided on, names are not. */
export const listListedNames = service.request('list-listed-names', {
  body: z.object({}),
  reply: z.object({
    names: z.array(z.object({ subjectId: idSchema, name: z.string(), listVersion: z.string(), hits: z.array(hitSchema), listedAt: timeSchema })),
  }),
});

/** An operator's word on a referred withdrawal: cleared it goes on with what else is judged at this stage. The same again changes nothing. */
export const decideReferral = service.request('decide-referral', {
  body: z.object({ withdrawalId: idSchema, stage: stageSchema, decision: z.enum(['clear', 'refuse']), reason: z.string().min(1).max(1000) }),
  reply: z.object({ withdrawalId: idSchema, stage: stageSchema, decision: z.enum(['clear', 'refuse']), reason: z.string() }),
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

const rulesInForceSchema = rulesSchema.extend({ revision: z.int().min(0), ruleVersion: z.string().min(1) });

/** Sets a tenant's rules for every withdrawal judged from now on. An older `revision` that arrives late changes nothing; the reply is what is in force. */
export const setRules = service.request('set-rules', { body: rulesSchema.extend({ revision: z.int().min(1) }), reply: rulesInForceSchema });

/** The rules in force for the tenant. */
export const getRules = service.request('get-rules', { body: z.object({}), reply: rulesInForceSchema });

/** A limit's amount as a decimal, e.g. `2500.00`; null: no limit. */
const limitAmountSchema = z.string().regex(/^(0|[1-9]\d{0,14})(\.\d{1,6})?$/).nullable().default(null);

/** What may be withdrawn in one currency by the whole tenant, or from each account, or to each counterparty. Days are UTC days of the tenant's clock. */
export const limitSchema = z.object({
  scope: z.enum(['tenant', 'account', 'counterparty']),
  currency: currencySchema,
  perWithdrawal: limitAmountSchema,
  perDay: limitAmountSchema,
  /** Of today and the 29 days before it. */
  per30Days: limitAmountSchema,
  /** Withdrawals in a day. */
  countPerDay: z.int().min(0).nullable().default(null),
});

const limitsSchema = z.array(limitSchema).max(50);
const limitsInForceSchema = z.object({ limits: limitsSchema, revision: z.int().min(0) });

/**
 * Sets all of a tenant's limits, for every withdrawal that is judged in review from now on; none to begin with. At most one
 * for a scope and currency, with no more decimals than the currency has, else `invalid_request`. An older `revision` that
 * arrives late changes nothing; the reply is what is in force.
 */
export const setLimits = service.request('set-limits', {
  body: z.object({ limits: limitsSchema, revision: z.int().min(1) }), reply: limitsInForceSchema, refusals: ['invalid_request'],
});

/** The limits in force for the tenant. */
export const getLimits = service.request('get-limits', { body: z.object({}), reply: limitsInForceSchema });
