/** What payout can be asked and can answer: counterparties, the rails' dates, and delivery of payout legs. */
import { checkRequest, reconcileRequest, contractOf, currencySchema, idSchema, pageSchema, positiveMoneySchema, railSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';
import { correctionSchema } from './bank-account.js';

const service = contractOf('payout');

export const counterpartyStatusSchema = z.enum(['PENDING', 'APPROVED', 'REJECTED']);

/** The numbers that the supported rails need; which must be there depends on them. */
export const bankNumbersSchema = z.object({
  routingNumber: z.string().optional(),
  accountNumber: z.string().optional(),
  sortCode: z.string().optional(),
  iban: z.string().optional(),
  bic: z.string().optional(),
});

export const counterpartyViewSchema = z.object({
  id: idSchema,
  customerId: idSchema,
  type: z.enum(['INDIVIDUAL', 'BUSINESS']),
  status: counterpartyStatusSchema,
  supportedRails: z.array(railSchema).min(1),
  name: z.string().min(1).max(140),
  relationship: z.enum(['SELF', 'THIRD_PARTY']),
  numbers: bankNumbersSchema,
  createdAt: timeSchema,
});
export type CounterpartyView = z.output<typeof counterpartyViewSchema>;

/** A counterparty or a bank account has this name. */
export const nameGiven = service.event('name-given', z.object({ subjectId: idSchema, name: z.string() }), { subjectId: 'cpty_111222333', name: 'Ada Example' });

/** Adds a counterparty once per id. Refused with one problem per wrong number and one for a name that a rail cannot show, fields named as here. */
export const addCounterparty = service.request('add-counterparty', {
  body: counterpartyViewSchema.omit({ createdAt: true }),
  reply: counterpartyViewSchema,
  refusals: ['invalid_request'],
});
export const getCounterparty = service.request('get-counterparty', {
  body: z.object({ id: idSchema }),
  reply: counterpartyViewSchema.extend({ corrections: z.array(correctionSchema).optional() }),
  refusals: ['not_found'],
});
export const listCounterparties = service.request('list-counterparties', {
  body: pageSchema.extend({ customerId: idSchema.optional() }),
  reply: z.object({ counterparties: z.array(counterpartyViewSchema), hasMore: z.boolean() }),
  refusals: ['invalid_request'],
});
export const setCounterpartyStatus = service.request('set-counterparty-status', {
  body: z.object({ id: idSchema, status: counterpartyStatusSchema }),
  reply: counterpartyViewSchema,
  refusals: ['not_found'],
});

const payableSchema = z.object({
  counterpartyId: idSchema,
  customerId: idSchema,
  currency: currencySchema,
  purpose: z.enum(['PERSONAL_ACCOUNT', 'BUSINESS_PAYMENT', 'OTHER']),
  /** Looked at where it is known: whether the rail can carry it. */
  amount: positiveMoneySchema.optional(),
  rail: railSchema.optional(),
  reference: z.string().optional(),
});

/** May this account's owner pay this counterparty so? Replies with the rail that will be used and the payee's name. Asked when created and again when accepted. */
export const checkDestination = service.request('check-destination', {
  body: payableSchema,
  reply: z.object({ rail: railSchema, payeeName: z.string() }),
  refusals: ['not_found', 'counterparty_not_approved', 'counterparty_mismatch', 'purpose_not_allowed', 'rail_not_supported', 'invalid_request'],
});

/**
 * When the instruction goes to the bank (`sendAt`, sooner at pace `instant`) and when the rail's calendar says the money arrives. `rail_not_supported`: so
 * far ahead that the rail's calendar is not known. Where it says to whom (`to`), that is checked first as `check-destination` does, and the reply says so.
 */
export const schedulePayment = service.request('schedule-payment', {
  body: z.object({ rail: railSchema, acceptedAt: timeSchema, to: payableSchema.omit({ rail: true }).optional() }),
  reply: z.object({ sendAt: timeSchema, estimatedCompletion: timeSchema, isChecked: z.boolean().optional() }),
  refusals: checkDestination.refusals,
});

const legSchema = z.object({ legId: idSchema, attempt: z.int().min(1), amount: positiveMoneySchema });
/** How a leg ended. `trace` is the rail's own number for the payment. */
const legOutcomeSchema = legSchema.extend({ status: z.enum(['delivered', 'failed', 'cancelled']), trace: z.string().optional(), reason: z.string().optional() });
const usd = { currency: 'USD' as const, units: '250000' };
const legSample = { legId: '4f0c7f8a-1d2e-8c3b-9a4d-5e6f7a8b9c0d', attempt: 1, amount: usd };
const outcomes = z.object({ legs: z.array(legOutcomeSchema).min(1) });

/** Every leg arrived. */
export const delivered = service.answer('delivered', outcomes, { legs: [{ ...legSample, status: 'delivered', trace: '091000019123456' }] });
/** Every leg has ended, some delivered and some not. */
export const partlyDelivered = service.answer('partly-delivered', outcomes, {
  legs: [{ ...legSample, status: 'delivered', trace: '0xab' }, { ...legSample, legId: 'leg-2', status: 'failed', reason: 'onchain_reverted' }],
});
/** Every leg has ended, none delivered, at least one failed. */
export const undelivered = service.answer('undelivered', outcomes, { legs: [{ ...legSample, status: 'failed', reason: 'R03' }] });
/** Every leg has ended, none delivered, none failed. */
export const deliveryCancelled = service.answer('delivery-cancelled', outcomes, { legs: [{ ...legSample, status: 'cancelled' }] });
/** Delivers one payment: sends each leg once, asks about unknown outcomes, answers when all have ended. */
export const deliver = service.command('deliver', {
  body: z.object({
    legs: z.array(legSchema).min(1),
    /** `counterpartyId` names a counterparty or a party's bank account. */
    destination: z.object({ counterpartyId: idSchema, rail: railSchema, reference: z.string().optional() }),
  }),
  sample: { legs: [legSample], destination: { counterpartyId: 'cpty_111222333', rail: 'ACH', reference: 'Monthly transfer' } },
  answers: [delivered, partlyDelivered, undelivered, deliveryCancelled],
});
/** Cancels the legs that were not sent and waits for the others; a delivery never asked for is closed for good. */
export const cancelDelivery = service.command('cancel-delivery', {
  body: z.object({ legs: z.array(legSchema).min(1) }),
  sample: { legs: [legSample] },
  answers: [delivered, partlyDelivered, undelivered, deliveryCancelled],
});

/** A delivered leg came back from the rail; at any time after its delivery. */
export const returned = service.answer('returned', legSchema.extend({ code: z.string().min(1), at: timeSchema }), { ...legSample, code: 'R03', at: '2026-01-20T09:00:00.000Z' });

/**
 * The receipt of a payment that was executed, as a PDF in base64, with the code printed on it. The same facts are the same bytes.
 * Facts travel in the ask because they are the withdrawal's, and payout keeps its legs only.
 */
export const renderReceipt = service.request('render-receipt', {
  body: z.object({
    /** Canonical id of the withdrawal, and the one its client knows. */
    id: idSchema,
    dialectId: idSchema,
    amount: positiveMoneySchema,
    rail: railSchema,
    reference: z.string().optional(),
    account: z.object({ id: idSchema, nickname: z.string().optional(), owner: idSchema }),
    counterpartyId: idSchema,
    createdAt: timeSchema,
    acceptedAt: timeSchema.optional(),
    executedAt: timeSchema,
    /** The rail's own number for the payment. */
    trace: z.string().min(1),
  }),
  reply: z.object({ pdf: z.base64(), code: z.string().min(1) }),
  refusals: ['not_found'],
});

/** What the receipt with this code says; `withdrawalId` is the one the client knows. `not_found` unless such a receipt of the tenant was made. */
export const verifyReceipt = service.request('verify-receipt', {
  body: z.object({ code: z.string().min(1).max(100) }),
  reply: z.object({ withdrawalId: idSchema, amount: positiveMoneySchema, executedAt: timeSchema }),
  refusals: ['not_found'],
});

export * from './operator.js';
export * from './chain.js';
export * from './bank-account.js';

/** Invariants 5 and 10: the bank took each attempt once at most, and there is one approval outstanding for a wallet on a chain. */
export const checkPayments = checkRequest('payout');
/** Our payments against the bank's journal and against the chains. */
export const reconcilePayments = reconcileRequest('payout');
