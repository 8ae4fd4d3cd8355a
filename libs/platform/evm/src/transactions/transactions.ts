import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { keccak256, type Address, type Hex } from 'viem';
import type { ChainName } from '../chains/chain.js';
import { Chains, DomainCheck } from '../chains/chains.js';
import { RelayerFunding, Relayers } from '../wallets/relayers.js';
import { WalletSigner, type UnsignedTransaction } from '../wallets/wallet-signer.js';
import { ChainNodes } from './chain-node.js';
import { hasEnded, type Order, type Sender, type Transaction, type TransactionObservation } from './transaction.js';
import { SignerNonces } from './nonces.js';
import { transactionsGone } from './alarms.js';
import { reported, waitMs } from './transaction.machine.js';
import { TransactionDriver } from './transaction.driver.js';
import { TransactionStore } from './transaction.js';

export type ObservationHandler = (observation: TransactionObservation, cause: Cause) => Promise<unknown>;

/** How a transaction stands. */
export interface TransactionView {
  readonly key: string;
  readonly chain: ChainName;
  readonly from: Address;
  readonly status: Transaction['status'];
  /** Of every signed form there is, oldest first. */
  readonly hashes: readonly Hex[];
  /** The block it is in, if it is in one. */
  readonly inclusion?: Transaction['inclusion'];
}

/** Accounts of relayers belong to no tenant. */
const NOBODY = 'shared';

export const fillerKey = (chain: ChainName, signer: Address, nonce: number): string => `filler:${chain}:${signer}:${nonce}`;

/** The nonce of a signer's account that is to be used up. */
interface Filling {
  readonly chain: ChainName;
  readonly signer: Address;
  readonly nonce: number;
  /** Whose account it is, when it is a wallet's. */
  readonly wallet?: string | undefined;
}

/** Steps that one firing may take without waiting in between. */
const MOST_STEPS = 12;

/** Calls of contracts, each made exactly once whatever dies meanwhile. */
@Injectable()
export class Transactions implements OnModuleInit {
  private readonly logger = new Logger(Transactions.name);
  private readonly handlers = new Map<string, ObservationHandler>();
  private readonly driver = new TransactionDriver({
    nodeOf: (chain) => this.nodes.of(chain),
    settingsOf: (chain) => this.chains.of(chain).settings,
    allot: (chain, signer, key) => this.nonces.allot(`${chain}:${signer}`, key, () => this.nodes.of(chain).used(signer)),
    release: (chain, signer, key) => this.nonces.release(`${chain}:${signer}`, key),
    sign: (transaction, unsigned) => this.sign(transaction, unsigned),
    nowMs: () => Date.now(),
  });

