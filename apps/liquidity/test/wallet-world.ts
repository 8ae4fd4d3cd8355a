import { startSandboxChains, startTestService, type Message, type SandboxChains, type TestService } from '@sluice/builders';
import { applyTenantSettings, type BodyOf, type MessageContract, type ReplyOf } from '@sluice/contract-kit';
import {
  depositToWallet, getWallet, openWallet, releaseGroup, reconcileWallets, releaseReservation, reserveLiquidity, settleWalletDeposit, sourceGroup, spendGroup, walletDepositSeen, type Group, type WalletView,
} from '@sluice/contract-liquidity';
import { chainsFileSchema, chainTransport, EvmConfig, type ChainName } from '@sluice/evm';
import { Money, newId } from '@sluice/kernel';
import { createTestClient, publicActions, parseAbi, type Address } from 'viem';
import { writeContract } from 'viem/actions';
import type { z } from 'zod';
import { LiquidityModule } from '../src/liquidity.module.js';
import { usdcJson } from '../src/wallets/wallet.js';

/** Whole dollars as a number, or any amount as a decimal. */
export type Dollars = number | string;

export const dollars = (amount: Dollars): bigint => Money.parse(String(amount), 'USDC').units;

type PositionKey = 'usdz' | 'syrupUsdc' | 'rlp' | 'ustb';

const balances = parseAbi([
  'function balanceOf(address owner) view returns (uint256)',
  'function transfer(address to, uint256 amount) returns (bool)',
  'function mint(address to, uint256 amount)',
]);

/** The sandbox's real chains, for one test file. */
export class Chains {
  private constructor(private readonly sandbox: SandboxChains) {}

  static start = async (): Promise<Chains> => new Chains(await startSandboxChains());

  get config(): EvmConfig {
    return { chains: chainsFileSchema.parse(this.sandbox.chains), mnemonic: this.sandbox.mnemonic };
  }

  /** What the file named by SLUICE_CHAINS_FILE holds. */
  get file(): string {
    return JSON.stringify(this.sandbox.chains);
  }

  node(name: ChainName) {
    return createTestClient({ mode: 'anvil', transport: chainTransport(this.sandbox.chains[name]?.rpcUrl ?? ''), pollingInterval: 20 }).extend(publicActions);
  }

  usdc(name: ChainName): Address {
    return this.sandbox.chains[name]?.usdc as Address;
  }

  contractOf(key: PositionKey): Address {
    return this.sandbox.chains[key === 'usdz' ? 'arbitrum' : 'ethereum']?.positions[key] as Address;
  }

  balance(name: ChainName, owner: string): Promise<bigint> {
    return this.node(name).readContract({ address: this.usdc(name), abi: balances, functionName: 'balanceOf', args: [owner as Address] });
  }

  shares(name: ChainName, key: PositionKey, owner: string): Promise<bigint> {
    return this.node(name).readContract({ address: this.contractOf(key), abi: balances, functionName: 'balanceOf', args: [owner as Address] });
  }

  /** A token's transfer or minting by any account, behind the service's back. */
  async call(name: ChainName, token: Address, from: string, functionName: 'transfer' | 'mint', [to, units]: readonly [Address, bigint]): Promise<void> {
    const node = this.node(name);
    const account = from as Address;
    await node.impersonateAccount({ address: account });
    await node.setBalance({ address: account, value: 10n ** 18n });
    const hash = await writeContract(node, { account, chain: null, address: token, abi: balances, functionName, args: [to, units] });
    await node.waitForTransactionReceipt({ hash });
    await node.stopImpersonatingAccount({ address: account });
  }

  /** No block is made within `work` but by its transactions, one for each, and by what it mines. */
  async holdBlocks(name: ChainName, work: () => Promise<unknown>): Promise<void> {
    const node = this.node(name);
    await node.setIntervalMining({ interval: 0 });
    await node.setAutomine(true);
    await work().finally(() => node.setIntervalMining({ interval: 1 }));
  }

  /** Transfers of USDC that are all in one block. */
  async inOneBlock(name: ChainName, account: Address, transfers: readonly (readonly [Address, bigint])[]): Promise<void> {
    const node = this.node(name);
    await node.setIntervalMining({ interval: 0 });
    await node.impersonateAccount({ address: account });
    for (const args of transfers) await writeContract(node, { account, chain: null, address: this.usdc(name), abi: balances, functionName: 'transfer', args, gas: 200_000n });
    await node.stopImpersonatingAccount({ address: account });
    await node.mine({ blocks: 1 });
    await node.setIntervalMining({ interval: 1 });
  }

  stop(): Promise<void> {
    return this.sandbox.stop();
  }
}

