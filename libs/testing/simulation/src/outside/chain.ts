import { createHash } from 'node:crypto';
import type { ChainObservation } from '@sluice/evm';

type Hex = `0x${string}`;

/** How the chain and the signer treat the first attempt of a payment; further ones go through. */
export const chainWays = ['delivers', 'reverts', 'refuses', 'slow', 'carried-by-another', 'signer-fails'] as const;
export type ChainWay = (typeof chainWays)[number];

export interface Transfer {
  readonly chain: string;
  readonly from: Hex;
  readonly to: string;
  readonly value: bigint;
  readonly nonce: Hex;
}

/** USDC that has moved. */
export interface Moved extends Transfer {
  /** `<legId>/<attempt>` of the first that had it carried out. */
  readonly key: string;
}

export interface ChainTime {
  /** On the tenant's clock: chains have waited as long as he has. */
  now(): number;
  after(delayMs: number, work: () => void): void;
  between(least: number, most: number): number;
}

const MINED_AFTER_MS = [200, 6_000] as const;
const FINAL_AFTER_MS = [500, 20_000] as const;
const SLOW_MS = 1_800_000;
const BLOCK_MS = 12_000;
const VOTES_WITHIN_MS = 90_000_000;

/** USDC on one chain: each authorization moves money once, whoever sends it and however often. It outlives every process. */
export class Chain {
  readonly moved: Moved[] = [];
  private readonly balances = new Map<string, bigint>();
  private readonly sent = new Set<string>();
  private readonly activities = new Map<string, { status: 'pending' | 'signed' | 'failed' | 'rejected' }>();

  constructor(private readonly time: ChainTime, private readonly wayOf: (to: string) => ChainWay, private readonly tell: (key: string, observation: ChainObservation) => void) {}

  mint(owner: string, units: bigint): void {
    this.balances.set(owner, this.balance(owner) + units);
  }

  balance(owner: string): bigint {
    return this.balances.get(owner) ?? 0n;
  }

  get head(): { readonly block: bigint; readonly time: bigint } {
    return { block: BigInt(Math.floor(this.time.now() / BLOCK_MS)), time: BigInt(Math.floor(this.time.now() / 1_000)) };
  }

  isUsed(nonce: string): boolean {
    return this.moved.some((each) => each.nonce === nonce);
  }

  /** What became of an authorization. */
  fate(nonce: string, validBefore: bigint): { kind: 'carried-out'; txHash: Hex } | { kind: 'dead' | 'unused' } {
    const moved = this.moved.find((each) => each.nonce === nonce);
    if (moved) return { kind: 'carried-out', txHash: hashOf(moved.key) };
    return { kind: this.head.time >= validBefore ? 'dead' : 'unused' };
  }

  /** Takes a transfer, once for its key. */
  send(key: string, transfer: Transfer): void {
    if (this.sent.has(key)) return;
    this.sent.add(key);
    const way = key.endsWith('/1') ? this.wayOf(transfer.to) : 'delivers';
    if (way === 'refuses') return this.tell(key, { kind: 'refused', reason: 'Blacklistable: account is blacklisted' });
    this.tell(key, { kind: 'broadcast', hash: hashOf(key) });
    this.time.after(way === 'slow' ? SLOW_MS : this.time.between(...MINED_AFTER_MS), () => this.mine(key, transfer, way));
  }

  /** The signer: one activity for a request, which begins with whom is paid. */
  sign(request: string, approval: 'none' | 'customer'): 'pending' | 'signed' | 'failed' | 'rejected' {
    const known = this.activities.get(request);
    if (known) return known.status;
    const status = this.failsFirst(request) ? 'failed' : approval === 'none' ? 'signed' : 'pending';
    this.activities.set(request, { status });
    // Until then there may be a vote; whoever asks meanwhile need not be waited for.
    if (status === 'pending') this.time.after(VOTES_WITHIN_MS, () => undefined);
    return status;
  }

  /** Ends an open activity; says how it stands then. */
  endSigning(request: string, status: 'signed' | 'rejected'): 'pending' | 'signed' | 'failed' | 'rejected' {
    const known = this.activities.get(request);
    if (known?.status === 'pending') known.status = status;
    if (known === undefined) this.activities.set(request, { status: 'rejected' });
    return this.activities.get(request)?.status ?? 'rejected';
  }

  private failsFirst(request: string): boolean {
    const [to = ''] = request.split(' ');
    return this.wayOf(to) === 'signer-fails' && [...this.activities.keys()].every((other) => !other.startsWith(to));
  }

  private mine(key: string, transfer: Transfer, way: ChainWay): void {
    if (way === 'carried-by-another' && !this.isUsed(transfer.nonce)) this.move(key, transfer);
    const goesThrough = way !== 'reverts' && !this.isUsed(transfer.nonce) && this.balance(transfer.from) >= transfer.value;
    if (goesThrough) this.move(key, transfer);
    const at = { hash: hashOf(key), block: Number(this.head.block) };
    this.tell(key, goesThrough ? { kind: 'confirmed', ...at } : { kind: 'reverted', ...at, reason: 'reverted' });
    this.time.after(this.time.between(...FINAL_AFTER_MS), () => this.tell(key, { kind: 'final', ...at, succeeded: goesThrough }));
  }

  private move(key: string, transfer: Transfer): void {
    this.moved.push({ ...transfer, key });
    this.balances.set(transfer.from, this.balance(transfer.from) - transfer.value);
  }
}

const hashOf = (key: string): Hex => `0x${createHash('sha256').update(key).digest('hex')}`;

/** A wallet's address: deriving a real one takes longer than a whole run. */
export const addressOf = (walletId: string): Hex => `0x${createHash('sha256').update(walletId).digest('hex').slice(0, 40)}`;
