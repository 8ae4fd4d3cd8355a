import { Injectable } from '@nestjs/common';
import type { admitPortfolioWithdrawal } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { DomainError, isCurrency, newId, type Currency } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { Parties } from '../adapters/parties.store.js';
import { FeeSchedules } from '../adapters/fee-schedules.store.js';
import { PortfolioWithdrawals } from '../adapters/portfolio-withdrawals.store.js';
import { Portfolios } from '../adapters/portfolios.store.js';
import type { Party } from '../party/party.js';
import type { Portfolio } from '../portfolio/portfolio.js';
import { ExchangeRates, type RatesInto } from '../portfolio/rates.js';
import { ownedBy } from '../reservation/reserving.js';
import { decideAdmission, receivablesOf, type Admission } from './admit.js';
import { answerToAdmission } from './answers.js';
import { isRunning } from './raising.js';
import type { ActiveSlot } from './place.js';
import { slotReleased, slotTaken } from './places.js';
import { keepsItsSlot, type WithdrawalRecord } from './record.js';

type Message = Envelope<BodyOf<typeof admitPortfolioWithdrawal>>;

/**
 * Admits withdrawals. Two documents are written: first the portfolio, in which no two can take its one slot, then the record, which
 * is the answer for good. Whoever finds the record written otherwise gives the slot back, and a crash in between is healed by the
 * command's next delivery.
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
      const kept = keepsItsSlot(record) ? record.admission?.placeId : undefined;
      const surplus = current.state.places.filter((slot) => slot.withdrawalId === id && slot.placeId !== kept && !isRunning(slot));
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
      const party = await this.parties.required(tenantId, portfolio.partyId);
      const names = { partyName: party.state.name, portfolioName: portfolio.name };
      const before = portfolio.places.find((slot) => slot.withdrawalId === withdrawalId);
      if (before !== undefined) record = admittedRecord(body.portfolioId, before, names);
      if (before !== undefined) return null;
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
    const [rates, schedule] = await Promise.all([this.ratesFor(portfolio, body), this.schedules.ofTenant(tenantId)]);
    return decideAdmission({ portfolio, party, cash: body.cash, rates, schedule }, body);
  }

  private ratesFor(portfolio: Portfolio, { type, consideration, cash }: Message['body']): Promise<RatesInto> {
    const { currency, mandate, holdings } = portfolio;
    if (type === 'full' || mandate === 'execution_only') return this.exchangeRates.into(currency, []);
    const asked: Currency[] = consideration && isCurrency(consideration.currency) ? [consideration.currency] : [];
    return this.exchangeRates.into(currency, [...asked, ...[...cash, ...receivablesOf(portfolio)].map((amount) => amount.currency), ...holdings.map((holding) => holding.currency)]);
  }
}

const refusedRecord = (portfolioId: string, reason: NonNullable<WithdrawalRecord['reason']>): WithdrawalRecord => ({ portfolioId, status: 'refused', reason, admission: null, raised: null });

type Names = Required<Pick<NonNullable<WithdrawalRecord['admission']>, 'partyName' | 'portfolioName'>>;

const admittedRecord = (portfolioId: string, { placeId, amount, fee }: ActiveSlot, names: Names): WithdrawalRecord =>
  ({ portfolioId, status: 'admitted', admission: { placeId, amount, fee, ...names }, raised: null });

const slotFor = (withdrawalId: string, { type, closePortfolio }: Message['body'], { amount, fee, accrued, cash }: Admission): ActiveSlot => ({
  placeId: newId(), withdrawalId, type, closePortfolio, amount: amount.toJson(), fee: fee.toJson(), accrued: accrued.toJson(), cash: cash.toJson(), raising: null,
});
