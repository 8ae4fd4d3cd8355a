import { chainSchema, currencySchema, dialectSchema, idSchema, moneySchema, positiveMoneySchema, railSchema, timeSchema } from '@sluice/contract-kit';
import { portfolioWithdrawalViewSchema, purposeSchema } from '@sluice/contract-intake';
import { groupSchema, saleSchema } from '@sluice/contract-liquidity';
import { refusalCodes } from '@sluice/kernel';
import { z } from 'zod';
import type { WithdrawalMessages as Messages } from './vocabulary.js';

/** Part of the amount on its way to the destination, delivered or not. */
export const payoutLegSchema = z.object({
  legId: idSchema,
  attempt: z.int().min(1),
  amount: positiveMoneySchema,
  status: z.enum(['planned', 'delivered', 'failed', 'cancelled']),
  trace: z.string().optional(),
  reason: z.string().optional(),
});
export type PayoutLeg = z.output<typeof payoutLegSchema>;

export const sourceLegSchema = z.object({ id: idSchema, positionKey: z.string(), chain: z.string().optional(), amount: positiveMoneySchema });

/** Where a wallet's withdrawal goes, and what it is made up of once its liquidity is reserved. */
export const walletOrderSchema = z.object({
  requestId: idSchema,
  chain: chainSchema,
  toAddress: z.string(),
  approval: z.enum(['none', 'customer']),
  groups: z.array(groupSchema),
});

/** What is withdrawn from a portfolio, and what was found and sold for it. */
export const portfolioOrderSchema = portfolioWithdrawalViewSchema.pick({ portfolioId: true, type: true, consideration: true, closePortfolio: true }).extend({
  /** The portfolio's base currency: what a full withdrawal is paid in. */
  currency: currencySchema,
  /** Available cash as the ledger stated it, one for each currency. */
  cash: z.array(moneySchema),
  /** The largest payment of the rail. */
  most: positiveMoneySchema.optional(),
  sales: z.array(saleSchema),
  /** To whom the fee is owed, once it is charged. */
  feePortfolioId: idSchema.optional(),
});
export type PortfolioOrder = z.output<typeof portfolioOrderSchema>;

/** What the saga knows of its withdrawal. The table reads and assigns these, and nothing else. */
export const withdrawalDetailsSchema = z.object({
  withdrawalId: idSchema,
  dialect: dialectSchema,
  accountId: idSchema,
  customerId: idSchema,
  destinationId: idSchema,
  /** What is to be paid out. Zero until it is known: a portfolio's is found when it is admitted, and a full one's when it is held. */
  amount: moneySchema,
  fee: moneySchema,
  purpose: purposeSchema.optional(),
  /** Of an account's withdrawal. */
  rail: railSchema.optional(),
  payeeName: z.string().optional(),
  /** Of a portfolio's withdrawal: the party, who withdraws and is paid. */
  partyName: z.string().optional(),
  /** What the account, portfolio or wallet is called, if anything. */
  sourceLabel: z.string().optional(),
  /** Of a wallet's withdrawal. */
  wallet: walletOrderSchema.optional(),
  /** Of a portfolio's withdrawal. */
  portfolio: portfolioOrderSchema.optional(),
  reference: z.string().optional(),
  createdAt: timeSchema,
  /** When the documents asked for up front were in order; absent when there were none. */
  requestedSince: timeSchema.optional(),
  /** When names were last screened in review, where that cleared it. */
  lookedUpAt: timeSchema.optional(),
  /** Counts the holds tried: a refused or voided hold's id is never used again. */
  holdNumber: z.int().min(1),
  acceptanceId: idSchema.optional(),
  cancellationId: idSchema.optional(),
  /** Who stopped it; a customer unless it says otherwise. */
  stoppedBy: z.enum(['customer', 'operator']).optional(),
  acceptedAt: timeSchema.optional(),
  sendAt: timeSchema.optional(),
  estimatedCompletion: timeSchema.optional(),
  sourceLegs: z.array(sourceLegSchema),
  payoutLegs: z.array(payoutLegSchema),
  /** Why the last acceptance came to nothing. */
  refusal: z.enum(refusalCodes).optional(),
  failure: z.object({ code: z.string(), reason: z.string() }).optional(),
  returned: z.object({ code: z.string(), at: timeSchema, legId: idSchema, amount: positiveMoneySchema }).optional(),
});
export type WithdrawalDetails = z.output<typeof withdrawalDetailsSchema>;

/** The hold that counts now. */
export const holdIdOf = ({ withdrawalId, holdNumber }: Pick<WithdrawalDetails, 'withdrawalId' | 'holdNumber'>): string => `${withdrawalId}/${holdNumber}`;

export type Assigned = Partial<WithdrawalDetails>;
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

/** What more than one table stores of a message. */
export const sharedAssign = {
  cancellation: (body: Messages['client.cancel'] | Messages['client.stop']): Assigned => body,
  operatorFailure: ({ failure }: Messages['operator.fail']): Assigned => ({ failure }),
  complianceRefusal: (body: Messages['compliance.refused']): Assigned => ({ failure: { code: body.reason.toUpperCase(), reason: 'Refused by compliance.' } }),
  rfiExpiry: (): Assigned => ({ failure: { code: 'RFI_EXPIRED', reason: 'The documents asked for were not provided in time.' } }),
  reviewExpiry: (): Assigned => ({ failure: { code: 'REVIEW_EXPIRED', reason: 'The review was not completed in time.' } }),
  lateLiquidity: (): Assigned => ({ failure: { code: 'LIQUIDITY_LATE', reason: 'The cash could not be raised in time.' } }),
  /** Also of a payment that arrived although it was recalled: then nothing has failed. */
  outcome: ({ legs }: Outcome): Assigned => ({ payoutLegs: legs, failure: undefined }),
  failedOutcome: ({ legs }: Outcome): Assigned => {
    const reason = legs.find((leg) => leg.status === 'failed')?.reason ?? 'unknown';
    return { payoutLegs: legs, failure: { code: reason, reason: sentences[reason] ?? 'The payment was not delivered.' } };
  },
  /** A payment recalled in time: it failed for the reason it was recalled for. */
  recalledOutcome: ({ legs }: Outcome, { failure }: WithdrawalDetails): Assigned => ({
    payoutLegs: legs, failure: failure ?? { code: 'DELIVERY_LATE', reason: 'The payment was not delivered in time and was called back.' },
  }),
  return: ({ code, at, legId, amount }: Messages['payout.returned']): Assigned => ({ returned: { code, at, legId, amount } }),
};
