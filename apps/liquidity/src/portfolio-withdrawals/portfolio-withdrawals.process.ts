import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { portfolioReleased, type admitPortfolioWithdrawal, type completePortfolioWithdrawal } from '@sluice/contract-liquidity';
import { DomainError, isCurrency, Money, newId, type Currency } from '@sluice/kernel';
import { RetryLater, type Cause } from '@sluice/messaging';
import { TenantSettings, type Versioned, ownedBy } from '@sluice/persistence';
import { isRunning, raisedOf } from '../cash-raising/cash-raising.js';
import { cashRow } from '../portfolio-transactions/transaction.js';
import { PortfolioTransactions } from '../portfolio-transactions/transactions.repository.js';
import type { ActiveSlot } from '../portfolios/active-slot.js';
import { type Party, type Portfolio, slotCompleted, slotReleased, slotTaken } from '../portfolios/portfolio.js';
import { FeePortfolios } from '../portfolios/portfolios.process.js';
import { FeeSchedules, Parties, Portfolios } from '../portfolios/portfolios.repository.js';
import { ExchangeRates, type RatesInto } from '../portfolios/worth.js';
import { decideAdmission, receivablesOf, type Admission } from './admission.js';
import { answerToAdmission, answerToCompletion, keepsItsSlot, releasedRecord, type WithdrawalRecord } from './portfolio-withdrawal.js';
import { PortfolioWithdrawals } from './portfolio-withdrawal.js';

type Message = Envelope<BodyOf<typeof admitPortfolioWithdrawal>>;

/**
 * Admits withdrawals. Two documents are written: first the portfolio, in which no two can take its one slot, then the record, which
 * is the answer for good. An attempt that finds the record written otherwise gives its slot back; after a crash in between the command's
 * next delivery does the rest.
 */
@Injectable()
export class AdmissionProcess {
  constructor(
    private readonly withdrawals: PortfolioWithdrawals,
    private readonly portfolios: Portfolios,
    private readonly parties: Parties,
    private readonly exchangeRates: ExchangeRates,
    private readonly schedules: FeeSchedules,
  ) {}

  async admit(withdrawalId: string, message: Message): Promise<void> {
    const known = await this.withdrawals.find(withdrawalId);
    const found = known === null ? await this.admitToPortfolio(withdrawalId, message) : null;
    const stored = await this.withdrawals.change(withdrawalId, message, (current) => {
      if (current === null) return found && { state: found, send: [answerToAdmission(found)] };
      const { state } = ownedBy(message, current);
      if (state.portfolioId !== message.body.portfolioId) throw new DomainError('invalid_request', 'This withdrawal is from another portfolio.');
      return { send: [answerToAdmission(state)] };
    });
    if (stored !== null) await this.releaseSurplus(stored, message);
  }

  /** Gives back what a withdrawal holds in its portfolio beyond what its record says. Nothing, while it is being sold for. */
  async releaseSurplus({ id, state: record }: Versioned<WithdrawalRecord>, cause: Cause): Promise<void> {
    await this.portfolios.change(record.portfolioId, cause, (current) => {
      if (current?.tenantId !== cause.tenantId) return null;
      const kept = keepsItsSlot(record) ? record.admission?.slotId : undefined;
      const surplus = current.state.activeSlots.filter((slot) => slot.withdrawalId === id && slot.slotId !== kept && !isRunning(slot));
      return surplus.length === 0 ? null : { state: surplus.reduce(slotReleased, current.state) };
    });
  }

