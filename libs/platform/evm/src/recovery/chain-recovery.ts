import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Address } from 'viem';
import { chainNameSchema, type ChainName } from '../chains/chain.js';
import { Chains } from '../chains/chains.js';
import { ChainNodes } from '../transactions/chain-node.js';
import { countFromZero, nonceHoles } from '../transactions/alarms.js';
import { type Nonces, SignerNonces } from '../transactions/nonces.js';
import type { Transaction } from '../transactions/transaction.js';
import { fillerKey, Transactions } from '../transactions/transactions.js';
import { TransactionStore } from '../transactions/transaction.js';
import { type Account, finalsTakenBack, type FinalTransaction, type GivenNonce, type Hole, NonceWatch } from './nonce-watch.js';

/** What has been final for longer is not looked at again. */
const RECENT_MS = 24 * 3_600_000;

/** The longer nothing new has become final, the rarer the recheck, down to this. */
const RAREST_RECHECK_MS = 60_000;
const RECHECKS_BY_AGE = 20;

/** How often it is read from the database what other instances have under way; of its own an instance knows. */
const READ_EVERY_MS = 60_000;

/** Looks again and again at what is over, or should have gone on: a final transaction that is gone from the chain, a nonce that nobody will use. */
@Injectable()
export class ChainRecovery implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Transactions');
  private readonly openAccounts = new Set<string>();
  /** The final transaction in the newest block of each chain. */
  private readonly newest = new Map<ChainName, FinalTransaction & { readonly atMs: number }>();
  private readonly lastRuns = new Map<ChainName, number>();
  private readonly nextRechecks = new Map<ChainName, number>();
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private readAtMs = 0;

  private readonly nonceWatch = new NonceWatch({
    used: ({ chain, signer }) => this.nodes.of(chain).used(signer),
    usersOf: (account, given) => this.usersOf(account, given),
    recheck: (key) => this.transactions.recheck(key),
    fill: (hole) => this.fill(hole),
    stuckAfterMs: (chain) => this.chains.of(chain).settings.bumpAfterMs,
    nowMs: () => Date.now(),
  });

  constructor(
    private readonly chains: Chains,
    private readonly nodes: ChainNodes,
    private readonly transactions: Transactions,
    private readonly store: TransactionStore,
    private readonly nonces: SignerNonces,
  ) {}

  onApplicationBootstrap(): void {
    countFromZero(this.chains.names());
    this.nonces.onWritten(({ id, state }) => void (isOpen(state) ? this.openAccounts.add(id) : this.openAccounts.delete(id)));
    this.store.onWritten(({ id, state }) => this.note(id, state));
    const everyMs = Math.min(...this.chains.names().map((chain) => this.chains.of(chain).settings.recheckMs));
    if (Number.isFinite(everyMs)) this.timer = setInterval(() => this.run(), everyMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  /** Holes among the nonces that hold up this tenant's transactions. */
  async holesOf(tenantId: string): Promise<Hole[]> {
    const holes = this.nonceWatch.holes();
    if (holes.length === 0) return [];
    const keys = holes.flatMap(({ waiting }) => waiting.flatMap(keysOf));
    const own = new Set((await this.store.findWhere({ tenantId, _id: { $in: keys } })).map(({ id }) => id));
    return holes.map((hole) => ({ ...hole, waiting: hole.waiting.filter((key) => keysOf(key).some((one) => own.has(one))) })).filter(({ waiting }) => waiting.length > 0);
  }

  private run(): void {
    this.running ??= this.runAll().catch((error: unknown) => this.logger.warn(`What is over on the chains could not be looked at again: ${String(error)}`)).finally(() => { this.running = null; });
  }

  private async runAll(): Promise<void> {
    const now = Date.now();
    if (now - this.readAtMs >= READ_EVERY_MS) await this.readOthers(now);
    const due = this.chains.names().filter((chain) => now - (this.lastRuns.get(chain) ?? 0) >= this.chains.of(chain).settings.recheckMs);
    for (const chain of due) {
      this.lastRuns.set(chain, now);
      await this.runOn(chain, now).catch((error: unknown) => this.logger.warn(`What is over on ${chain} could not be looked at again: ${String(error)}`));
    }
  }

  private async readOthers(now: number): Promise<void> {
    for (const { id } of await this.nonces.findWhere({ 'held.isDone': false })) this.openAccounts.add(id);
    for (const chain of this.chains.names()) {
      this.newest.delete(chain);
      for (const { id, state } of await this.store.findWhere({ chain, finalBlock: { $exists: true } }, { sort: { finalBlock: -1 }, limit: 1 })) this.note(id, state);
    }
    this.readAtMs = now;
  }

  private note(key: string, state: Transaction): void {
    const final = finalOf(key, state);
    if (final && state.finalAtMs !== undefined && final.block >= (this.newest.get(state.chain)?.block ?? 0)) this.newest.set(state.chain, { ...final, atMs: state.finalAtMs });
  }

  private async runOn(chain: ChainName, now: number): Promise<void> {
    await this.checkFinals(chain, now);
    const ids = [...this.openAccounts].filter((id) => id.startsWith(`${chain}:`));
    const accounts = ids.length === 0 ? [] : await this.nonces.findWhere({ _id: { $in: ids } });
    for (const { id, state } of accounts) {
      await this.nonceWatch.check(accountOf(id), state);
      if (!isOpen(state)) this.openAccounts.delete(id);
    }
    nonceHoles.set({ chain }, this.nonceWatch.holes().filter((hole) => hole.chain === chain).length);
  }

  /** One question for each chain on which something became final lately; more only when the answer is not what it was. */
  private async checkFinals(chain: ChainName, now: number): Promise<void> {
    const newest = this.newest.get(chain);
    if (newest === undefined || now < (this.nextRechecks.get(chain) ?? 0) || now - newest.atMs >= RECENT_MS) return;
    const node = this.nodes.of(chain);
    const isThere = (await node.blockHash(newest.block)) === newest.blockHash;
    this.nextRechecks.set(chain, isThere ? now + Math.min((now - newest.atMs) / RECHECKS_BY_AGE, RAREST_RECHECK_MS) : 0);
    if (isThere) return;
    const gone = await finalsTakenBack(node, (after, limit) => this.newestFinals(chain, after, limit));
    for (const { key } of gone) await this.transactions.recheck(key);
    if (gone.length > 0) this.readAtMs = 0;
  }

  private async newestFinals(chain: ChainName, after: FinalTransaction | null, limit: number): Promise<FinalTransaction[]> {
    const further = after === null ? { $exists: true } : { $lte: after.block };
    const others = after === null ? {} : { $or: [{ finalBlock: { $lt: after.block } }, { _id: { $lt: after.key } }] };
    const found = await this.store.findWhere({ chain, finalBlock: further, finalAtMs: { $gte: Date.now() - RECENT_MS }, ...others }, { sort: { finalBlock: -1, _id: -1 }, limit });
    return found.flatMap(({ id, state }) => finalOf(id, state) ?? []);
  }

  /** By the wallet's own signer, where the account is a wallet's: those that wait know. */
  private async fill({ chain, signer, nonce, waiting }: Hole): Promise<void> {
    const [one] = await this.store.findWhere({ _id: { $in: waiting.flatMap(keysOf) } }, { limit: 1 });
    await this.transactions.fill({ chain, signer, nonce, wallet: one?.state.wallet });
  }

  /** Without a holder that is remembered, every transaction of the account is looked through; that is rare. */
  private async usersOf({ chain, signer }: Account, { nonce, holder }: GivenNonce): Promise<{ key: string; state: Transaction }[]> {
    const keys = [fillerKey(chain, signer, nonce), ...(holder === undefined ? [] : keysOf(holder))];
    const byKey = await this.store.findWhere({ _id: { $in: keys } });
    const others = holder === undefined ? await this.store.findWhere({ chain, signer, nonce }) : [];
    return [...byKey, ...others].map(({ id, state }) => ({ key: id, state }));
  }
}

const isOpen = ({ held }: Nonces): boolean => held.some(({ isDone }) => !isDone);

const finalOf = (key: string, { finalBlock, inclusion }: Transaction): FinalTransaction | null =>
  finalBlock === undefined || inclusion === undefined ? null : { key, block: finalBlock, blockHash: inclusion.blockHash };

/** Nonces are given to a transaction's key, or to the key of one of its rounds. */
const keysOf = (holder: string): string[] => [...new Set([holder, holder.replace(/#\d+$/, '')])];

function accountOf(id: string): Account {
  const [chain, signer] = id.split(':');
  return { chain: chainNameSchema.parse(chain), signer: signer as Address };
}
