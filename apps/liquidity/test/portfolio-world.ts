import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestService, type Message, type TestService } from '@sluice/builders';
import { applyTenantSettings, type RequestOf, type MessageContract, type ReplyOf } from '@sluice/contract-kit';
import {
  accrueFee, depositHolding, getPortfolio, listTransactions, openParty, openPortfolio, type PortfolioView, type TransactionView,
} from '@sluice/contract-liquidity';
import { EvmConfig } from '@sluice/evm';
import { Money, newId, type Currency, type MoneyJson } from '@sluice/kernel';
import { startSimulators, type Simulators } from '@sluice/simulators';
import type { z } from 'zod';
import { LiquidityConfig } from '../src/liquidity.config.js';
import { LiquidityModule } from '../src/liquidity.module.js';
import { derivedId } from '../src/portfolios/portfolio.js';

export const pounds = (text: string): MoneyJson => money(text, 'GBP');
export const money = (text: string, currency: Currency): MoneyJson => Money.parse(text, currency).toJson();

export const vanguard = 'GB00B3X7QG63';
export const ishares = 'IE00B4L5Y983';

/** Liquidity and the outside world that it sells to. */
export class PortfolioWorld {
  private constructor(public service: TestService, readonly simulators: Simulators, private readonly folder: string) {}

  static async start(): Promise<PortfolioWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'portfolios-'));
    const simulators = await startSimulators({ port: 0, journalFolder: folder, callbackSecret: 'a secret of the bank and its client' });
    return new PortfolioWorld(await startLiquidity(simulators.url), simulators, folder);
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.simulators.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** Another instance of the service in place of this one, with the same data. */
  async restart(custodianUrl: string): Promise<void> {
    const { namespace } = this.service;
    await this.service.stopOnly();
    await this.service.probe.close();
    this.service = await startLiquidity(custodianUrl, namespace);
  }

  async control(tenantId: string, path: string, body: object, method = 'PUT'): Promise<void> {
    const response = await fetch(`${this.simulators.url}/control/tenants/${tenantId}${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`The simulators answered ${response.status}: ${await response.text()}`);
  }
}

export const startLiquidity = (custodianUrl: string, namespace?: string): Promise<TestService> => startTestService({
  module: LiquidityModule, service: 'liquidity', namespace, overrides: [[EvmConfig, { chains: {} }], [LiquidityConfig, { custodianUrl, custodianTimeoutMs: 2_000, sampleDays: 400 }]],
});

type Opening = Partial<Pick<RequestOf<typeof openPortfolio>, 'mandate' | 'accountType' | 'currency'>>;

/** One portfolio and its party, of a tenant of their own unless told: clocks then do not meet. */
export class TestPortfolio {
  readonly partyId = derivedId('pty-', newId());
  readonly id = derivedId('prt-', newId());
  private clockOffsetMs = 0;

  private constructor(readonly world: PortfolioWorld, readonly tenantId: string) {}

  static async open(world: PortfolioWorld, { mandate = 'discretionary', accountType = 'GIA', currency = 'GBP' }: Opening = {}, tenantId = `tenant-${newId()}`): Promise<TestPortfolio> {
    const portfolio = new TestPortfolio(world, tenantId);
    await portfolio.request(openParty, { id: portfolio.partyId, name: 'Ada Lovelace' });
    await portfolio.request(openPortfolio, { id: portfolio.id, partyId: portfolio.partyId, name: 'Growth', currency, mandate, accountType });
    return portfolio;
  }

  request<C extends Parameters<TestService['requests']['request']>[0]>(contract: C, body: z.input<C['body']>): Promise<ReplyOf<C>> {
    return this.world.service.requests.request(contract, body, { tenantId: this.tenantId });
  }

  /** A holding, at a price that the custodian sells at. */
  async hold(isin: string, quantity: string, price: string, currency: Currency = 'GBP', depositId = newId()): Promise<ReplyOf<typeof depositHolding>> {
    await this.world.control(this.tenantId, '/prices', { isin, price, currency });
    return this.request(depositHolding, { depositId, portfolioId: this.id, isin, quantity, price, currency });
  }

  accrue(fee: MoneyJson, feeId = newId()): Promise<unknown> {
    return this.request(accrueFee, { feeId, portfolioId: this.id, amount: fee });
  }

  view(): Promise<PortfolioView> {
    return this.request(getPortfolio, { id: this.id });
  }

  async transactions(query: Partial<RequestOf<typeof listTransactions>> = {}): Promise<TransactionView[]> {
    return (await this.request(listTransactions, { portfolioId: this.id, limit: 1_000, ...query })).transactions;
  }

  /** Pace and clock of the tenant, for the service and the custodian alike. */
  async settings(pace: 'instant' | 'clock', clockOffsetMs = this.clockOffsetMs): Promise<void> {
    this.clockOffsetMs = clockOffsetMs;
    await this.world.control(this.tenantId, '', { pace, clockOffsetMs });
    await this.request(applyTenantSettings('liquidity'), { revision: Date.now(), clockOffsetMs, pace });
  }

  fault(mode: string, more: object = {}): Promise<void> {
    return this.world.control(this.tenantId, '/faults', { id: newId(), port: 'custodian', mode, ...more }, 'POST');
  }

  send<C extends MessageContract>(contract: C, body: z.input<C['body']>, withdrawalId: string, id = newId()): Promise<string> {
    return this.world.service.publish(contract, body, { id, tenantId: this.tenantId, withdrawalId });
  }

  hasSeen(contract: MessageContract, withdrawalId: string): boolean {
    return this.world.service.seen(contract).some((message) => message.withdrawalId === withdrawalId);
  }

  next<C extends MessageContract>(contract: C): Promise<Message<C>> {
    return this.world.service.next(contract);
  }
}
