import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestService, type Message, type TestService } from '@sluice/builders';
import { applyTenantSettings, type BodyOf, type MessageContract } from '@sluice/contract-kit';
import { depositToWallet, getWallet, openWallet, releaseGroup, releaseReservation, reserveLiquidity, sourceGroup, spendGroup, type Group, type WalletView } from '@sluice/contract-liquidity';
import { chainsFileSchema, EvmConfig, type ChainsFile } from '@sluice/evm';
import { newId } from '@sluice/kernel';
import { createTestClient, http, publicActions, parseAbi, type Address } from 'viem';
import { sandboxChains, sandboxMnemonic } from '../../../tools/chains/chains.ts';
import { startChains, stopChains, type RunningChain } from '../../../tools/chains/start-chains.ts';
import { LiquidityModule } from '../src/liquidity.module.js';
import { usdcJson } from '../src/wallet/usdc.js';

export const dollars = (amount: number): bigint => BigInt(Math.round(amount * 1_000_000));

type ChainName = keyof ChainsFile & string;
type PositionKey = 'usdz' | 'syrupUsdc' | 'rlp' | 'ustb';

const balances = parseAbi(['function balanceOf(address owner) view returns (uint256)']);

/** The sandbox's real chains, in a folder of their own. */
export class Chains {
  private constructor(readonly running: Record<string, RunningChain>, private readonly folder: string) {}

  static async start(): Promise<Chains> {
    const folder = await mkdtemp(join(tmpdir(), 'liquidity-chains-'));
    return new Chains(await startChains({ stateFolder: folder, fresh: true }), folder);
  }

  get config(): EvmConfig {
    const file = Object.fromEntries(sandboxChains.map(({ name, id, usdc, cctpDomain }) => {
      const { rpcUrl = '', positions = {} } = this.running[name] ?? {};
      return [name, { id, rpcUrl, usdc, cctpDomain, positions, finalDepth: 3, pollMs: 200 }];
    }));
    return { chains: chainsFileSchema.parse(file), mnemonic: sandboxMnemonic };
  }

  node(name: ChainName) {
    return createTestClient({ mode: 'anvil', transport: http(this.running[name]?.rpcUrl), pollingInterval: 20 }).extend(publicActions);
  }

  balance(name: ChainName, owner: string): Promise<bigint> {
    return this.node(name).readContract({ address: this.running[name]?.usdc as Address, abi: balances, functionName: 'balanceOf', args: [owner as Address] });
  }

  shares(name: ChainName, key: PositionKey, owner: string): Promise<bigint> {
    return this.node(name).readContract({ address: this.running[name]?.positions[key] as Address, abi: balances, functionName: 'balanceOf', args: [owner as Address] });
  }

  async stop(): Promise<void> {
    await stopChains(this.folder);
    await rm(this.folder, { recursive: true });
  }
}

export const startLiquidity = (chains: Chains, options: { namespace?: string; overrides?: readonly (readonly [unknown, unknown])[] } = {}): Promise<TestService> =>
  startTestService({
    module: LiquidityModule, service: 'liquidity', namespace: options.namespace, overrides: [[EvmConfig, chains.config], ...(options.overrides ?? [])],
  });

interface Deposit {
  readonly chain: ChainName;
  readonly amount: number;
  readonly into?: PositionKey;
}

/** One wallet of a tenant, and what withdrawals ask about it. Each has a tenant of its own unless told: clocks then do not meet. */
export class TestWallet {
  readonly id = newId();

  private constructor(readonly service: TestService, readonly chains: Chains, readonly tenantId: string) {}

  static async open(service: TestService, chains: Chains, deposits: readonly Deposit[] = [], tenantId = `tenant-${newId()}`): Promise<TestWallet> {
    const wallet = new TestWallet(service, chains, tenantId);
    await service.requests.request(openWallet, { id: wallet.id, label: 'Savings', targets: [{ positionKey: 'usdz', targetWeightBps: 10_000 }], approvalPolicy: 'none' }, { tenantId });
    for (const deposit of deposits) await wallet.deposit(deposit);
    return wallet;
  }

  on(service: TestService): TestWallet {
    return Object.assign(new TestWallet(service, this.chains, this.tenantId), { id: this.id });
  }

  deposit({ chain, amount, into }: Deposit, depositId = newId()): Promise<WalletView> {
    const ask = { depositId, walletId: this.id, chain, amount: usdcJson(dollars(amount)), ...(into === undefined ? {} : { positionKey: into }) };
    return this.service.requests.request(depositToWallet, ask, { tenantId: this.tenantId, timeoutMs: 15_000 });
  }

  view(): Promise<WalletView> {
    return this.service.requests.request(getWallet, { id: this.id }, { tenantId: this.tenantId });
  }

  async money(): Promise<{ total: string; withdrawable: string }> {
    const { total, withdrawable } = await this.view();
    return { total: total.units, withdrawable: withdrawable.units };
  }

  settings(pace: 'instant' | 'clock', clockOffsetMs = 0, revision = Date.now()): Promise<unknown> {
    return this.service.requests.request(applyTenantSettings('liquidity'), { revision, clockOffsetMs, pace }, { tenantId: this.tenantId });
  }

  reserve(amount: number, { reservationId = newId(), destinationChain = 'ethereum' as ChainName, id = newId() } = {}): Promise<string> {
    const body = { reservationId, walletId: this.id, amount: usdcJson(dollars(amount)), destinationChain };
    return this.send(reserveLiquidity, body, id).then(() => reservationId);
  }

  /** A reservation's first leg, or the one that is named. */
  leg(reservationId: string, legId = newId(), attempt = 1): TestLeg {
    return new TestLeg(this, { legId, attempt, reservationId, walletId: this.id });
  }

  releaseReservation(reservationId: string): Promise<string> {
    return this.send(releaseReservation, { reservationId, walletId: this.id });
  }

  send<C extends MessageContract>(contract: C, body: Parameters<TestService['publish']>[1], id = newId()): Promise<string> {
    return this.service.publish(contract, body as never, { id, tenantId: this.tenantId, withdrawalId: 'w-1' });
  }

  next<C extends MessageContract>(contract: C): Promise<Message<C>> {
    return this.service.next(contract, 20_000);
  }
}

type LegName = Pick<BodyOf<typeof sourceGroup>, 'legId' | 'attempt' | 'reservationId' | 'walletId'>;

export class TestLeg {
  constructor(private readonly wallet: TestWallet, readonly name: LegName) {}

  source(group: Group, destinationChain: ChainName = 'ethereum', id = newId()): Promise<string> {
    return this.wallet.send(sourceGroup, { ...this.name, destinationChain, group }, id);
  }

  release(group?: Group): Promise<string> {
    return this.wallet.send(releaseGroup, { ...this.name, ...(group && { group }) });
  }

  spend(destinationChain: ChainName = 'ethereum'): Promise<string> {
    return this.wallet.send(spendGroup, { ...this.name, destinationChain });
  }
}
