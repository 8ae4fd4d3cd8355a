import { createECDH } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxChains, startTestService, type Message, type SandboxChainEntry, type SandboxChains, type TestService } from '@sluice/builders';
import { applyTenantSettings, type MessageContract } from '@sluice/contract-kit';
import { deliverLeg, recallPayoutLeg, voteOnLeg } from '@sluice/contract-payout';
import { chainsFileSchema, chainTransport, EvmConfig, LocalWalletSigner, usdcAbi } from '@sluice/evm';
import { KeyRing, newId } from '@sluice/kernel';
import { startSimulators, type Simulators } from '@sluice/simulators';
import { createTestClient, parseAbi, publicActions, walletActions, type Address } from 'viem';
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts';
import { takeRawBodies } from '../src/bank-payments/bank-callbacks.controller.js';
import { PayoutConfig } from '../src/payout.config.js';
import { PayoutModule } from '../src/payout.module.js';
import { SimulatedChainFaults } from '../src/providers/chain-faults.http.js';
import { Signer } from '../src/providers/signer.js';
import type { ApiKey, TurnkeyConfig } from '../src/providers/turnkey.config.js';
import { TurnkeySigner } from '../src/providers/turnkey.http.js';
import { ChainFaults } from '../src/providers/usdc.js';

export type ChainName = 'ethereum' | 'base' | 'polygon' | 'arbitrum' | 'optimism' | 'bsc';
const mintAbi = parseAbi(['function mint(address to, uint256 amount) returns (bool)']);

/** One chain as a test moves it about. */
export class TestChain {
  readonly client;
  readonly usdc: Address;

  constructor(sandbox: SandboxChains, readonly name: ChainName) {
    const { rpcUrl, id, usdc } = sandbox.chains[name] as SandboxChainEntry;
    const chain = { id, name, nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpcUrl] } } };
    this.client = createTestClient({ mode: 'anvil', chain, transport: chainTransport(rpcUrl), account: mnemonicToAccount(sandbox.mnemonic), pollingInterval: 20, cacheTime: 0 })
      .extend(publicActions).extend(walletActions);
    this.usdc = usdc as Address;
  }

  async mint(to: Address, amount: bigint): Promise<void> {
    const hash = await this.client.writeContract({ address: this.usdc, abi: mintAbi, functionName: 'mint', args: [to, amount] });
    await this.client.waitForTransactionReceipt({ hash });
  }

  balance(owner: Address): Promise<bigint> {
    return this.client.readContract({ address: this.usdc, abi: usdcAbi, functionName: 'balanceOf', args: [owner] });
  }

  /** How often the recipient was paid on the present chain. */
  async payments(to: Address): Promise<number> {
    return (await this.client.getContractEvents({ address: this.usdc, abi: usdcAbi, eventName: 'Transfer', args: { to }, fromBlock: 0n })).length;
  }

  async holdMining(): Promise<void> {
    await this.client.setIntervalMining({ interval: 0 });
  }

  async mineAgain(): Promise<void> {
    await this.client.setIntervalMining({ interval: 1 });
    await this.client.mine({ blocks: 1 });
  }
}

const callbackSecret = 'a secret of the bank and its client';

export function newApiKey(): ApiKey {
  const key = createECDH('prime256v1');
  key.generateKeys();
  return { publicKey: key.getPublicKey('hex', 'compressed'), privateKey: key.getPrivateKey('hex').padStart(64, '0') };
}

interface PayoutOptions {
  readonly namespace?: string;
  readonly overrides?: readonly (readonly [unknown, unknown])[];
  readonly confirmations?: number;
  /** How often what is over is looked at again. */
  readonly recheckMs?: number;
  /** Keys of its own instead of the signer's. */
  readonly isLocal?: boolean;
}

/** The real service, real chains, and the signer's simulator over HTTP. */
export class ChainWorld {
  readonly wallets: LocalWalletSigner;
  private readonly chainsByName = new Map<ChainName, TestChain>();

  private constructor(readonly sandbox: SandboxChains, readonly simulators: Simulators, readonly turnkey: TurnkeyConfig, private readonly journalFolder: string) {
    this.wallets = new LocalWalletSigner(sandbox.mnemonic);
  }

  static async start(): Promise<ChainWorld> {
    const journalFolder = mkdtempSync(join(tmpdir(), 'payout-chain-'));
    const sandbox = await startSandboxChains();
    const [policyKey, proposerKey] = [newApiKey(), newApiKey()];
    const simulators = await startSimulators({
      port: 0, journalFolder, callbackSecret, mnemonic: sandbox.mnemonic, signer: { policyKey: policyKey.publicKey, proposerKey: proposerKey.publicKey },
    });
    const turnkey: TurnkeyConfig = {
      url: simulators.url, votesUrl: simulators.url, policyKey, proposerKey, timeoutMs: 600, locationOf: (tenantId) => ({ organizationId: tenantId, walletId: tenantId }),
    };
    return new ChainWorld(sandbox, simulators, turnkey, journalFolder);
  }

