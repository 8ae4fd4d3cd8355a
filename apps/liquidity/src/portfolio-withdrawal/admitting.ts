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
import { admit, receivablesOf, type Admission } from './admit.js';
import { answerToAdmission } from './answers.js';
import { isRunning } from './raising.js';
import type { Place } from './place.js';
import { givenBack, taken } from './places.js';
import { keepsItsPlace, type WithdrawalRecord } from './record.js';

type Message = Envelope<BodyOf<typeof admitPortfolioWithdrawal>>;

/**
 * Admits withdrawals. Two documents are written: first the portfolio, in which no two can take its one place, then the record, which
 * is the answer for good. Whoever finds the record written otherwise gives the place back, and a crash in between is healed by the
 * command's next delivery.
 */
@Injectable()
export class Admitting {
  constructor(
    private readonly withdrawals: PortfolioWithdrawals,
    private readonly portfolios: Portfolios,
    private readonly parties: Parties,
    private readonly exchangeRates: ExchangeRates,
    private readonly schedules: FeeSchedules,
  ) {}

  async admit(withdrawalId: string, message: Message): Promise<void> {
    const known = await this.withdrawals.find(withdrawalId);
    const found = known === null ? await this.judged(withdrawalId, message) : null;
    const stored = await this.withdrawals.change(withdrawalId, message, (current) => {
      if (current === null) return found && { state: found, send: [answerToAdmission(found)] };
      const { state } = ownedBy(message, current);
      if (state.portfolioId !== message.body.portfolioId) throw new DomainError('invalid_request', 'This withdrawal is from another portfolio.');
      return { send: [answerToAdmission(state)] };
    });
    if (stored !== null) await this.giveBackSurplus(stored, message);
  }

  /** Gives back what a withdrawal holds in its portfolio beyond what its record says. Nothing, while it is being sold for. */
  async giveBackSurplus({ id, state: record }: Versioned<WithdrawalRecord>, cause: Cause): Promise<void> {
    await this.portfolios.change(record.portfolioId, cause, (current) => {
      if (current?.tenantId !== cause.tenantId) return null;
      const kept = keepsItsPlace(record) ? record.admission?.placeId : undefined;
      const surplus = current.state.places.filter((place) => place.withdrawalId === id && place.placeId !== kept && !isRunning(place));
      return surplus.length === 0 ? null : { state: surplus.reduce(givenBack, current.state) };
    });
  }

  private async judged(withdrawalId: string, message: Message): Promise<WithdrawalRecord> {
    const { tenantId, body } = message;
    let record = refusedAs(body.portfolioId, 'not_found');
    await this.portfolios.change(body.portfolioId, message, async (current) => {
      record = refusedAs(body.portfolioId, 'not_found');
      if (current?.tenantId !== tenantId) return null;
      const { state: portfolio } = current;
      const party = await this.parties.required(tenantId, portfolio.partyId);
      const names = { partyName: party.state.name, portfolioName: portfolio.name };
      const before = portfolio.places.find((place) => place.withdrawalId === withdrawalId);
      if (before !== undefined) record = admittedAs(body.portfolioId, before, names);
      if (before !== undefined) return null;
      const outcome = await this.judge(portfolio, party.state, message);
      if (typeof outcome === 'string') record = refusedAs(body.portfolioId, outcome);
      if (typeof outcome === 'string') return null;
      const place = placeFor(withdrawalId, body, outcome);
      record = admittedAs(body.portfolioId, place, names);
      return { state: taken(portfolio, place) };
    });
    return record;
  }

  private async judge(portfolio: Portfolio, party: Party, { tenantId, body }: Message): Promise<ReturnType<typeof admit>> {
    const [rates, schedule] = await Promise.all([this.ratesFor(portfolio, body), this.schedules.ofTenant(tenantId)]);
    return admit({ portfolio, party, cash: body.cash, rates, schedule }, body);
  }

  private ratesFor(portfolio: Portfolio, { type, consideration, cash }: Message['body']): Promise<RatesInto> {
    const { currency, mandate, holdings } = portfolio;
    if (type === 'full' || mandate === 'execution_only') return this.exchangeRates.into(currency, []);
    const asked: Currency[] = consideration && isCurrency(consideration.currency) ? [consideration.currency] : [];
    return this.exchangeRates.into(currency, [...asked, ...[...cash, ...receivablesOf(portfolio)].map((amount) => amount.currency), ...holdings.map((holding) => holding.currency)]);
  }
}

const refusedAs = (portfolioId: string, reason: NonNullable<WithdrawalRecord['reason']>): WithdrawalRecord => ({ portfolioId, status: 'refused', reason, admission: null, raised: null });

type Names = Required<Pick<NonNullable<WithdrawalRecord['admission']>, 'partyName' | 'portfolioName'>>;

const admittedAs = (portfolioId: string, { placeId, amount, fee }: Place, names: Names): WithdrawalRecord =>
  ({ portfolioId, status: 'admitted', admission: { placeId, amount, fee, ...names }, raised: null });

const placeFor = (withdrawalId: string, { type, closePortfolio }: Message['body'], { amount, fee, accrued, cash }: Admission): Place => ({
  placeId: newId(), withdrawalId, type, closePortfolio, amount: amount.toJson(), fee: fee.toJson(), accrued: accrued.toJson(), cash: cash.toJson(), raising: null,
});
