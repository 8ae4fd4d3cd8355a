import { newId } from '@sluice/kernel';
import { FakeWallets } from './fake-wallets.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';

export const BASE = '/braid/v2/portfolio-wallets';
export const ADDRESS = '0x742d35Cc6634C0532925a3b844Bc454e4438f44e';

export const walletOrder = () => ({ requestId: newId(), label: 'Treasury', positions: [{ positionKey: 'usdz', targetWeightBps: 6000 }, { positionKey: 'rlp', targetWeightBps: 4000 }] });

export const withdrawalOrder = () => ({ requestId: newId(), chain: 'ethereum', token: 'usdc', withdrawalAmount: '65', destinationAddress: ADDRESS });

export type BraidCaller = Extract<Caller, 'acme-braid' | 'globex-braid'>;

export const codeOf = ({ status, body }: Answer): unknown[] => [status, body['code']];

/** A gateway before fake services that know wallets. */
export class BraidUnderTest {
  private constructor(readonly gateway: GatewayUnderTest, readonly wallets: FakeWallets) {}

  static async start(...options: Parameters<typeof GatewayUnderTest.start>): Promise<BraidUnderTest> {
    const gateway = await GatewayUnderTest.start(...options);
    const wallets = new FakeWallets();
    wallets.listen(gateway.fake);
    return new BraidUnderTest(gateway, wallets);
  }

  stop(): Promise<void> {
    return this.gateway.stop();
  }

  send(method: string, path: string, body?: unknown, caller: Caller = 'acme-braid'): Promise<Answer> {
    return this.gateway.as(caller, method, `${BASE}${path}`, body);
  }

  ops(path: string, body: unknown, caller: Caller = 'acme-ops'): Promise<Answer> {
    return this.gateway.as(caller, 'POST', `/ops/v1/${path}`, body);
  }

  /** The path of a wallet with 1000 USDC. */
  async wallet(caller: BraidCaller = 'acme-braid'): Promise<string> {
    const { body } = await this.send('POST', '', walletOrder(), caller);
    const target = String(body['id']);
    await this.ops('simulations/deposits', { target, amount: '1000' }, caller === 'acme-braid' ? 'acme-ops' : 'globex-ops');
    return `/${target}`;
  }

  /** The path of a new withdrawal from a wallet, its id, and the path of its payout. */
  async withdrawal(wallet: string, caller: BraidCaller = 'acme-braid'): Promise<{ path: string; id: string; payout: string }> {
    const { body } = await this.send('POST', `${wallet}/withdraw`, withdrawalOrder(), caller);
    const id = String(body['id']);
    const path = `${wallet}/withdrawals/${id}`;
    const [leg] = body['payouts'] as [{ id: string }];
    return { path, id, payout: `${path}/payouts/${leg.id}` };
  }
}
