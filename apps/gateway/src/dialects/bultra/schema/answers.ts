import { bultraStatuses } from '@sluice/dialect-words';
import { rails } from '@sluice/kernel';
import { z } from 'zod';
import { purposes } from './requests.js';

/** The shapes that have a name in the dialect's OpenAPI document. */
export const shapes = z.registry<{ id: string }>();

function named<Shape extends z.ZodType>(id: string, shape: Shape): Shape {
  shapes.add(shape, { id });
  return shape;
}

const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/).meta({ format: 'date-time' });
const decimal = z.string().regex(/^\d+\.\d{2}$/);
const currency = z.enum(['USD', 'EUR', 'GBP', 'USDC']);
const withdrawalId = z.string().regex(/^wth_\d+$/);
const status = z.enum(bultraStatuses);
const documentStatus = z.enum(['PENDING', 'UPLOADED', 'ACCEPTED', 'REJECTED']);

const head = {
  id: withdrawalId, account_id: z.string(), counterparty_id: z.string(), amount: decimal, currency, rail: z.enum(rails), purpose: z.enum(purposes),
};

export const createdShape = named('CreatedWithdrawal', z.object({ ...head, status: z.literal('REQUESTED'), created_at: time }));
export type Created = z.output<typeof createdShape>;

/** Dates are there once they happened. */
export const withdrawalShape = named('Withdrawal', z.object({
  ...head, status, reference: z.string().optional(), created_at: time, accepted_at: time.optional(), executed_at: time.optional(), cancelled_at: time.optional(),
  failed_at: time.optional(), failure_code: z.string().optional(), failure_reason: z.string().optional(), returned_at: time.optional(), return_code: z.string().optional(),
}));
export type Withdrawal = z.output<typeof withdrawalShape>;

export const acceptedShape = named('AcceptedWithdrawal', z.object({ id: withdrawalId, status: z.literal('ACCEPTED'), accepted_at: time.optional(), estimated_completion: time.optional() }));
export type Accepted = z.output<typeof acceptedShape>;

export const cancelledShape = named('CancelledWithdrawal', z.object({ id: withdrawalId, status: z.literal('CANCELLED'), cancelled_at: time.optional() }));
export type Cancelled = z.output<typeof cancelledShape>;

const required = { id: z.string().regex(/^doc_req_/), type: z.string(), description: z.string(), status: documentStatus };
export const requiredShape = named('RequiredDocument', z.object(required));
export type Required = z.output<typeof requiredShape>;

export const statusShape = named('WithdrawalStatus', z.object({ id: withdrawalId, status, required_documents: z.array(requiredShape) }));

export const documentShape = named('Document', z.object({
  ...required, filename: z.string().optional(), size: z.int().optional(), uploaded_at: time.optional(), reason: z.string().optional(),
}));
export type Document = z.output<typeof documentShape>;

export const uploadedShape = named('UploadedDocument', z.object({
  id: required.id, type: z.string(), status: z.literal('UPLOADED'), filename: z.string(), size: z.int(), uploaded_at: time,
}));
export type Uploaded = z.output<typeof uploadedShape>;

export const receiptShape = named('ConfirmedReceipt', z.object({ code: z.string(), withdrawal_id: withdrawalId, amount: decimal, currency, executed_at: time, status }));
export type Receipt = z.output<typeof receiptShape>;

export const accountShape = named('Account', z.object({
  id: z.string().regex(/^acc_\d+$/), customer_id: z.string(), type: z.literal('STANDARD'), currency, status: z.enum(['PENDING', 'ACTIVE', 'EDD', 'DORMANT', 'FROZEN', 'CLOSED']),
  nickname: z.string().optional(), balance: z.object({ available: decimal, total: decimal, pending: decimal }), created_at: time,
}));
export type Account = z.output<typeof accountShape>;

/** As they were handed in. */
const numbersShape = z.object({ routing_number: z.string(), account_number: z.string(), sort_code: z.string(), iban: z.string(), bic: z.string() }).partial();

export const counterpartyShape = named('Counterparty', z.object({
  id: z.string().regex(/^cpty_\d+$/), customer_id: z.string(), type: z.enum(['INDIVIDUAL', 'BUSINESS']), status: z.enum(['PENDING', 'APPROVED', 'REJECTED']),
  supported_rails: z.array(z.enum(rails)), profile: z.object({ name: z.string(), relationship_to_customer: z.enum(['SELF', 'THIRD_PARTY']) }), account: numbersShape, created_at: time,
}));
export type Counterparty = z.output<typeof counterpartyShape>;

const pagination = named('Pagination', z.object({ has_more: z.boolean(), next_cursor: z.string().optional() }));
const listOf = <Shape extends z.ZodType>(shape: Shape) => z.object({ data: z.array(shape), pagination });

export const withdrawalListShape = named('WithdrawalList', listOf(withdrawalShape));
export const accountListShape = named('AccountList', listOf(accountShape));
export const counterpartyListShape = named('CounterpartyList', listOf(counterpartyShape));

const subscription = { id: z.string().regex(/^sub_\d+$/), url: z.string(), events: z.array(z.string()), active: z.boolean(), created_at: time };
export const subscriptionShape = named('Subscription', z.object(subscription));
export type Subscription = z.output<typeof subscriptionShape>;
export const subscriptionListShape = named('SubscriptionList', listOf(subscriptionShape));

/** `secret` is there when the client gave none and one was made: it is shown this once. */
export const subscribedShape = named('NewSubscription', z.object({ ...subscription, active: z.literal(true), secret: z.string().optional() }));
export type Subscribed = z.output<typeof subscribedShape>;

export const tokenShape = named('Token', z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int().positive(), scope: z.string() }));
