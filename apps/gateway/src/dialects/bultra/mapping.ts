import type { getRequirement, uploadDocument } from '@sluice/contract-compliance';
import type { WithdrawalView } from '@sluice/contract-intake';
import type { ReplyOf } from '@sluice/contract-kit';
import type { AccountView } from '@sluice/contract-ledger';
import type { CounterpartyView, verifyReceipt } from '@sluice/contract-payout';
import type { SubscriptionView } from '@sluice/contract-webhooks';
import { bultraStatusOf } from '@sluice/dialect-words';
import { Money } from '@sluice/kernel';
import type { Accepted, Account, Cancelled, Counterparty, Created, Document, Receipt, Required, Subscribed, Subscription, Uploaded, Withdrawal } from './schema/answers.js';
import type { BankNumbers } from './schema/requests.js';

/** RFC 3339 in whole seconds. */
export const time = (iso: string): string => `${iso.slice(0, 19)}Z`;

const decimal = (money: WithdrawalView['amount']): string => Money.fromJson(money).toDecimal();

type Present<Body> = { [Key in keyof Body as undefined extends Body[Key] ? never : Key]: Body[Key] } & { [Key in keyof Body as undefined extends Body[Key] ? Key : never]?: Exclude<Body[Key], undefined> };

/** Leaves out what is not there: Bultra prints no nulls. */
function present<Body extends object>(body: Body): Present<Body> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Present<Body>;
}

/** What Bultra's withdrawals have from their creation on. */
function head({ dialectId, accountId, destinationId, amount, rail, purpose }: WithdrawalView) {
  if (rail === undefined || purpose === undefined) throw new TypeError(`${dialectId} is no payment over a rail.`);
  return { id: dialectId, account_id: accountId, counterparty_id: destinationId, amount: decimal(amount), currency: amount.currency, rail, purpose };
}

/** The answer to a creation: made of what never changes, so that it is the same whenever it has to be given again. */
export const createdBody = (view: WithdrawalView): Created => ({ ...head(view), status: 'REQUESTED', created_at: time(view.createdAt) });

const optional = (iso: string | undefined): string | undefined => (iso === undefined ? undefined : time(iso));

type End = Partial<Pick<Withdrawal, 'executed_at' | 'cancelled_at' | 'failed_at' | 'failure_code' | 'failure_reason' | 'returned_at' | 'return_code'>>;

/** A payment that came back makes a failure of what was executed, and stays executed at the time it was. */
const returnBody = ({ code, at }: NonNullable<WithdrawalView['returned']>): End => ({
  failed_at: time(at), failure_code: code, failure_reason: 'The payment was returned.', returned_at: time(at), return_code: code,
});

/** When and why it ended, under the names its end has in Bultra. */
function endBody({ phase, endedAt, failure, returned }: WithdrawalView): End {
  const at = optional(endedAt);
  switch (phase) {
    case 'settled':
      return { executed_at: at, ...(returned ? returnBody(returned) : {}) };
    case 'cancelled':
      return { cancelled_at: at };
    case 'partial':
      return { failed_at: at, failure_code: 'PARTIALLY_PAID', failure_reason: failure?.reason };
    case 'failed':
    case 'rejected':
      return { failed_at: at, failure_code: failure?.code.toUpperCase(), failure_reason: failure?.reason };
    default:
      return {};
  }
}

export const withdrawalBody = (view: WithdrawalView): Withdrawal =>
  present({ ...head(view), status: bultraStatusOf(view), reference: view.reference, created_at: time(view.createdAt), accepted_at: optional(view.authorizedAt), ...endBody(view) });

/** As `createdBody`: whatever has happened since, this is what acceptance came to. */
export const acceptedBody = ({ dialectId, authorizedAt, estimatedCompletion }: WithdrawalView): Accepted =>
  present({ id: dialectId, status: 'ACCEPTED' as const, accepted_at: optional(authorizedAt), estimated_completion: optional(estimatedCompletion) });

