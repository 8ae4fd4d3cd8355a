import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxChains, startTestService, until, type Message, type SandboxChains, type TestService } from '@sluice/builders';
import { bridgeLeg, legBridged, legBridgeFailed, recallLeg } from '@sluice/contract-bridging';
import type { MessageContract } from '@sluice/contract-kit';
import { chainsFileSchema, chainTransport, EvmConfig, LocalWalletSigner, usdcAbi, type ChainName } from '@sluice/evm';
import { newId } from '@sluice/kernel';
import { startSimulators, type Simulators } from '@sluice/simulators';
import { createTestClient, pad, parseAbi, publicActions, walletActions, type Address } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { BridgingConfig } from '../src/bridging.config.js';
import { BridgingModule } from '../src/bridging.module.js';

export const bridgeEvents = parseAbi([
  'event DepositForBurn(address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller, uint256 maxFee, uint32 indexed minFinalityThreshold, bytes hookData)',
  'event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken, uint256 feeCollected)',
]);
const mintAbi = parseAbi(['function mint(address to, uint256 amount) returns (bool)']);

interface StartOptions {
  readonly namespace?: string;
  readonly config?: Partial<BridgingConfig>;
}

/** The real service, real chains and the bridge's simulated attestation service over HTTP. */
export class World {
  private constructor(readonly sandbox: SandboxChains, readonly simulators: Simulators, private readonly journalFolder: string) {}

  static async start(): Promise<World> {
    const journalFolder = mkdtempSync(join(tmpdir(), 'bridging-'));
    const sandbox = await startSandboxChains();
    const simulators = await startSimulators({ port: 0, journalFolder, callbackSecret: 'not used by any test here', mnemonic: sandbox.mnemonic, chains: sandbox.chains });
    return new World(sandbox, simulators, journalFolder);
  }

  bridging({ namespace, config = {} }: StartOptions = {}): Promise<TestService> {
    const own: BridgingConfig = { attestationUrl: this.simulators.url, solanaUrl: this.simulators.url, requestsPerSecond: 30, speed: 'standard', reattestAfterMs: 1_500, ...config };
    const evm: EvmConfig = { chains: chainsFileSchema.parse(this.sandbox.chains), mnemonic: this.sandbox.mnemonic };
    return startTestService({ module: BridgingModule, service: 'bridging', namespace, overrides: [[BridgingConfig, own], [EvmConfig, evm]] });
  }

  async stop(): Promise<void> {
    await this.simulators.stop();
    await this.sandbox.stop();
    rmSync(this.journalFolder, { recursive: true });
  }

