import { Logger } from '@nestjs/common';
import type { Address, Hex } from 'viem';
import type { ChainName } from '../chains/chain.js';
import { Reminder } from '../transactions/alarms.js';
import type { ChainNode } from '../transactions/chain-node.js';
import type { Nonces } from '../transactions/nonces.js';
import { hasEnded, type Transaction } from '../transactions/transaction.js';

export interface GivenNonce {
  readonly nonce: number;
  /** The key that it was given to, while that is remembered. */
  readonly holder: string | undefined;
}

/** Transactions of an account that wait for nonces before theirs. */
export interface Blockage {
  /** The nonce that the account has to use next. */
  readonly next: number;
  /** What may never be used: nonces before a waiting one whose holders are done or unknown, and the next one. */
  readonly candidates: readonly GivenNonce[];
  readonly waiting: readonly string[];
}

/** Null when nobody waits behind the next nonce. `used`: how many the chain has seen. */
export function blockageOf({ held }: Nonces, used: number): Blockage | null {
  const waiting = held.filter(({ nonce, isDone }) => nonce > used && !isDone);
  if (waiting.length === 0) return null;
  const open = new Set(waiting.map(({ nonce }) => nonce));
  const before = Array.from({ length: Math.max(...open) - used }, (_, index) => used + index).filter((nonce) => !open.has(nonce));
  const candidates = before.map((nonce) => ({ nonce, holder: held.findLast((one) => one.nonce === nonce)?.key }));
  return { next: used, candidates, waiting: waiting.map(({ key }) => key) };
}

/**
 * - `its own`: a transaction is on its way to use the nonce.
 * - `final`: one has used it, and has to be looked at: a reorganisation may have taken it back.
 * - `nobody`: none will ever use it. It is a hole, to be filled.
 */
export type UserOfNonce = 'its own' | 'final' | 'nobody';

/** `transactions`: those with that nonce, and that of its holder. */
export function userOf(nonce: number, transactions: readonly Transaction[]): UserOfNonce {
  const users = transactions.filter((one) => one.nonce === nonce || one.status === 'numbered');
  if (users.some((one) => !hasEnded(one))) return 'its own';
  return users.some(({ status }) => status === 'final') ? 'final' : 'nobody';
}

/** A transaction that is final, by the block it is in. */
export interface FinalTransaction {
  readonly key: string;
  readonly block: number;
  readonly blockHash: Hex;
}

/** The final transactions of one chain, the newest block first, after the given one. */
export type NewestFinals = (after: FinalTransaction | null, limit: number) => Promise<readonly FinalTransaction[]>;

const PAGE = 50;

/**
 * Those whose block has gone from the chain. A block that is still there vouches for all before it, so as long as the newest
 * is there, one question is all that is asked; only after a reorganisation is it followed down to where that began.
 * What the chain does not reach yet (a node that lags, a chain that grows anew) is left for a later recheck.
 */
export async function finalsTakenBack(node: Pick<ChainNode, 'blockHash'>, newest: NewestFinals): Promise<FinalTransaction[]> {
  const gone: FinalTransaction[] = [];
  let page = await newest(null, 1);
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    for (const final of page) {
      const present = await node.blockHash(final.block);
      if (present === final.blockHash) return gone;
      if (present !== null) gone.push(final);
    }
    page = await newest(last, PAGE);
  }
  return gone;
}

/** The account of a signer on a chain. */
export interface Account {
  readonly chain: ChainName;
  readonly signer: Address;
}

/** A nonce that no transaction will use, and the keys of those that wait behind it. */
export interface Hole extends Account {
  readonly nonce: number;
  readonly waiting: readonly string[];
}

/** What the watch needs; each is safe to repeat. */
export interface NonceWatchPorts {
  /** How many nonces the account has used up at the head. */
  used(account: Account): Promise<number>;
  /** The transactions of the account with this nonce, and that of its holder. */
  usersOf(account: Account, given: GivenNonce): Promise<readonly { readonly key: string; readonly state: Transaction }[]>;
  /** Looks at one that is final, and has it sent again if it is gone and had succeeded. False: nothing of it will use its nonce. */
  recheck(key: string): Promise<boolean>;
  /** Uses the nonce up by a transaction that does nothing. */
  fill(hole: Hole): Promise<void>;
  /** How long a nonce may be unused before it is asked why, in milliseconds. */
  stuckAfterMs(chain: ChainName): number;
  nowMs(): number;
}

/** Finds nonces that no transaction will use while others wait behind them, and has them used. */
export class NonceWatch {
  private readonly logger = new Logger('Transactions');
  private readonly since = new Map<string, { readonly next: number; readonly ms: number }>();
  private readonly known = new Map<string, readonly Hole[]>();
  private readonly reminder = new Reminder();

  constructor(private readonly ports: NonceWatchPorts) {}

  /** The holes that were found and are not filled yet. */
  holes(): readonly Hole[] {
    return [...this.known.values()].flat();
  }

  async check(account: Account, nonces: Nonces): Promise<void> {
    const id = `${account.chain}:${account.signer}`;
    const blockage = blockageOf(nonces, await this.ports.used(account));
    if (blockage === null || !this.hasLasted(id, account, blockage)) return void this.known.delete(id);
    const holes = await this.holesIn(account, blockage);
    if (holes.length === 0) this.known.delete(id);
    else this.known.set(id, holes);
    for (const hole of holes) await this.ports.fill(hole);
  }

  private hasLasted(id: string, { chain }: Account, { next }: Blockage): boolean {
    const now = this.ports.nowMs();
    const known = this.since.get(id);
    if (known?.next !== next) this.since.set(id, { next, ms: now });
    return known?.next === next && now - known.ms >= this.ports.stuckAfterMs(chain);
  }

  private async holesIn(account: Account, { candidates, waiting }: Blockage): Promise<Hole[]> {
    const found: Hole[] = [];
    for (const candidate of candidates) {
      if (!(await this.isHole(account, candidate))) continue;
      const { chain, signer } = account;
      found.push({ ...account, nonce: candidate.nonce, waiting });
      if (this.reminder.isTime(`${chain}:${signer}:${candidate.nonce}`, this.ports.nowMs())) {
        this.logger.error(`No transaction uses the nonce ${candidate.nonce} of ${signer} on ${chain}, and ${waiting.length} wait behind it, the first ${waiting[0] ?? ''}. It is filled.`);
      }
    }
    return found;
  }

  private async isHole(account: Account, given: GivenNonce): Promise<boolean> {
    const users = await this.ports.usersOf(account, given);
    const user = userOf(given.nonce, users.map(({ state }) => state));
    // A filler on its way fills a hole that is still there.
    if (user === 'its own') return users.some(({ state }) => state.isFiller === true && state.nonce === given.nonce);
    if (user === 'nobody') return true;
    const finals = users.filter(({ state }) => state.status === 'final');
    return !(await Promise.all(finals.map(({ key }) => this.ports.recheck(key)))).includes(true);
  }
}
