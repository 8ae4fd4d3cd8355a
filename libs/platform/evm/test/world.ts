import type { SandboxChains, TestService } from '@sluice/builders';
import { newId } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { createTestClient, encodeFunctionData, parseAbi, publicActions, walletActions, type Address, type Hex } from 'viem';
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts';
import type { ChainName } from '../src/chains/chain.js';
import { chainTransport } from '../src/chains/chains.js';
import type { ChainObservation, TransactionObservation } from '../src/transactions/transaction.js';
import { Transactions } from '../src/transactions/transactions.js';
import { usdcAbi } from '../src/usdc/authorization.js';

const mintAbi = parseAbi(['function mint(address to, uint256 amount) returns (bool)']);

/** The news that a service told, in order, whichever instance told them. */
export class Observations {
  readonly all: TransactionObservation[] = [];
  private waiting: (() => void)[] = [];

  listenTo(service: TestService): void {
    service.app.get(Transactions).watch('tests', (item) => {
      this.all.push(item);
      for (const wake of this.waiting.splice(0)) wake();
      return Promise.resolve();
    });
  }

  async next(key: string, kind: ChainObservation['kind'], times = 1): Promise<TransactionObservation> {
    for (;;) {
      const found = this.all.filter((item) => item.key === key && item.kind === kind);
      if (found.length >= times) return found.at(-1) as TransactionObservation;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** What was told of it, each once, by its number. */
  kinds(key: string): string[] {
    const bySequence = new Map(this.all.filter((item) => item.key === key).map((item) => [item.sequence, item.kind]));
    return [...bySequence.entries()].sort(([left], [right]) => left - right).map(([, kind]) => kind);
  }
}

/** One chain as a test moves it about, with payments of a relayer to recipients of their own. */
export class Chain {
  readonly client;
  readonly usdc: Address;

  constructor(readonly sandbox: SandboxChains, readonly name: ChainName) {
    const { rpcUrl, id, usdc } = sandbox.chains[name] as SandboxChains['chains'][string];
    const chain = { id, name, nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpcUrl] } } };
    this.client = createTestClient({ mode: 'anvil', chain, transport: chainTransport(rpcUrl), account: mnemonicToAccount(sandbox.mnemonic), pollingInterval: 20, cacheTime: 0 })
      .extend(publicActions).extend(walletActions);
    this.usdc = usdc as Address;
  }

  async mint(to: Address, amount: bigint): Promise<void> {
    await this.client.writeContract({ address: this.usdc, abi: mintAbi, functionName: 'mint', args: [to, amount] });
  }

  /** How often the recipient was paid on the present chain. */
  async payments(to: Address): Promise<number> {
    return (await this.client.getContractEvents({ address: this.usdc, abi: usdcAbi, eventName: 'Transfer', args: { to }, fromBlock: 0n })).length;
  }

  /** Nothing is mined until `mineAgain`. */
  async holdMining(): Promise<void> {
    await this.client.setIntervalMining({ interval: 0 });
  }

  async mineAgain(): Promise<void> {
    await this.client.setIntervalMining({ interval: 1 });
    await this.client.mine({ blocks: 1 });
  }

  /** What happens within `work` is on blocks that the chain then leaves: a reorganisation as deep as blocks were mined. */
  async reorganise(work: () => Promise<unknown>): Promise<void> {
    const id = await this.client.snapshot();
    await work();
    await this.client.revert({ id });
    await this.client.mine({ blocks: 4 });
  }
}

/** A payment of one unit from a relayer to an address that nobody else pays. */
export class Payment {
  readonly key = newId();
  readonly to = privateKeyToAccount(`0x${newId().replaceAll('-', '').padStart(64, '1')}`).address;
  readonly cause: Cause = { id: newId(), tenantId: 'acme', withdrawalId: 'w-1', replyTo: 'tester' };

  constructor(readonly chain: Chain, readonly relayer = 'a') {}

  async order(service: TestService): Promise<this> {
    await service.app.get(Transactions).order({ key: this.key, owner: 'tests', chain: this.chain.name, from: { relayer: this.relayer }, to: this.chain.usdc, data: this.data }, this.cause);
    return this;
  }

  get data(): Hex {
    return encodeFunctionData({ abi: usdcAbi, functionName: 'transfer', args: [this.to, 1n] });
  }

  times(): Promise<number> {
    return this.chain.payments(this.to);
  }
}
