import type { BodyOf } from '@sluice/contract-kit';
import type { admitPortfolioWithdrawal, PortfolioRefusal } from '@sluice/contract-liquidity';
import { DomainError, isCurrency, Money, type Currency, type MoneyJson } from '@sluice/kernel';
import { proceedsOf } from '../cash-raising/sale-order.js';
import { decimalOf, worthOf } from '../portfolios/exact-decimal.js';
import { accruedIn, chargedBy, type FeeSchedule } from '../portfolios/fees.js';
import type { Holding, Party, Portfolio } from '../portfolios/portfolio.js';
import { worthOfAll, worthOfMoney, type RatesInto } from '../portfolios/worth.js';

export type Order = Pick<BodyOf<typeof admitPortfolioWithdrawal>, 'type' | 'consideration' | 'closePortfolio' | 'most'>;

/** Everything that the rules look at. */
export interface Situation {
  readonly portfolio: Pick<Portfolio, 'status' | 'mandate' | 'accountType' | 'currency' | 'holdings' | 'accruedFees' | 'activeSlots' | 'settling'>;
  readonly party: Pick<Party, 'status'>;
  /** Available, one amount for each currency. */
  readonly cash: readonly MoneyJson[];
  /** Into the portfolio's base currency. Only a specified amount of a portfolio that is not execution-only is checked with them. */
  readonly rates: RatesInto;
  /** What a withdrawal of everything is charged. */
  readonly schedule: Pick<FeeSchedule, 'charge' | 'flat'>;
}

/** What will be paid out and what is charged on top of it, out of which cash. */
export interface Admission {
  readonly amount: Money;
  readonly fee: Money;
  /** What of the fee had accrued on the portfolio. */
  readonly accrued: Money;
  readonly cash: Money;
}

/** A rule by its refusal reason; rules are checked in order, and the first broken one counts. */
type Rule = readonly [reason: PortfolioRefusal, isBroken: boolean];

const firstBroken = (rules: readonly Rule[]): PortfolioRefusal | null => rules.find(([, isBroken]) => isBroken)?.[0] ?? null;

const isExecutionOnly = ({ portfolio }: Situation): boolean => portfolio.mandate === 'execution_only';

const cashIn = (currency: Currency, { cash }: Situation): Money =>
  cash.filter((amount) => amount.currency === currency).reduce((sum, amount) => sum.plus(Money.fromJson(amount)), Money.zero(currency));

/** What can be sold for a currency, each holding rounded down. Nothing is exchanged, and of an execution-only portfolio nothing is sold. */
function sellableIn(currency: Currency, standing: Situation): Money {
  if (isExecutionOnly(standing)) return Money.zero(currency);
  return standing.portfolio.holdings.filter((holding) => isSellable(holding, currency))
    .reduce((sum, { quantity, price }) => sum.plus(Money.ofUnits(currency, worthOf(quantity, price, currency))), Money.zero(currency));
}

/**
 * Every rule that a withdrawal may break (spec/wealthkernel.md: Rejected), in this order: the party's status, the portfolio's, the
 * pension, the other withdrawal; of a specified amount the currency, the balance, the 95 per cent; of a full one that there is
 * something, that the fee is less, and, where the portfolio is to be closed, that nothing remains; of both, that the rail can carry it.
 */
export function decideAdmission(standing: Situation, order: Order): Admission | PortfolioRefusal {
  const { portfolio, party } = standing;
  const broken = firstBroken([
    ['party_not_active', party.status !== 'active'],
    ['portfolio_not_active', portfolio.status === 'closing' || portfolio.status === 'closed'],
    ['pension_portfolio', portfolio.accountType === 'SIPP'],
    ['another_withdrawal_active', !isExecutionOnly(standing) && portfolio.activeSlots.length > 0],
  ]);
  if (broken !== null) return broken;
  const admission = order.type === 'full' ? admitFull(standing, order) : admitSpecified(standing, order);
  return typeof admission !== 'string' && isOverRailLimit(admission, order) ? 'over_rail_limit' : admission;
}

