import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { portfolioReleased, type completePortfolioWithdrawal } from '@sluice/contract-liquidity';
import { send, type BodyOf } from '@sluice/contract-kit';
import { DomainError, Money } from '@sluice/kernel';
import { RetryLater, type Cause } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { PortfolioWithdrawals } from '../adapters/portfolio-withdrawals.store.js';
import { Portfolios } from '../adapters/portfolios.store.js';
import { PortfolioTransactions } from '../adapters/transactions.store.js';
import { FeePortfolios } from '../portfolio/fee-portfolio.js';
import { ownedBy } from '../reservation/reserving.js';
import { cashRow } from '../transaction/rows.js';
import { AdmissionProcess } from './admitting.js';
import { answerToCompletion } from './answers.js';
import type { ActiveSlot } from './place.js';
import { slotCompleted } from './places.js';
import { isRunning, raisedOf } from './raising.js';
import { releasedRecord, type WithdrawalRecord } from './record.js';

type Payment = Omit<BodyOf<typeof completePortfolioWithdrawal>, 'portfolioId'>;

/** Ends withdrawals: those that came to nothing, and those that were paid. Answered last, when all of it stands. */
@Injectable()
export class CompletionProcess {
  constructor(
    private readonly withdrawals: PortfolioWithdrawals,
    private readonly portfolios: Portfolios,
    private readonly transactions: PortfolioTransactions,
    private readonly feePortfolios: FeePortfolios,
    private readonly admitting: AdmissionProcess,
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
    if (record !== null) await this.admitting.releaseSurplus(record, cause);
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
      const slot = current?.state.places.find(({ placeId }) => placeId === admission.placeId);
      return current && slot ? { state: slotCompleted(current.state, slot, fee) } : null;
    });
    await this.withdrawals.change(withdrawalId, cause, (current) => {
      if (current?.state.status !== 'completing') return null;
      return { state: { ...current.state, status: 'completed', ...(feePortfolioId === undefined ? {} : { feePortfolioId }) } };
    });
  }

  /** The withdrawal's slot, if it has one. @throws RetryLater while orders of it are under way: their proceeds would belong to nobody. */
  private async idleSlot(withdrawalId: string, portfolioId: string): Promise<ActiveSlot | null> {
    const slot = (await this.portfolios.find(portfolioId))?.state.places.find((one) => one.withdrawalId === withdrawalId) ?? null;
    if (slot !== null && isRunning(slot)) throw new RetryLater(`Orders of withdrawal ${withdrawalId} are under way.`);
    return slot;
  }
}
