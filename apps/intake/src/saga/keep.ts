import type { WithdrawalMessages as Messages } from './messages.js';
import type { WithdrawalDetails as Details } from '../withdrawal/withdrawal-details.js';

type Kept = Partial<Details>;
type Outcome = Messages['payout.delivered'];

/** Why nothing could be sent, where we know it ourselves. */
const sentences: Readonly<Partial<Record<string, string>>> = {
  inexpressible_amount: 'The amount is more than the bank can carry in one payment.',
  inexpressible_creditor_name: 'The name of the payee has no letter that the bank can carry.',
  inexpressible_creditor_numbers: 'The numbers of the account that is paid to are not valid.',
  inexpressible_reference: 'The reference is longer than the bank can carry.',
  bank_account_not_active: 'The bank account is not active.',
  counterparty_not_approved: 'The counterparty is not approved.',
  rail_not_supported: 'The rail cannot pay this account.',
};

/** What the table keeps of a message, in words. */
export const keep = {
  acceptance: (body: Messages['client.accept']): Kept => ({ ...body, refusal: undefined }),
  cancellation: (body: Messages['client.cancel'] | Messages['client.stop']): Kept => body,
  documentsInOrder: ({ at }: Messages['compliance.documents-accepted']): Kept => ({ requestedSince: at }),
  lookedUp: ({ lookedUpAt }: Messages['review.cleared']): Kept => ({ lookedUpAt }),
  operatorFailure: ({ failure }: Messages['operator.fail']): Kept => ({ failure }),
  /** A hold that came to nothing: the acceptance is refused, and the next one takes a new hold id. */
  refusedHold: (body: Messages['ledger.hold-refused'], details: Details): Kept => ({
    refusal: body.reason === 'hold_closed' ? 'invalid_status' : body.reason,
    holdNumber: details.holdNumber + 1,
  }),
  groups: ({ groups, approvalPolicy, label }: Messages['liquidity.liquidity-reserved'], { wallet }: Details): Kept =>
    ({ sourceLabel: label, ...(wallet && { wallet: { ...wallet, groups, approval: approvalPolicy } }) }),
  refusedReservation: ({ reason }: Messages['liquidity.reserve-refused']): Kept => ({ refusal: reason === 'released' ? 'invalid_status' : reason }),
  complianceRefusal: (body: Messages['compliance.refused']): Kept => ({ failure: { code: body.reason.toUpperCase(), reason: 'Refused by compliance.' } }),
  rfiExpiry: (): Kept => ({ failure: { code: 'RFI_EXPIRED', reason: 'The documents asked for were not provided in time.' } }),
  reviewExpiry: (): Kept => ({ failure: { code: 'REVIEW_EXPIRED', reason: 'The review was not completed in time.' } }),
  sources: (body: Messages['liquidity.liquidity-sourced']): Kept => ({ sourceLegs: body.legs }),
  noLiquidity: (body: Messages['liquidity.liquidity-unavailable']): Kept => ({ failure: { code: 'LIQUIDITY_UNAVAILABLE', reason: body.reason } }),
  lateLiquidity: (): Kept => ({ failure: { code: 'LIQUIDITY_LATE', reason: 'The cash could not be raised in time.' } }),
  /** Also of a payment that arrived although it was given up: then nothing has failed. */
  outcome: ({ legs }: Outcome): Kept => ({ payoutLegs: legs, failure: undefined }),
  failedOutcome: ({ legs }: Outcome): Kept => {
    const reason = legs.find((leg) => leg.status === 'failed')?.reason ?? 'unknown';
    return { payoutLegs: legs, failure: { code: reason, reason: sentences[reason] ?? 'The payment was not delivered.' } };
  },
  /** A payment called back in time: it failed for the reason it was called back for. */
  recalledOutcome: ({ legs }: Outcome, { failure }: Details): Kept => ({
    payoutLegs: legs, failure: failure ?? { code: 'DELIVERY_LATE', reason: 'The payment was not delivered in time and was called back.' },
  }),
  partialOutcome: ({ legs }: Outcome): Kept => ({ payoutLegs: legs, failure: { code: 'PARTIALLY_PAID', reason: 'Only part of the amount was delivered.' } }),
  return: ({ code, at, legId, amount }: Messages['payout.returned']): Kept => ({ returned: { code, at, legId, amount } }),
};
