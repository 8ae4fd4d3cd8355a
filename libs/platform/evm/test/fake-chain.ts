import { createHash } from 'node:crypto';
import type { Hex } from 'viem';
import type { BroadcastAnswer, Receipt } from '../src/transactions/chain-node.js';

/** What is signed, as far as this chain reads it. */
export interface FakeTransaction {
  readonly key: string;
  readonly nonce: number;
  readonly fee: string;
}

export const rawOf = (transaction: FakeTransaction): Hex => `0x${Buffer.from(JSON.stringify(transaction)).toString('hex')}`;
export const hashOf = (raw: Hex): Hex => `0x${createHash('sha256').update(raw).digest('hex')}`;
export const read = (raw: Hex): FakeTransaction => JSON.parse(Buffer.from(raw.slice(2), 'hex').toString()) as FakeTransaction;

interface Block {
  readonly hash: Hex;
  readonly raws: readonly Hex[];
}

const isStranger = (raw: Hex): boolean => read(raw).key.startsWith('stranger');

/** A chain with one account, whose blocks can be taken back, whose pool forgets and whose fees rise and fall. */
export class FakeChain {
  baseFee = 50;
  private blocks: Block[] = [];
  private pool: Hex[] = [];
  private made = 0;

  get head(): number {
    return this.blocks.length - 1;
  }

  get used(): number {
    return this.blocks.reduce((count, { raws }) => count + raws.length, 0);
  }

  /** How often a call was made, on the chain as it stands. */
  timesMade(key: string): number {
    return this.blocks.flatMap(({ raws }) => raws).filter((raw) => read(raw).key === key).length;
  }

  /** As geth does it, but for the base fee, where anvil is stricter. */
  take(raw: Hex): BroadcastAnswer {
    const { nonce, fee } = read(raw);
    const rival = this.pool.find((one) => read(one).nonce === nonce);
    if (nonce < this.used || rival === raw) return { kind: 'taken' };
    if (Number(fee) < this.baseFee) return { kind: 'not-taken', because: 'fee', words: 'max fee per gas less than block base fee' };
    if (rival !== undefined && BigInt(fee) * 10n < BigInt(read(rival).fee) * 11n) return { kind: 'not-taken', because: 'fee', words: 'replacement transaction underpriced' };
    this.pool = [...this.pool.filter((one) => one !== rival), raw];
    return { kind: 'taken' };
  }

  /** One block with everything whose turn it is, and that pays enough. */
  mine(): void {
    const raws: Hex[] = [];
    const next = () => this.pool.find((raw) => read(raw).nonce === this.used + raws.length && Number(read(raw).fee) >= this.baseFee);
    for (let raw = next(); raw !== undefined; raw = next()) raws.push(raw);
    this.pool = this.pool.filter((raw) => read(raw).nonce >= this.used + raws.length);
    this.made += 1;
    this.blocks.push({ hash: hashOf(`0x${this.made.toString(16)}`), raws });
  }

  /**
   * The last blocks never were; one more than that stands in their place. Our transactions are forgotten; a stranger's own
   * node sends what was the stranger's again, unless it forgets it too.
   */
  reorganise(depth: number, { forgetsStrangers = false } = {}): void {
    const kept = Math.max(this.blocks.length - depth, 1);
    const strangers = this.blocks.slice(kept).flatMap(({ raws }) => raws).filter(isStranger);
    this.blocks = this.blocks.slice(0, kept);
    const pool = this.pool;
    this.pool = forgetsStrangers ? [] : strangers;
    for (let count = 0; count <= depth; count += 1) this.mine();
    for (const raw of pool) this.take(raw);
  }

  forgetPool(): void {
    this.pool = [];
  }

  /** Somebody else uses the account. */
  useElsewhere(): void {
    this.pool = [rawOf({ key: `stranger ${this.made}`, nonce: this.used, fee: '999999999999999' }), ...this.pool.filter((raw) => read(raw).nonce !== this.used)];
    this.mine();
  }

  blockHash(block: number): Hex | null {
    return this.blocks[block]?.hash ?? null;
  }

  /** What is called bad fails. */
  receipt(hash: Hex): Receipt | null {
    const block = this.blocks.findIndex(({ raws }) => raws.some((raw) => hashOf(raw) === hash));
    const raw = this.blocks[block]?.raws.find((one) => hashOf(one) === hash);
    return raw === undefined ? null : { hash, blockHash: this.blocks[block]?.hash ?? '0x', block, succeeded: !read(raw).key.startsWith('bad') };
  }
}