  private async admitToPortfolio(withdrawalId: string, message: Message): Promise<WithdrawalRecord> {
    const { tenantId, body } = message;
    let record = refusedRecord(body.portfolioId, 'not_found');
    await this.portfolios.change(body.portfolioId, message, async (current) => {
      record = refusedRecord(body.portfolioId, 'not_found');
      if (current?.tenantId !== tenantId) return null;
      const { state: portfolio } = current;
      const party = await this.parties.ofTenant(portfolio.partyId, tenantId);
      const names = { partyName: party.state.name, portfolioName: portfolio.name };
      const held = portfolio.activeSlots.find((slot) => slot.withdrawalId === withdrawalId);
      if (held !== undefined) record = admittedRecord(body.portfolioId, held, names);
      if (held !== undefined) return null;
      const outcome = await this.decide(portfolio, party.state, message);
      if (typeof outcome === 'string') record = refusedRecord(body.portfolioId, outcome);
      if (typeof outcome === 'string') return null;
      const slot = slotFor(withdrawalId, body, outcome);
      record = admittedRecord(body.portfolioId, slot, names);
      return { state: slotTaken(portfolio, slot) };
    });
    return record;
  }

  private async decide(portfolio: Portfolio, party: Party, { tenantId, body }: Message): Promise<ReturnType<typeof decideAdmission>> {
    const [rates, schedule] = await Promise.all([this.ratesFor(portfolio, body), this.schedules.inForce(tenantId)]);
    return decideAdmission({ portfolio, party, cash: body.cash, rates, schedule }, body);
  }

  private ratesFor(portfolio: Portfolio, { type, consideration, cash }: Message['body']): Promise<RatesInto> {
    const { currency, mandate, holdings } = portfolio;
    if (type === 'full' || mandate === 'execution_only') return this.exchangeRates.into(currency, []);
    const requested: Currency[] = consideration && isCurrency(consideration.currency) ? [consideration.currency] : [];
    return this.exchangeRates.into(currency, [...requested, ...[...cash, ...receivablesOf(portfolio)].map((amount) => amount.currency), ...holdings.map((holding) => holding.currency)]);
  }
}

const refusedRecord = (portfolioId: string, reason: NonNullable<WithdrawalRecord['reason']>): WithdrawalRecord => ({ portfolioId, status: 'refused', reason, admission: null, raised: null });

type Names = Required<Pick<NonNullable<WithdrawalRecord['admission']>, 'partyName' | 'portfolioName'>>;

const admittedRecord = (portfolioId: string, { slotId, amount, fee }: ActiveSlot, names: Names): WithdrawalRecord =>
  ({ portfolioId, status: 'admitted', admission: { slotId, amount, fee, ...names }, raised: null });

const slotFor = (withdrawalId: string, { type, closePortfolio }: Message['body'], { amount, fee, accrued, cash }: Admission): ActiveSlot => ({
  slotId: newId(), withdrawalId, type, closePortfolio, amount: amount.toJson(), fee: fee.toJson(), accrued: accrued.toJson(), cash: cash.toJson(), raising: null,
});

type Payment = Omit<BodyOf<typeof completePortfolioWithdrawal>, 'portfolioId'>;

/** Ends withdrawals: those that came to nothing, and those that were paid. Answered last, when all of it stands. */
@Injectable()
export class CompletionProcess {
  constructor(
    private readonly withdrawals: PortfolioWithdrawals,
    private readonly portfolios: Portfolios,
    private readonly transactions: PortfolioTransactions,
    private readonly feePortfolios: FeePortfolios,
    private readonly admission: AdmissionProcess,
    private readonly settings: TenantSettings,
  ) {}

  /** Frees the withdrawal's slot; one never admitted is closed for good. What was refused or paid stays so. @throws RetryLater while something is being sold for it. */
  async release(withdrawalId: string, portfolioId: string, cause: Cause): Promise<void> {
    const raised = raisedOf((await this.idleSlot(withdrawalId, portfolioId))?.raising ?? null);
    const record = await this.withdrawals.change(withdrawalId, cause, (current) => {
      const known = current && ownedBy(cause, current).state;
      if (known !== null && known.status !== 'admitted' && known.status !== 'released') return null;
      const state = releasedRecord(known, portfolioId, raised);
      return isDeepStrictEqual(state, known) ? null : { state };
    });
    if (record !== null) await this.admission.releaseSurplus(record, cause);
    await this.idleSlot(record?.state.status === 'released' ? withdrawalId : '', portfolioId);
    await this.withdrawals.change(withdrawalId, cause, () => ({ send: [send(portfolioReleased, { portfolioId })] }));
  }