  payout({ namespace, overrides = [], confirmations = 1, recheckMs = 5_000, isLocal = false }: PayoutOptions = {}): Promise<TestService> {
    const config = { bankUrl: 'http://127.0.0.1:1', publicUrl: 'http://127.0.0.1:1', callbackKeys: new KeyRing(callbackSecret), bankTimeoutMs: 400, receiptKey: callbackSecret, reportDays: 800 };
    const chains = chainsFileSchema.parse(Object.fromEntries(Object.entries(this.sandbox.chains).map(([name, chain]) => [name, { ...chain, confirmations, recheckMs }])));
    const signer = isLocal ? [] : [[Signer, new TurnkeySigner(this.turnkey)] as const];
    return startTestService({
      module: PayoutModule, service: 'payout', namespace, configure: takeRawBodies,
      overrides: [
        [PayoutConfig, config], [EvmConfig, { chains, mnemonic: this.sandbox.mnemonic }], [ChainFaults, new SimulatedChainFaults(this.simulators.url)], ...signer, ...overrides,
      ],
    });
  }

  chain(name: ChainName): TestChain {
    const known = this.chainsByName.get(name) ?? new TestChain(this.sandbox, name);
    this.chainsByName.set(name, known);
    return known;
  }

  async stop(): Promise<void> {
    await this.simulators.stop();
    await this.sandbox.stop();
    rmSync(this.journalFolder, { recursive: true });
  }

  async control(method: string, tenantId: string, path: string, body?: object): Promise<number> {
    const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${this.simulators.url}/control/tenants/${tenantId}${path}`, { method, ...sent });
    await response.arrayBuffer();
    return response.status;
  }

  fault(tenantId: string, port: string, mode: string, more: object = { count: 1 }): Promise<number> {
    return this.control('POST', tenantId, '/faults', { id: newId(), port, mode, ...more });
  }
}

interface LegOptions {
  readonly chain?: ChainName;
  readonly approval?: 'none' | 'customer';
  readonly tenantId?: string;
  readonly walletId?: string;
  readonly units?: bigint;
}

/** One leg to an address that nobody else pays. */
export class TestLeg {
  readonly tenantId: string;
  readonly walletId: string;
  readonly withdrawalId = newId();
  readonly legId = newId();
  readonly to: Address = privateKeyToAccount(`0x${newId().replaceAll('-', '').padStart(64, '1')}`).address;
  readonly chain: TestChain;
  readonly units: bigint;

  constructor(readonly world: ChainWorld, private service: TestService, private readonly options: LegOptions = {}) {
    this.tenantId = options.tenantId ?? `t-${newId()}`;
    this.walletId = options.walletId ?? newId();
    this.chain = world.chain(options.chain ?? 'base');
    this.units = options.units ?? 5_000_000n;
  }

  on(service: TestService): this {
    this.service = service;
    return this;
  }

  async funded(): Promise<this> {
    await this.chain.mint(await this.world.wallets.addressOf(this.walletId), this.units);
    return this;
  }

  deliver(attempt = 1): Promise<string> {
    const { legId, walletId, chain, to, units } = this;
    const body = { legId, attempt, walletId, chain: chain.name, toAddress: to, amount: { currency: 'USDC' as const, units: String(units) }, approval: this.options.approval ?? ('none' as const) };
    return this.service.publish(deliverLeg, body, this.context);
  }

  recall(attempt = 1): Promise<string> {
    return this.service.publish(recallPayoutLeg, { legId: this.legId, attempt, walletId: this.walletId }, this.context);
  }

  vote(vote: 'approve' | 'reject'): Promise<unknown> {
    return this.service.requests.request(voteOnLeg, { legId: this.legId, vote }, { tenantId: this.tenantId });
  }

  /** The next message of this type about this leg. */
  async next<C extends MessageContract>(contract: C): Promise<Message<C>> {
    const message = await this.service.next(contract);
    return message.withdrawalId === this.withdrawalId ? message : this.next(contract);
  }

  seen<C extends MessageContract>(contract: C): Message<C>[] {
    return this.service.seen(contract).filter(({ withdrawalId }) => withdrawalId === this.withdrawalId);
  }

  /** Sets the tenant's clock. */
  async setClock(revision: number, clockOffsetMs: number): Promise<void> {
    await this.service.requests.request(applyTenantSettings('payout'), { revision, clockOffsetMs, pace: 'clock' }, { tenantId: this.tenantId });
  }

  paid(): Promise<bigint> {
    return this.chain.balance(this.to);
  }

  times(): Promise<number> {
    return this.chain.payments(this.to);
  }

  private get context() {
    return { tenantId: this.tenantId, withdrawalId: this.withdrawalId, replyTo: 'tester' };
  }
}
