import { FakePortfolios } from './fake-portfolios.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';

export const BASE = '/wealthkernel';

export type WealthKernelCaller = Extract<Caller, 'acme-wealthkernel' | 'globex-wealthkernel'>;

/** What every problem says of itself, and about which fields. */
export const problemOf = ({ status, headers, body }: Answer): unknown[] => [status, headers.get('content-type'), body['title'], Object.keys((body['errors'] ?? {}))];
export const problem = (status: number, title: string, ...fields: string[]): unknown[] => [status, 'application/problem+json; charset=utf-8', title, fields];
export const invalid = (...fields: string[]): unknown[] => problem(400, 'One or more validation errors occurred.', ...fields);

/** A portfolio with what a withdrawal from it needs. */
export interface Setting {
  readonly partyId: string;
  readonly portfolioId: string;
  readonly bankAccountId: string;
}

/** A gateway before fake services that know portfolios. */
export class WealthKernelUnderTest {
  private constructor(readonly gateway: GatewayUnderTest, readonly portfolios: FakePortfolios) {}

  static async start(...options: Parameters<typeof GatewayUnderTest.start>): Promise<WealthKernelUnderTest> {
    const gateway = await GatewayUnderTest.start(...options);
    const portfolios = new FakePortfolios();
    portfolios.listen(gateway.fake);
    return new WealthKernelUnderTest(gateway, portfolios);
  }

  stop(): Promise<void> {
    return this.gateway.stop();
  }

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, caller: WealthKernelCaller = 'acme-wealthkernel'): Promise<Answer> {
    return this.gateway.as(caller, method, `${BASE}${path}`, body, headers);
  }

  /** Posts exactly this text. */
  async post(path: string, text: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.gateway.raw('POST', `${BASE}${path}`, { ...(await this.gateway.authorization('acme-wealthkernel')), 'content-type': 'application/json', ...headers }, text);
  }

  ops(path: string, body: unknown, caller: Caller = 'acme-ops'): Promise<Answer> {
    return this.gateway.as(caller, 'POST', `/ops/v1/${path}`, body);
  }

  async party(caller: WealthKernelCaller = 'acme-wealthkernel'): Promise<string> {
    return String((await this.send('POST', '/parties', { name: 'Ada Lovelace' }, {}, caller)).body['id']);
  }

  async portfolio(partyId: string, caller: WealthKernelCaller = 'acme-wealthkernel'): Promise<string> {
    return String((await this.send('POST', '/portfolios', portfolioOrder(partyId), {}, caller)).body['id']);
  }

  async bankAccount(partyId: string, change: object = {}, caller: WealthKernelCaller = 'acme-wealthkernel'): Promise<string> {
    return String((await this.send('POST', '/bank-accounts', { ...bankAccountOrder(partyId), ...change }, {}, caller)).body['id']);
  }

  async setting(caller: WealthKernelCaller = 'acme-wealthkernel'): Promise<Setting> {
    const partyId = await this.party(caller);
    return { partyId, portfolioId: await this.portfolio(partyId, caller), bankAccountId: await this.bankAccount(partyId, {}, caller) };
  }

  async withdrawal(portfolioId: string, change: object = {}): Promise<string> {
    return String((await this.send('POST', '/withdrawals', { ...withdrawalOrder(portfolioId), ...change })).body['id']);
  }
}

export const portfolioOrder = (partyId: string) => ({ partyId, name: 'ISA of Ada', currency: 'GBP', mandateType: 'ExecutionOnly', accountType: 'ISA' });

export const bankAccountOrder = (partyId: string) => ({ partyId, name: 'Ada Lovelace', sortCode: '20-00-00', accountNumber: '55779911', currency: 'GBP', countryCode: 'GB' });

export const withdrawalOrder = (portfolioId: string) => ({ type: 'SpecifiedAmount', portfolioId, consideration: { currency: 'GBP', amount: 100 } });