  on(name: ChainName) {
    const { rpcUrl, id } = this.sandbox.chains[name] as SandboxChains['chains'][string];
    const chain = { id, name, nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpcUrl] } } };
    return createTestClient({ mode: 'anvil', chain, transport: chainTransport(rpcUrl), account: mnemonicToAccount(this.sandbox.mnemonic), pollingInterval: 20, cacheTime: 0 })
      .extend(publicActions).extend(walletActions);
  }

  usdc(name: ChainName): Address {
    return this.sandbox.chains[name]?.usdc as Address;
  }

  async control(tenantId: string, mode: string, more: object = {}): Promise<void> {
    const body = JSON.stringify({ id: newId(), port: 'attestation', mode, ...more });
    await fetch(`${this.simulators.url}/control/tenants/${tenantId}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }
}

/** One leg of a wallet of its own, with a tenant of its own so that its faults are nobody else's. */
export class BridgedLeg {
  readonly tenantId = `t-${newId()}`;
  readonly withdrawalId = newId();
  readonly legId = newId();
  readonly walletId = newId();
  readonly address: Promise<Address>;
  readonly amount = 35_000_000n;

  constructor(readonly world: World, private service: TestService, readonly from: readonly (ChainName | 'solana')[] = ['arbitrum'], readonly to: ChainName = 'ethereum') {
    this.address = new LocalWalletSigner(world.sandbox.mnemonic).addressOf(this.walletId);
  }

  /** Spoken of with another instance of the service from now on. */
  by(service: TestService): this {
    this.service = service;
    return this;
  }

  /** Gives the wallet what is to be carried, where it is to be carried from. */
  async fund(amount = this.amount): Promise<this> {
    for (const chain of this.from) {
      if (chain === 'solana') {
        await this.fundOnSolana(amount);
        continue;
      }
      const client = this.world.on(chain);
      const hash = await client.writeContract({ address: this.world.usdc(chain), abi: mintAbi, functionName: 'mint', args: [await this.address, amount] });
      await client.waitForTransactionReceipt({ hash });
    }
    return this;
  }

  private async fundOnSolana(amount: bigint): Promise<void> {
    const body = JSON.stringify({ id: newId(), owner: await this.address, amount: amount.toString() });
    const response = await fetch(`${this.world.simulators.url}/solana/deposits`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (!response.ok) throw new Error(`Solana answered ${response.status}.`);
  }

  get body() {
    const { legId, walletId, to: toChain } = this;
    const transfers = this.from.map((fromChain, place) => ({ id: `${legId}-${place}`, fromChain, amount: { currency: 'USDC' as const, units: this.amount.toString() } }));
    return { legId, attempt: 1, walletId, toChain, transfers };
  }

  bridge(more: object = {}): Promise<string> {
    return this.service.publish(bridgeLeg, { ...this.body, ...more }, this.context);
  }

  recall(): Promise<string> {
    const { legId, attempt, walletId, toChain } = this.body;
    return this.service.publish(recallLeg, { legId, attempt, walletId, toChain }, this.context);
  }

  async bridged(): Promise<Message<typeof legBridged>> {
    return this.next(legBridged);
  }

  async failed(): Promise<Message<typeof legBridgeFailed>> {
    return this.next(legBridgeFailed);
  }

  /** Whichever end it comes to. */
  async ended(): Promise<Message<typeof legBridged>> {
    const ends = () => [...this.service.seen(legBridged), ...this.service.seen(legBridgeFailed)].filter(({ withdrawalId }) => withdrawalId === this.withdrawalId);
    await until('an end of the leg', () => ends().length > 0, 40_000);
    return ends()[0] as Message<typeof legBridged>;
  }

  private async next<C extends MessageContract>(contract: C): Promise<Message<C>> {
    const message = await this.service.next(contract, 40_000);
    return message.withdrawalId === this.withdrawalId ? message : this.next(contract);
  }

  async balance(chain: ChainName): Promise<bigint> {
    return this.world.on(chain).readContract({ address: this.world.usdc(chain), abi: usdcAbi, functionName: 'balanceOf', args: [await this.address] });
  }

  /** Burns for the wallet on a chain. */
  async burns(chain: ChainName): Promise<bigint[]> {
    const { tokenMessenger } = this.world.sandbox.chains[chain] ?? {};
    const recipient = pad(await this.address, { size: 32 }).toLowerCase();
    const events = await this.world.on(chain).getContractEvents({ address: tokenMessenger as Address, abi: bridgeEvents, eventName: 'DepositForBurn', fromBlock: 0n });
    return events.flatMap(({ args }) => (args.mintRecipient === recipient && args.amount !== undefined ? [args.amount] : []));
  }

  /** Waits until the chain shows its burn. */
  burned(chain: ChainName = 'arbitrum'): Promise<void> {
    return until('a burn', async () => (await this.burns(chain)).length > 0);
  }

  /** Mints to the wallet on the destination's chain. */
  async mints(): Promise<bigint[]> {
    const { tokenMessenger } = this.world.sandbox.chains[this.to] ?? {};
    const events = await this.world.on(this.to).getContractEvents({ address: tokenMessenger as Address, abi: bridgeEvents, eventName: 'MintAndWithdraw', args: { mintRecipient: await this.address }, fromBlock: 0n });
    return events.flatMap(({ args }) => (args.amount === undefined ? [] : [args.amount]));
  }

  private get context() {
    return { tenantId: this.tenantId, withdrawalId: this.withdrawalId, replyTo: 'tester' };
  }
}
