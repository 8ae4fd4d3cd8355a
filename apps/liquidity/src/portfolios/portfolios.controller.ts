import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import {
  accrueFee, depositHolding, getFeePortfolio, getFeeSchedule, getParty, getPortfolio, listParties, listPortfolios, openParty, openPortfolio, setFeeSchedule, setPartyStatus, setPortfolioStatus, valueCash,
} from '@sluice/contract-liquidity';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { firstSchedule, scheduleAfter } from './fees.js';
import { costOf, openedParty, openedPortfolio, viewOfParty, viewOfPortfolio } from './portfolio.js';
import { ArrivalProcess, FeePortfolios } from './portfolios.process.js';
import { FeeSchedules, Parties, Portfolios } from './portfolios.repository.js';
import { ExchangeRates, roundedWorth, worthOfMoney } from './worth.js';

/** Parties, their portfolios, and what portfolios are charged. In the sandbox holdings and fees arrive by request. */
@Controller()
export class PortfoliosController {
  constructor(
    private readonly parties: Parties,
    private readonly portfolios: Portfolios,
    private readonly schedules: FeeSchedules,
    private readonly arrivals: ArrivalProcess,
    private readonly feePortfolios: FeePortfolios,
    private readonly exchangeRates: ExchangeRates,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(openParty)
  async openParty(request: RequestMessage<typeof openParty>): Promise<ReplyOf<typeof openParty>> {
    const { tenantId, body } = request;
    const now = await this.settings.now(tenantId);
    await this.parties.changeOrAdd(body.id, request, (current, serial) => {
      if (current && current.tenantId !== tenantId) throw new DomainError('request_conflict', 'This id stands for another party.');
      return openedParty(current?.state ?? null, body, serial, now);
    });
    return viewOfParty(await this.parties.ofTenant(body.id, tenantId));
  }

  @OnRequest(getParty)
  async getParty({ tenantId, body }: RequestMessage<typeof getParty>): Promise<ReplyOf<typeof getParty>> {
    return viewOfParty(await this.parties.ofTenant(body.id, tenantId));
  }

  @OnRequest(listParties)
  async listParties({ tenantId, body }: RequestMessage<typeof listParties>): Promise<ReplyOf<typeof listParties>> {
    const { found, hasMore } = await this.parties.inSequence(tenantId, {}, body);
    return { parties: found.map(viewOfParty), hasMore };
  }

  @OnRequest(setPartyStatus)
  async setPartyStatus(request: RequestMessage<typeof setPartyStatus>): Promise<ReplyOf<typeof setPartyStatus>> {
    const { tenantId, body: { id, status } } = request;
    await this.parties.ofTenant(id, tenantId);
    await this.parties.change(id, request, (current) => (current && current.state.status !== status ? { state: { ...current.state, status } } : null));
    return viewOfParty(await this.parties.ofTenant(id, tenantId));
  }

  @OnRequest(openPortfolio)
  async open(request: RequestMessage<typeof openPortfolio>): Promise<ReplyOf<typeof openPortfolio>> {
    const { tenantId, body } = request;
    const party = await this.parties.find(body.partyId);
    if (party?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such party.', [{ field: 'partyId', message: 'is unknown' }]);
    const now = await this.settings.now(tenantId);
    await this.portfolios.changeOrAdd(body.id, request, (current, serial) => {
      if (current && current.tenantId !== tenantId) throw new DomainError('request_conflict', 'This id stands for another portfolio.');
      return openedPortfolio(current?.state ?? null, body, serial, now);
    });
    return viewOfPortfolio(await this.portfolios.ofTenant(body.id, tenantId));
  }

  @OnRequest(getPortfolio)
  async get({ tenantId, body }: RequestMessage<typeof getPortfolio>): Promise<ReplyOf<typeof getPortfolio>> {
    return viewOfPortfolio(await this.portfolios.ofTenant(body.id, tenantId));
  }

  @OnRequest(listPortfolios)
  async list({ tenantId, body: { partyId, ...page } }: RequestMessage<typeof listPortfolios>): Promise<ReplyOf<typeof listPortfolios>> {
    const { found, hasMore } = await this.portfolios.inSequence(tenantId, partyId === undefined ? {} : { partyId }, page);
    return { portfolios: found.map(viewOfPortfolio), hasMore };
  }

  /** Withdrawals that were admitted before go on: a status blocks new ones only. */
  @OnRequest(setPortfolioStatus)
  async setStatus(request: RequestMessage<typeof setPortfolioStatus>): Promise<ReplyOf<typeof setPortfolioStatus>> {
    const { tenantId, body: { id, status } } = request;
    await this.portfolios.ofTenant(id, tenantId);
    await this.portfolios.change(id, request, (current) => (current && current.state.status !== status ? { state: { ...current.state, status } } : null));
    return viewOfPortfolio(await this.portfolios.ofTenant(id, tenantId));
  }

  @OnRequest(valueCash)
  async valueCash({ tenantId, body: { portfolioId, amounts } }: RequestMessage<typeof valueCash>): Promise<ReplyOf<typeof valueCash>> {
    const { state: { currency: base } } = await this.portfolios.ofTenant(portfolioId, tenantId);
    const rates = await this.exchangeRates.known(base, amounts.map(({ currency }) => currency));
    return {
      values: amounts.map((amount) => {
        const worth = worthOfMoney(amount, rates);
        return { amount, value: worth === null ? null : roundedWorth(worth, base), fxRate: rates.get(amount.currency) ?? null };
      }),
    };
  }

  @OnRequest(depositHolding)
  async depositHolding(request: RequestMessage<typeof depositHolding>): Promise<ReplyOf<typeof depositHolding>> {
    const { depositId, portfolioId, ...holding } = request.body;
    const bookCost = costOf(holding);
    if (bookCost.units === '0') throw new DomainError('invalid_request', 'A holding that costs nothing cannot be booked.');
    await this.arrivals.arrive(`holding/${depositId}`, { portfolioId, what: { kind: 'holding', ...holding } }, request);
    return { bookCost };
  }

  @OnRequest(accrueFee)
  async accrueFee(request: RequestMessage<typeof accrueFee>): Promise<ReplyOf<typeof accrueFee>> {
    const { feeId, portfolioId, amount } = request.body;
    await this.arrivals.arrive(`fee/${feeId}`, { portfolioId, what: { kind: 'fee', amount } }, request);
    return {};
  }

  @OnRequest(getFeePortfolio)
  async getFeePortfolio(request: RequestMessage<typeof getFeePortfolio>): Promise<ReplyOf<typeof getFeePortfolio>> {
    return viewOfPortfolio(await this.feePortfolios.of(request));
  }

  @OnRequest(getFeeSchedule)
  getFeeSchedule({ tenantId }: RequestMessage<typeof getFeeSchedule>): Promise<ReplyOf<typeof getFeeSchedule>> {
    return this.schedules.inForce(tenantId);
  }

  @OnRequest(setFeeSchedule)
  async setFeeSchedule({ body, ...request }: RequestMessage<typeof setFeeSchedule>): Promise<ReplyOf<typeof setFeeSchedule>> {
    await this.schedules.change(request.tenantId, request, (current) => {
      const known = current?.state ?? firstSchedule;
      const next = scheduleAfter(known, body);
      return next === known ? null : { state: next };
    });
    return this.schedules.inForce(request.tenantId);
  }
}
