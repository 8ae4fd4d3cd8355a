import { createHash } from 'node:crypto';
import type { Hex } from 'viem';
import type { Receipt } from '../src/transactions/chain-node.js';

/** What is signed, as far as this chain reads it. */
export interface FakeTransaction {
  readonly key: string;
  readonly nonce: number;
  readonly fee: string;
}

export const rawOf = (transaction: FakeTransaction): Hex => `0x${Buffer.from(JSON.stringify(transaction)).toString('hex')}`;
export const hashOf = (raw: Hex): Hex => `0x${createHash('sha256').update(raw).digest('hex')}`;
const read = (raw: Hex): FakeTransaction => JSON.parse(Buffer.from(raw.slice(2), 'hex').toString()) as FakeTransaction;

interface Block {
  readonly hash: Hex;
  readonly raws: readonly Hex[];
}

/** A chain with one account, whose blocks can be taken back and whose pool forgets. */
export class FakeChain {
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

  take(raw: Hex): void {
    const { nonce, fee } = read(raw);
    const rival = this.pool.find((one) => read(one).nonce === nonce);
    if (nonce < this.used || (rival !== undefined && BigInt(read(rival).fee) >= BigInt(fee))) return;
    this.pool = [...this.pool.filter((one) => one !== rival), raw];
  }

  /** One block with everything whose turn it is. */
  mine(): void {
    const raws: Hex[] = [];
    for (let next = this.pool.find((raw) => read(raw).nonce === this.used + raws.length); next !== undefined;) {
      raws.push(next);
      next = this.pool.find((raw) => read(raw).nonce === this.used + raws.length);
    }
    this.pool = this.pool.filter((raw) => read(raw).nonce >= this.used + raws.length);
    this.made += 1;
    this.blocks.push({ hash: hashOf(`0x${this.made.toString(16)}`), raws });
  }

  /**
   * The last blocks never were; one more than that stands in their place. Our transactions are forgotten; a stranger's own
   * node sends what was the stranger's again.
   */
  reorganise(depth: number): void {
    const kept = Math.max(this.blocks.length - depth, 1);
    const strangers = this.blocks.slice(kept).flatMap(({ raws }) => raws).filter((raw) => read(raw).key.startsWith('stranger'));
    this.blocks = this.blocks.slice(0, kept);
    const pool = this.pool;
    this.pool = strangers;
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

  receipt(hash: Hex): Receipt | null {
    const block = this.blocks.findIndex(({ raws }) => raws.some((raw) => hashOf(raw) === hash));
    const found = this.blocks[block];
    return found === undefined ? null : { hash, blockHash: found.hash, block, succeeded: true };
  }
}