  constructor(
    private readonly chains: Chains,
    private readonly nodes: ChainNodes,
    private readonly check: DomainCheck,
    private readonly gasMoney: RelayerFunding,
    private readonly relayers: Relayers,
    private readonly wallets: WalletSigner,
    private readonly store: TransactionStore,
    private readonly nonces: SignerNonces,
    private readonly timers: Timers,
    private readonly settings: TenantSettings,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.store, (due, cause) => this.act(due, cause));
  }

  /** Sends this call exactly once for its key. Repeatable: a key that is known changes nothing. */
  async order(order: Order, cause: Cause): Promise<void> {
    const state = ordered(order, await this.senderOf(order.from));
    const dueAt = await this.settings.now(cause.tenantId);
    await this.store.change(order.key, cause, (current) => (current ? null : { state, dueAt }));
  }

  /**
   * Gives the owner what was observed of its transactions: each observation at least once, those of one transaction in order. The cause is made
   * from the order's; the same observation given again has the same cause. A handler that throws gets it again later.
   */
  watch(owner: string, handler: ObservationHandler): void {
    if (this.handlers.has(owner)) throw new TypeError(`The transactions of ${owner} are watched twice.`);
    this.handlers.set(owner, handler);
  }

  async find(key: string): Promise<TransactionView | null> {
    const found = await this.store.find(key);
    if (found === null) return null;
    const { chain, signer, status, attempts, inclusion } = found.state;
    return { key, chain, from: signer, status, hashes: attempts.map(({ hash }) => hash), inclusion };
  }

  /** Which of this service's orders was sent as this transaction, in whichever of its signed forms; null when it is none of them. */
  async findByHash(chain: ChainName, hash: string): Promise<{ readonly key: string; readonly owner: string } | null> {
    const [found] = await this.store.findWhere({ chain, 'attempts.hash': hash }, { limit: 1 });
    return found === undefined ? null : { key: found.id, owner: found.state.owner };
  }

  /** The account that would send: who an authorization must name as its payee. */
  senderOf(from: Sender): Promise<Address> {
    return 'relayer' in from ? Promise.resolve(this.relayers.addressFor(from.relayer)) : this.wallets.addressOf(from.wallet);
  }

  /**
   * Looks again at one that is final: gone from the chain by a reorganisation deeper than any should be, it is sent again if it
   * had succeeded. False: nothing of it uses its nonce, or ever will.
   */
  async recheck(key: string): Promise<boolean> {
    const found = await this.store.find(key);
    if (found?.state.status !== 'final') return found !== null;
    const { state, tenantId, version } = found;
    const { next, isUsed } = await this.driver.recheck(state);
    if (next === state) return isUsed;
    transactionsGone.inc({ chain: state.chain });
    const { finalDepth } = this.chains.of(state.chain).settings;
    this.logger.error(`A reorganisation of ${state.chain} deeper than ${finalDepth} blocks has taken back ${key}, final in block ${state.finalBlock ?? '?'}. ${hasEnded(next) ? 'It had failed, and is left so.' : 'It is sent again.'}`);
    const dueAt = hasEnded(next) ? null : await this.settings.now(tenantId);
    await this.store.change(key, { id: idFrom(key, String(version), 'recheck'), tenantId }, (current) => (current?.version === version ? { state: next, dueAt } : null));
    return isUsed;
  }

  /** Uses an account's nonce up by a transaction to itself. Repeatable; one that has ended without using it is made anew. */
  async fill({ chain, signer, nonce, wallet }: Filling): Promise<void> {
    const key = fillerKey(chain, signer, nonce);
    const cause: Cause = { id: idFrom(key), tenantId: NOBODY };
    const from = wallet === undefined ? { relayer: '' } : { wallet };
    const state: Transaction = { ...ordered({ key, owner: 'filler', chain, from, to: signer, data: '0x' }, signer), nonce, isFiller: true };
    const dueAt = await this.settings.now(NOBODY);
    await this.store.change(key, cause, (current) => (current && !hasEnded(current.state) ? null : { state, dueAt }));
  }

  /** Goes on step by step while nothing has to be waited for; every step is stored before the next. */
  private async act({ id, version, state }: Versioned<Transaction>, cause: Cause): Promise<void> {
    await this.check.check(state.chain);
    if (state.status === 'ordered') await this.gasMoney.provide(state.chain, state.signer);
    let current = await this.store.find(id);
    if (current?.version !== version) return;
    for (let steps = 0; steps < MOST_STEPS && current !== null; steps += 1) current = await this.advance(current, cause);
  }

  /** One step. Null when the next has its time, or another process was faster. */
  private async advance(current: Versioned<Transaction>, cause: Cause): Promise<Versioned<Transaction> | null> {
    const { id, tenantId, version } = current;
    const next = await this.stepOf(current, cause);
    const wait = waitMs(next, this.chains.of(next.chain).settings);
    const dueAt = wait === null ? null : new Date((await this.settings.now(tenantId)).getTime() + wait);
    const stepCause = { ...cause, id: idFrom(id, String(version), 'timer'), timer: { aggregateId: id, version } };
    const written = await this.store.change(id, stepCause, () => ({ state: next, dueAt }));
    return wait === 0 && written?.version === version + 1 ? written : null;
  }

  private async stepOf({ id, state }: Versioned<Transaction>, cause: Cause): Promise<Transaction> {
    const [first] = state.unreported;
    if (first === undefined) return this.driver.step(id, state);
    if (state.isFiller === true) return reported(state);
    const handler = this.handlers.get(state.owner);
    if (handler === undefined) throw new TypeError(`Nobody watches the transactions of ${state.owner}.`);
    if (first.item.kind === 'put-back') this.logger.warn(`A reorganisation of ${state.chain} has taken back ${id}.`);
    const { timer: _, ...rest } = cause;
    await handler({ ...first.item, key: id, owner: state.owner, chain: state.chain, sequence: first.sequence }, { ...rest, id: idFrom(id, 'news', String(first.sequence)) });
    return reported(state);
  }

  private async sign({ signer, wallet }: Transaction, unsigned: UnsignedTransaction): Promise<{ raw: Hex; hash: Hex }> {
    const raw = await (wallet === undefined ? this.relayers.sign(signer, unsigned) : this.wallets.signTransaction(wallet, unsigned));
    return { raw, hash: keccak256(raw) };
  }
}

const ordered = ({ owner, chain, from, to, data, value = 0n, gas }: Order, signer: Address): Transaction => ({
  owner, chain, signer, to, callData: data, value, status: 'ordered', round: 1, attempts: [], refusals: 0, failedAttempts: 0, sequence: 0, unreported: [],
  ...('wallet' in from ? { wallet: from.wallet } : {}), ...(gas === undefined ? {} : { gas }),
});