  /** Shows that the money has arrived. @throws DomainError `invalid_status` for a withdrawal that was not admitted, or was given up. */
  async complete(withdrawalId: string, portfolioId: string, payment: Payment, cause: Cause): Promise<void> {
    const record = await this.beginCompleting(withdrawalId, portfolioId, payment, cause);
    if (record.status === 'completing') await this.book(withdrawalId, record, cause);
    await this.withdrawals.change(withdrawalId, cause, (current) => current && { send: [answerToCompletion(current.state)] });
  }

  private async beginCompleting(withdrawalId: string, portfolioId: string, { paid, fee }: Payment, cause: Cause): Promise<WithdrawalRecord> {
    const raised = raisedOf((await this.idleSlot(withdrawalId, portfolioId))?.raising ?? null);
    const begun = await this.withdrawals.change(withdrawalId, cause, (current) => {
      const known = current && ownedBy(cause, current).state;
      if (known?.status === 'completing' || known?.status === 'completed') return null;
      if (known?.status !== 'admitted') throw new DomainError('invalid_status', 'Only a withdrawal that was admitted can be completed.');
      return { state: { ...known, status: 'completing', raised, payment: { paid, fee } } };
    });
    if (begun === null) throw new TypeError('A withdrawal that is being completed is there.');
    return begun.state;
  }

  /**
   * Transactions first, then the portfolio that they are about, then the record: a repeat finds each of them done. What is charged and
   * what is credited are two, also where the fee portfolio pays a fee to itself.
   */
  private async book(withdrawalId: string, { portfolioId, admission, payment }: WithdrawalRecord, cause: Cause): Promise<void> {
    if (payment === undefined || admission === null) throw new TypeError('A withdrawal that is being completed was admitted and paid.');
    const { tenantId } = cause;
    const now = await this.settings.now(tenantId);
    const [paid, fee] = [Money.fromJson(payment.paid), Money.fromJson(payment.fee)];
    const feePortfolioId = fee.isPositive ? (await this.feePortfolios.of(cause)).id : undefined;
    const row = (about: Pick<Parameters<typeof cashRow>[0], 'portfolioId' | 'type'>, consideration: Money, ...side: string[]) =>
      cashRow({ tenantId, ...about, of: [withdrawalId, ...side], consideration: consideration.toJson(), now });
    await this.transactions.book([
      row({ portfolioId, type: 'Withdrawal' }, paid.negated()),
      ...(feePortfolioId === undefined ? [] : [row({ portfolioId, type: 'Charge' }, fee.negated()), row({ portfolioId: feePortfolioId, type: 'Charge' }, fee, 'credit')]),
    ], cause, now);
    await this.portfolios.change(portfolioId, cause, (current) => {
      const slot = current?.state.activeSlots.find(({ slotId }) => slotId === admission.slotId);
      return current && slot ? { state: slotCompleted(current.state, slot, fee) } : null;
    });
    await this.withdrawals.change(withdrawalId, cause, (current) => {
      if (current?.state.status !== 'completing') return null;
      return { state: { ...current.state, status: 'completed', ...(feePortfolioId === undefined ? {} : { feePortfolioId }) } };
    });
  }

  /** The withdrawal's slot, if it has one. @throws RetryLater while orders of it are under way: their proceeds would belong to nobody. */
  private async idleSlot(withdrawalId: string, portfolioId: string): Promise<ActiveSlot | null> {
    const slot = (await this.portfolios.find(portfolioId))?.state.activeSlots.find((one) => one.withdrawalId === withdrawalId) ?? null;
    if (slot !== null && isRunning(slot)) throw new RetryLater(`Orders of withdrawal ${withdrawalId} are under way.`);
    return slot;
  }
}
