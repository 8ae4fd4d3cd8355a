import { chainSettingsSchema } from '../src/chains/chain.js';
import { ChainNode, type TryOut } from '../src/transactions/chain-node.js';
import type { Fees } from '../src/transactions/fees.js';
import { allotted, released, type Nonces } from '../src/transactions/nonces.js';
import { told } from '../src/transactions/steps.js';
import { TransactionDriver } from '../src/transactions/transaction.driver.js';
import { hasEnded, transactionSchema, type Transaction } from '../src/transactions/transaction.js';
import type { NewsItem } from '../src/transactions/news.js';
import type { Hex } from 'viem';
import { FakeChain, hashOf, rawOf } from './fake-chain.ts';

const SIGNER = '0x00000000000000000000000000000000000000aa';
export const settings = chainSettingsSchema.parse({ id: 1, rpcUrl: 'http://node.example', usdc: SIGNER, cctpDomain: null, confirmations: 2, finalDepth: 6, bumpAfterMs: 1_000, pollMs: 100 });

/** A node that is lost now and then: before a call has its effect, or after. */
class FakeNode extends ChainNode {
  constructor(private readonly chain: FakeChain, private readonly lost: () => 'before' | 'after' | undefined) {
    super();
  }

  override tryOut = (): Promise<TryOut> => this.ask(() => ({ gas: 21_000n }));
  override revertReason = (): Promise<string> => this.ask(() => 'reverted');
  override fees = (): Promise<Fees> => this.ask(() => ({ maxFeePerGas: 100n, maxPriorityFeePerGas: 10n }));
  override head = (): Promise<number> => this.ask(() => this.chain.head);
  override used = (): Promise<number> => this.ask(() => this.chain.used);
  override receipt = (hash: Hex) => this.ask(() => this.chain.receipt(hash));
  override broadcast = (raw: Hex): Promise<void> => this.ask(() => this.chain.take(raw));

  private async ask<T>(work: () => T): Promise<T> {
    const lost = this.lost();
    if (lost === 'before') throw new Error('Lost.');
    const result = work();
    if (lost === 'after') throw new Error('Lost.');
    return Promise.resolve(result);
  }
}

/** The real steps over a chain, a database and a clock that are not: everything is lost with the process but what was stored. */
export class FakeWorld {
  readonly chain = new FakeChain();
  readonly news = new Map<string, NewsItem[]>();
  private readonly stored = new Map<string, Transaction>();
  private readonly history: { key: string; state: Transaction }[] = [];
  private nonces: Nonces | null = null;
  private losses: ('before' | 'after' | undefined)[] = [];
  private nowMs = 0;
  private readonly driver: TransactionDriver;

  constructor() {
    this.chain.mine();
    const node = new FakeNode(this.chain, () => this.losses.shift());
    this.driver = new TransactionDriver({
      nodeOf: () => node,
      settingsOf: () => settings,
      allot: (_chain, _signer, key) => Promise.resolve(this.allot(key)),
      release: (_chain, _signer, key) => Promise.resolve(void (this.nonces = this.nonces && (released(this.nonces, key) ?? this.nonces))),
      sign: (transaction, { nonce, maxFeePerGas }) => {
        const raw = rawOf({ key: transaction.owner, nonce, fee: maxFeePerGas.toString() });
        return Promise.resolve({ raw, hash: hashOf(raw) });
      },
      nowMs: () => this.nowMs,
    });
  }

  /** The owner stands for the key: it is what is signed. */
  order(key: string): void {
    this.store(key, { owner: key, chain: 'base', signer: SIGNER, to: SIGNER, callData: '0x', value: 0n, status: 'ordered', round: 1, attempts: [], refusals: 0, fruitless: 0, sequence: 0, untold: [] });
  }

  /** One step of a process; `crash` loses what it came to, `losses` what the node is asked on the way. */
  async step(key: string, crash = false, losses: readonly ('before' | 'after' | undefined)[] = []): Promise<void> {
    const state = this.read(key);
    const next = await this.stepFrom(key, state, losses);
    if (next !== null && !crash) this.store(key, next);
  }

  /** A process that stood still takes the step it was about to take long ago; its write misses the version. */
  async stepLate(place: number): Promise<void> {
    const old = this.history[place % Math.max(this.history.length, 1)];
    if (old) await this.stepFrom(old.key, old.state, []);
  }

  pass(milliseconds: number): void {
    this.nowMs += milliseconds;
  }

  isOver(key: string): boolean {
    const state = this.read(key);
    return hasEnded(state) && state.untold.length === 0;
  }

  read(key: string): Transaction {
    const state = this.stored.get(key);
    if (state === undefined) throw new Error(key);
    return state;
  }

  private async stepFrom(key: string, state: Transaction, losses: readonly ('before' | 'after' | undefined)[]): Promise<Transaction | null> {
    const [first] = state.untold;
    if (first !== undefined) {
      const known = this.news.get(key) ?? [];
      known[first.sequence - 1] = first.item;
      this.news.set(key, known);
      return told(state);
    }
    this.losses = [...losses];
    try {
      return await this.driver.step(key, state);
    } catch (error) {
      if (error instanceof Error && error.message === 'Lost.') return null;
      throw error;
    } finally {
      this.losses = [];
    }
  }

  /** Through the schema, as the database would have it. */
  private store(key: string, state: Transaction): void {
    const kept = transactionSchema.parse(transactionSchema.encode(state));
    this.stored.set(key, kept);
    this.history.push({ key, state: kept });
  }

  private allot(key: string): number {
    const held = () => this.nonces?.held.find((one) => one.key === key)?.nonce;
    if (held() === undefined) this.nonces = allotted(this.nonces, key, this.chain.used);
    return held() ?? -1;
  }
}
