import type { Hex } from 'viem';
import { chainSettingsSchema } from '../src/chains/chain.js';
import { finalsTakenBack, type FinalTransaction, type Hole, NonceWatch } from '../src/recovery/nonce-watch.js';
import { type BroadcastAnswer, ChainNode, type Fees, type TryOut } from '../src/transactions/chain-node.js';
import { allotted, released, type Nonces } from '../src/transactions/nonces.js';
import { hasEnded, type ChainObservation, type Transaction, transactionSchema } from '../src/transactions/transaction.js';
import { TransactionDriver } from '../src/transactions/transaction.driver.js';
import { reported } from '../src/transactions/transaction.machine.js';
import { FakeChain, hashOf, rawOf, read } from './fake-chain.ts';

export type Loss = 'before' | 'after' | undefined;

const SIGNER = '0x00000000000000000000000000000000000000aa';
const ACCOUNT = { chain: 'base', signer: SIGNER } as const;
export const MOST_FEE = 2_000n;
export const settings = chainSettingsSchema.parse({
  id: 1, rpcUrl: 'http://node.example', usdc: SIGNER, cctpDomain: null, confirmations: 2, finalDepth: 6, bumpAfterMs: 1_000, pollMs: 100, mostFeePerGas: String(MOST_FEE),
});

/** A node that is lost now and then: before a call has its effect, or after. */
class FakeNode extends ChainNode {
  constructor(private readonly chain: FakeChain, private readonly lost: () => Loss, private readonly beforeBroadcast: (raw: Hex) => void) {
    super();
  }

  override tryOut = (): Promise<TryOut> => this.ask(() => ({ gas: 21_000n }));
  override revertReason = (): Promise<string> => this.ask(() => 'reverted');
  override fees = (): Promise<Fees> => this.ask(() => ({ maxFeePerGas: BigInt(this.chain.baseFee) + 10n, maxPriorityFeePerGas: 10n }));
  override head = (): Promise<number> => this.ask(() => this.chain.head);
  override blockHash = (block: number): Promise<Hex | null> => this.ask(() => this.chain.blockHash(block));
  override used = (): Promise<number> => this.ask(() => this.chain.used);
  override receipt = (hash: Hex) => this.ask(() => this.chain.receipt(hash));
  override broadcast = (raw: Hex): Promise<BroadcastAnswer> => this.ask(() => {
    this.beforeBroadcast(raw);
    return this.chain.take(raw);
  });

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
  readonly observed = new Map<string, ChainObservation[]>();
  readonly stored = new Map<string, Transaction>();
  private readonly history: { key: string; state: Transaction }[] = [];
  private nonces: Nonces | null = null;
  private losses: Loss[] = [];
  private nowMs = 0;
  private readonly node = new FakeNode(this.chain, () => this.losses.shift(), (raw) => this.mustBeStored(raw));
  private readonly driver: TransactionDriver;
  private nonceWatch = this.newWatch();

  constructor() {
    this.chain.mine();
    this.driver = new TransactionDriver({
      nodeOf: () => this.node,
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
  order(key: string, change: Partial<Transaction> = {}): void {
    this.store(key, {
      owner: key, chain: 'base', signer: SIGNER, to: SIGNER, callData: '0x', value: 0n, status: 'ordered', round: 1, attempts: [],
      refusals: 0, failedAttempts: 0, sequence: 0, unreported: [], ...change,
    });
  }

  /** One step of a process; `crash` loses what it came to, `losses` what the node is asked on the way. */
  async step(key: string, crash = false, losses: readonly Loss[] = []): Promise<void> {
    const state = this.read(key);
    const next = await this.stepFrom(key, state, losses);
    if (next !== null && !crash) this.store(key, next);
  }

  /** A process that stood still takes the step it was about to take long ago; its write misses the version. */
  async stepLate(place: number): Promise<void> {
    const old = this.history[place % Math.max(this.history.length, 1)];
    if (old) await this.stepFrom(old.key, old.state, []);
  }

  /** The running look at what is over. */
  async recover(losses: readonly Loss[] = []): Promise<void> {
    await this.losing(losses, async () => {
      for (const { key } of await finalsTakenBack(this.node, (after, limit) => Promise.resolve(this.newestFinals(after, limit)))) await this.recheck(key);
      if (this.nonces) await this.nonceWatch.check(ACCOUNT, this.nonces);
    });
  }

  /** What only a process knew is gone with it. */
  restart(): void {
    this.nonceWatch = this.newWatch();
  }

  holes(): readonly Hole[] {
    return this.nonceWatch.holes();
  }

  pass(milliseconds: number): void {
    this.nowMs += milliseconds;
  }

  isOver(key: string): boolean {
    const state = this.read(key);
    return hasEnded(state) && state.unreported.length === 0;
  }

  read(key: string): Transaction {
    const state = this.stored.get(key);
    if (state === undefined) throw new Error(key);
    return state;
  }

  /** A document that somebody has deleted. */
  forget(key: string): void {
    this.stored.delete(key);
  }

  private newWatch(): NonceWatch {
    return new NonceWatch({
      used: () => this.node.used(),
      usersOf: (_account, { nonce, holder }) => Promise.resolve([...this.stored].filter(([key, state]) => state.nonce === nonce || key === holder?.replace(/#\d+$/, '')).map(([key, state]) => ({ key, state }))),
      recheck: (key) => this.recheck(key),
      fill: ({ nonce }) => Promise.resolve(this.fill(nonce)),
      stuckAfterMs: () => settings.bumpAfterMs,
      nowMs: () => this.nowMs,
    });
  }

  private async recheck(key: string): Promise<boolean> {
    const { next, isUsed } = await this.driver.recheck(this.read(key));
    this.store(key, next);
    return isUsed;
  }

  private fill(nonce: number): void {
    const known = this.stored.get(`filler ${nonce}`);
    if (known === undefined || hasEnded(known)) this.order(`filler ${nonce}`, { nonce, isFiller: true });
  }

  private newestFinals(after: FinalTransaction | null, limit: number): FinalTransaction[] {
    const finals = [...this.stored].flatMap(([key, { finalBlock, inclusion }]) => (finalBlock === undefined || inclusion === undefined ? [] : [{ key, block: finalBlock, blockHash: inclusion.blockHash }]));
    finals.sort((one, other) => other.block - one.block || (one.key < other.key ? -1 : 1));
    const start = after === null ? 0 : finals.findIndex(({ key }) => key === after.key) + 1;
    return finals.slice(start, start + limit);
  }

  private async stepFrom(key: string, state: Transaction, losses: readonly Loss[]): Promise<Transaction | null> {
    const [first] = state.unreported;
    if (first !== undefined) {
      const known = this.observed.get(key) ?? [];
      known[first.sequence - 1] = first.item;
      this.observed.set(key, known);
      return reported(state);
    }
    return this.losing(losses, () => this.driver.step(key, state));
  }

  private async losing<T>(losses: readonly Loss[], work: () => Promise<T>): Promise<T | null> {
    this.losses = [...losses];
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && error.message === 'Lost.') return null;
      throw error;
    } finally {
      this.losses = [];
    }
  }

  private mustBeStored(raw: Hex): void {
    if (!this.history.some(({ state }) => state.attempts.some((attempt) => attempt.raw === raw))) throw new Error(`${JSON.stringify(read(raw))} was sent before it was stored.`);
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