const isOverRailLimit = ({ amount }: Admission, { most }: Order): boolean =>
  most !== undefined && most.currency === amount.currency && amount.compare(Money.fromJson(most)) > 0;

/** Null for what is more than any portfolio holds. */
function amountOf(amount: string, currency: Currency): Money | null {
  try {
    return Money.parse(amount, currency);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid_amount') return null;
    throw error;
  }
}

function admitSpecified(standing: Situation, { consideration }: Order): Admission | PortfolioRefusal {
  if (consideration === undefined) throw new DomainError('invalid_request', 'A specified amount has to be specified.');
  if (!isCurrency(consideration.currency)) return 'no_cash_in_currency';
  const { currency } = consideration;
  const [cash, sellable, amount] = [cashIn(currency, standing), sellableIn(currency, standing), amountOf(consideration.amount, currency)];
  if (!cash.isPositive && !sellable.isPositive) return 'no_cash_in_currency';
  if (amount === null || amount.compare(cash.plus(sellable)) > 0) return 'insufficient_balance';
  if (!isExecutionOnly(standing) && isOver95Percent(amount, standing)) return 'over_95_percent';
  return { amount, fee: Money.zero(currency), accrued: Money.zero(currency), cash };
}

/** Proceeds of sales that a stopped cash raising left: the portfolio's, and not cash yet. */
export const receivablesOf = ({ settling }: Pick<Portfolio, 'settling'>): MoneyJson[] =>
  settling.flatMap(({ raising }) => raising.orders.map((order) => Money.ofUnits(order.currency, proceedsOf(order)).toJson()));

/** Exactly 95 per cent is not over. What has no rate cannot be compared, and is not let through. */
function isOver95Percent(amount: Money, { portfolio, cash, rates }: Situation): boolean {
  const worth = worthOfMoney(amount.toJson(), rates);
  return worth === null || worth.mul(100).gt(worthOfAll([...cash, ...receivablesOf(portfolio)], portfolio.holdings, rates).mul(95));
}

function admitFull(standing: Situation, { closePortfolio }: Order): Admission | PortfolioRefusal {
  const { currency } = standing.portfolio;
  const cash = cashIn(currency, standing);
  const all = cash.plus(sellableIn(currency, standing));
  const { accrued, flat } = chargedBy(standing.schedule, accruedOn(currency, standing), currency);
  const fee = accrued.plus(flat);
  const broken = firstBroken([
    ['nothing_in_portfolio', !all.isPositive],
    ['fee_exceeds_balance', fee.compare(all) >= 0],
    ['holdings_would_remain', closePortfolio && wouldRemain(standing)],
  ]);
  return broken ?? { amount: all.minus(fee), fee, accrued, cash };
}

/** What has accrued, without what withdrawals before this one are about to be charged. */
function accruedOn(currency: Currency, { portfolio: { accruedFees, activeSlots } }: Situation): Money {
  const charged = accruedIn(activeSlots.map((slot) => slot.accrued ?? slot.fee), currency);
  const accrued = accruedIn(accruedFees, currency);
  return charged.compare(accrued) > 0 ? Money.zero(currency) : accrued.minus(charged);
}

/** Cash in another currency, a holding that is not sold for the base currency, or proceeds that are still to come. */
function wouldRemain(standing: Situation): boolean {
  const { portfolio: { currency, holdings, settling }, cash } = standing;
  const isSold = (holding: (typeof holdings)[number]): boolean => !isExecutionOnly(standing) && isSellable(holding, currency);
  return settling.length > 0 || holdings.some((holding) => decimalOf(holding.quantity).gt(0) && !isSold(holding)) || cash.some((amount) => amount.currency !== currency && Money.fromJson(amount).isPositive);
}

/** Sold for this currency it would bring something: nothing is exchanged, and what is worth less than a minor unit cannot be paid for. */
export const isSellable = ({ quantity, price, currency }: Holding, wanted: Currency): boolean => currency === wanted && worthOf(quantity, price, currency) > 0n;