export const cancelledBody = ({ dialectId, endedAt }: WithdrawalView): Cancelled => present({ id: dialectId, status: 'CANCELLED' as const, cancelled_at: optional(endedAt) });

/** Bultra's accounts are of one kind; its name is ours (docs/decisions/0032). */
const ACCOUNT_TYPE = 'STANDARD' as const;

const accountHead = ({ id, owner, posted, status, nickname }: AccountView) => ({
  id, customer_id: owner, type: ACCOUNT_TYPE, currency: posted.currency, status, nickname,
});

export const accountBody = (view: AccountView): Account =>
  present({
    ...accountHead(view),
    balance: { available: decimal(view.available), total: decimal(view.posted), pending: decimal(view.pending) },
    created_at: time(view.createdAt),
  });

/** As `createdBody`: every account begins active and empty. */
export function openedBody(view: AccountView): Account {
  const zero = Money.zero(view.posted.currency).toDecimal();
  return present({ ...accountHead({ ...view, status: 'ACTIVE' }), balance: { available: zero, total: zero, pending: zero }, created_at: time(view.createdAt) });
}

const numbersBody = ({ routingNumber, accountNumber, sortCode, iban, bic }: CounterpartyView['numbers']) =>
  present({ routing_number: routingNumber, account_number: accountNumber, sort_code: sortCode, iban, bic });

export const numbersOf = (account: BankNumbers): CounterpartyView['numbers'] =>
  present({ routingNumber: account.routing_number, accountNumber: account.account_number, sortCode: account.sort_code, iban: account.iban, bic: account.bic });

export const counterpartyBody = (view: CounterpartyView): Counterparty => ({
  id: view.id,
  customer_id: view.customerId,
  type: view.type,
  status: view.status,
  supported_rails: view.supportedRails,
  profile: { name: view.name, relationship_to_customer: view.relationship },
  account: numbersBody(view.numbers),
  created_at: time(view.createdAt),
});

type Requirement = Omit<ReplyOf<typeof getRequirement>, 'withdrawalId'>;

/** A document as the withdrawal that waits for it shows it. */
export const requiredBody = ({ id, type, description, status }: Requirement): Required => ({ id, type, description, status });

export const documentBody = (view: Requirement): Document =>
  present({ ...requiredBody(view), filename: view.filename, size: view.size, uploaded_at: optional(view.uploadedAt), reason: view.reason });

/** As `createdBody`: whatever a reviewer has said since, this is what the upload came to. */
export const uploadedBody = ({ id, type, filename, size, uploadedAt }: ReplyOf<typeof uploadDocument>): Uploaded => ({
  id, type, status: 'UPLOADED', filename, size, uploaded_at: time(uploadedAt),
});

/** What a receipt's code stands for, and how the withdrawal stands now: the money may have come back since. */
export const receiptBody = (code: string, { withdrawalId, amount, executedAt }: ReplyOf<typeof verifyReceipt>, view: WithdrawalView): Receipt => ({
  code, withdrawal_id: withdrawalId, amount: decimal(amount), currency: amount.currency, executed_at: time(executedAt), status: bultraStatusOf(view),
});

export const subscriptionBody = ({ id, url, events, active, createdAt }: SubscriptionView): Subscription => ({ id, url, events, active, created_at: time(createdAt) });

/** As `createdBody`: every subscription begins active. */
export const subscribedBody = (view: SubscriptionView, madeSecret: string | undefined): Subscribed =>
  present({ ...subscriptionBody(view), active: true as const, secret: madeSecret });

/** A page of a list; the cursor is the id after which the next page starts: of the last row read, shown or not. */
export function listBody<Body extends { id?: string }>(data: readonly Body[], hasMore: boolean, last = data.at(-1)?.id) {
  return { data, pagination: hasMore && last !== undefined ? { has_more: true, next_cursor: last } : { has_more: hasMore } };
}