/** The account of the sandbox's phrase that mints. */
export const sandboxMinter: Address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
export const anyone: Address = '0x00000000000000000000000000000000000d00d1';

type Seen = Message<typeof walletDepositSeen>;

/** What intake does with deposits: books them in a ledger, each once, and says so. */
export class Ledger {
  readonly booked = new Map<string, bigint>();
  readonly seen: Seen[] = [];
  /** Which transfers bridging says are its own. */
  isOwn: (transfer: Seen['body']) => boolean = () => false;

  async settle({ id, tenantId, body }: Seen, service: TestService): Promise<void> {
    this.seen.push({ id, tenantId, body } as Seen);
    const outcome = this.isOwn(body) ? 'own_transfer' : 'booked';
    if (outcome === 'booked') this.booked.set(body.depositId, BigInt(body.amount.units));
    await service.publish(settleWalletDeposit, { depositId: body.depositId, walletId: body.walletId, outcome }, { tenantId });
  }

  /** Of one wallet, in whatever way it came. */
  of(walletId: string): bigint {
    const ids = new Set(this.seen.filter(({ body }) => body.walletId === walletId).map(({ body }) => body.depositId));
    return [...this.booked].filter(([id]) => ids.has(id)).reduce((total, [, units]) => total + units, 0n);
  }
}

interface Start {
  readonly namespace?: string;
  readonly overrides?: readonly (readonly [unknown, unknown])[];
  /** Absent: a ledger that nobody asks. Null: nobody books anything. */
  readonly ledger?: Ledger | null;
}

export async function startLiquidity(chains: Chains, { namespace, overrides = [], ledger = new Ledger() }: Start = {}): Promise<TestService> {
  const service = await startTestService({ module: LiquidityModule, service: 'liquidity', namespace, overrides: [[EvmConfig, chains.config], ...overrides] });
  if (ledger === null) return service;
  let isOver = false;
  const settling = settleUntil(() => isOver, service, ledger);
  const stop = async (): Promise<void> => {
    isOver = true;
    await settling;
    await service.stop();
  };
  return { ...service, stop };
}

async function settleUntil(isOver: () => boolean, service: TestService, ledger: Ledger): Promise<void> {
  while (!isOver()) {
    const seen = await service.next(walletDepositSeen, LISTEN_MS).catch(() => null);
    if (seen !== null) await ledger.settle(seen, service);
  }
}

const LISTEN_MS = 300;

interface Deposit {
  readonly chain: ChainName | 'solana';
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
    return this.service.requests.request(depositToWallet, ask, { tenantId: this.tenantId });
  }

  view(): Promise<WalletView> {
    return this.service.requests.request(getWallet, { id: this.id }, { tenantId: this.tenantId });
  }

  async money(): Promise<{ total: string; withdrawable: string }> {
    const { total, withdrawable } = await this.view();
    return { total: total.units, withdrawable: withdrawable.units };
  }

  async reconciled(): Promise<ReplyOf<typeof reconcileWallets>['wallets'][number] | undefined> {
    const { wallets } = await this.service.requests.request(reconcileWallets, { limit: 100 }, { tenantId: this.tenantId });
    return wallets.find(({ id }) => id === this.id);
  }

  settings(pace: 'instant' | 'clock', clockOffsetMs = 0, revision = Date.now()): Promise<unknown> {
    return this.service.requests.request(applyTenantSettings('liquidity'), { revision, clockOffsetMs, pace }, { tenantId: this.tenantId });
  }

  reserve(amount: Dollars, { reservationId = newId(), destinationChain = 'ethereum', id = newId() }: { reservationId?: string; destinationChain?: ChainName; id?: string } = {}): Promise<string> {
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

  send<C extends MessageContract>(contract: C, body: z.input<C['body']>, id = newId()): Promise<string> {
    return this.service.publish(contract, body, { id, tenantId: this.tenantId, withdrawalId: 'w-1' });
  }

  next<C extends MessageContract>(contract: C): Promise<Message<C>> {
    return this.service.next(contract);
  }
}

type LegName = Pick<BodyOf<typeof sourceGroup>, 'legId' | 'attempt' | 'reservationId' | 'walletId'>;

export class TestLeg {
  constructor(private readonly wallet: TestWallet, readonly name: LegName) {}

  source(group: Group, destinationChain: ChainName = 'ethereum', id = newId()): Promise<string> {
    return this.wallet.send(sourceGroup, { ...this.name, destinationChain, group }, id);
  }

  release(group?: Group, moved?: string[]): Promise<string> {
    return this.wallet.send(releaseGroup, { ...this.name, ...(group && { group }), ...(moved && { moved }) });
  }

  spend(destinationChain: ChainName = 'ethereum'): Promise<string> {
    return this.wallet.send(spendGroup, { ...this.name, destinationChain });
  }
}
