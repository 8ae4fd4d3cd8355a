import type { PortfolioWithdrawalView } from '@sluice/contract-intake';
import type { ReplyOf } from '@sluice/contract-kit';
import type { PartyView, PortfolioView, TransactionView, valueCash } from '@sluice/contract-liquidity';
import type { BankAccountView } from '@sluice/contract-payout';
import type { SecretView, SubscriptionView } from '@sluice/contract-webhooks';
import { wealthkernelStatusOf, type WealthkernelStatus } from '@sluice/dialect-words';
import { Money, type MoneyJson } from '@sluice/kernel';
import { printedNumber, WrittenNumber } from '../../http/json.js';
import {
  bankAccountStatuses, mandates, partyStatuses, portfolioStatuses, type BankAccount, type Cash, type Party, type Portfolio, type Subscription, type Transaction, type Withdrawal,
} from './schema/answers.js';

/** UTC with seven digits of a second, as the documentation writes it. */
export const time = (iso: string): string => new Date(iso).toISOString().replace('Z', '0000Z');

/** A decimal as a JSON number: every digit that counts, and no exponent. */
const number = (decimal: string): object => printedNumber(new WrittenNumber(decimal).shortest);

const money = (given: MoneyJson): { currency: string; amount: object } => ({ currency: given.currency, amount: number(Money.fromJson(given).toDecimal()) });

const optional = <Value, Shown>(value: Value | undefined, shown: (value: Value) => Shown): Shown | null => (value === undefined ? null : shown(value));

export const types = { specified: 'SpecifiedAmount', full: 'Full' } as const satisfies Record<PortfolioWithdrawalView['type'], string>;

/** Where an end has to be explained and nobody said anything. */
const defaultReasons: Partial<Record<WealthkernelStatus, string>> = { Rejected: 'The withdrawal was rejected.', Cancelled: 'The withdrawal was cancelled.' };

function reasonOf(view: PortfolioWithdrawalView): string | null {
  const { phase, reason } = view;
  const standard = defaultReasons[wealthkernelStatusOf(view)];
  return standard !== undefined || phase === 'partial' ? (reason ?? standard ?? null) : null;
}

export const withdrawalBody = (view: PortfolioWithdrawalView): Withdrawal => ({
  id: view.dialectId,
  type: types[view.type],
  portfolioId: view.portfolioId,
  bankAccountId: view.bankAccountId,
  consideration: optional(view.consideration, ({ currency, amount }) => ({ currency, amount: number(amount) })),
  reference: view.reference ?? null,
  closePortfolio: view.closePortfolio,
  paidOut: optional(view.paidOut, money),
  status: wealthkernelStatusOf(view),
  reason: reasonOf(view),
  requestedAt: time(view.createdAt),
});

export const partyBody = ({ id, name, status, createdAt }: PartyView): Party => ({ id, name, status: partyStatuses[status], createdAt: time(createdAt) });

export const portfolioBody = ({ id, partyId, name, currency, mandate, accountType, status, createdAt }: PortfolioView): Portfolio => ({
  id, partyId, name, currency, mandateType: mandates[mandate], accountType, status: portfolioStatuses[status], createdAt: time(createdAt),
});

export const bankAccountBody = ({ id, partyId, name, sortCode, accountNumber, currency, countryCode, status, isDefault, addedAt, deactivatedAt }: BankAccountView): BankAccount => ({
  id, partyId, name, sortCode, accountNumber, currency, countryCode, status: bankAccountStatuses[status], isDefault, addedAt: time(addedAt), deactivatedAt: optional(deactivatedAt, time),
});

type Value = ReplyOf<typeof valueCash>['values'][number];

export const cashBody = (portfolioId: string, { amount, value, fxRate }: Value): Cash => ({
  portfolioId, currency: amount.currency, amount: money(amount), value: value && money(value), fxRate: fxRate === null ? null : number(fxRate),
});

/** Rows of cash have neither an instrument nor a price. */
export const transactionBody = (view: TransactionView): Transaction => ({
  id: view.id,
  portfolioId: view.portfolioId,
  isin: view.isin ?? null,
  type: view.type,
  status: view.status,
  price: optional(view.price, ({ currency, amount }) => ({ currency, amount: number(amount) })),
  quantity: optional(view.quantity, number),
  consideration: money(view.consideration),
  charges: optional(view.charges, money),
  bookCost: optional(view.bookCost, money),
  date: view.date,
  timestamp: time(view.timestamp),
  settledOn: view.settledOn ?? null,
  updatedAt: time(view.updatedAt),
});

export const subscriptionBody = ({ id, url, events, active, createdAt }: SubscriptionView): Subscription => ({
  id, url, eventTypes: events, status: active ? 'Active' : 'Inactive', createdAt: time(createdAt),
});

export const secretBody = ({ id, createdAt, expiresAt }: SecretView) => ({ id, createdAt: time(createdAt), expiresAt: time(expiresAt) });
