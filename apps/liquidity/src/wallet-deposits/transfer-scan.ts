import type { Block } from '../providers/transfer-log.http.js';
import type { LoggedTransfer } from './wallet-deposit.js';
import type { Chain } from '../wallets/sources.js';

/** How far a chain was read, and which hash that block had. */
export interface Checkpoint {
  readonly block: number;
  readonly hash: string;
}

/** What a scan needs. All of it is safe to repeat. */
export interface ScanPorts {
  finalBlock(): Promise<number>;
  block(block: number): Promise<Block | null>;
  transfers(fromBlock: number, toBlock: number): Promise<LoggedTransfer[]>;
  /** Stores what concerns wallets. True when there was any. */
  noteAll(transfers: readonly LoggedTransfer[]): Promise<boolean>;
  /** Deposits noted from blocks after this one are checked on the chain again. */
  checkAgain(afterBlock: number): Promise<void>;
  /** Newest first; empty before the first scan. */
  checkpoints(): Promise<readonly Checkpoint[]>;
  saveCheckpoint(newest: Checkpoint): Promise<void>;
  /** Those after this block are of a chain that is no more. */
  dropCheckpoints(afterBlock: number): Promise<void>;
  warn(text: string): void;
  nowMs(): number;
}

/** Blocks read at once; fewer after a node has refused. */
const MOST_BLOCKS = 1_000;

/** How often a checkpoint is saved when nothing was found: what is read twice is noted once. */
const SAVE_EVERY_MS = 30_000;

/** How far back is read when no saved checkpoint is on the chain any more. */
const DEEPEST = 50_000;

/**
 * Reads one chain's transfers block by block, only those that are final, from the last saved checkpoint. Each step is
 * checked to follow from the one before; where it does not, the chain was reorganised more deeply than it should be, and the
 * scan goes back to where both agree.
 */
export class TransferScan {
  private at: Checkpoint | null = null;
  private savedAtMs = 0;
  private savedBlock = 0;
  private span = MOST_BLOCKS;

  constructor(readonly chain: Chain, private readonly ports: ScanPorts) {}

  /** Reads what is final by now. @throws when the chain or the store cannot be reached; the next tick goes on from there. */
  async tick(): Promise<void> {
    const final = await this.ports.finalBlock();
    this.at ??= await this.begin(final);
    if (final === this.at.block) return;
    const next = final > this.at.block ? await this.ports.block(this.at.block + 1) : null;
    if (!follows(next, this.at) && !(await this.isThere(this.at))) await this.goBack(final);
    else if (next !== null && final === this.at.block + 1) return this.readTo({ block: final, hash: next.hash });
    while (this.at.block < final) await this.readTo(await this.checkpointAt(Math.min(this.at.block + this.span, final)));
  }

  /** The first scan of all begins at the end: a wallet is opened only after it. */
  private async begin(final: number): Promise<Checkpoint> {
    const [newest] = await this.ports.checkpoints();
    this.savedBlock = newest?.block ?? Math.max(final, 0);
    return newest ?? this.saved(await this.checkpointAt(this.savedBlock));
  }

  private async checkpointAt(block: number): Promise<Checkpoint> {
    return { block, hash: (await this.ports.block(block))?.hash ?? '' };
  }

  /** What was noted since the last checkpoint is checked again, also what a scan noted that then died or failed. */
  private async saved(at: Checkpoint): Promise<Checkpoint> {
    await this.ports.checkAgain(this.savedBlock);
    await this.ports.saveCheckpoint(at);
    this.savedAtMs = this.ports.nowMs();
    this.savedBlock = at.block;
    return at;
  }

  /** A block that is not remembered says nothing against it, as long as the chain is as long. */
  private async isThere({ block, hash }: Checkpoint): Promise<boolean> {
    const known = await this.ports.block(block);
    if (known !== null) return hash === '' || known.hash === hash;
    return (await this.ports.finalBlock()) >= block;
  }

  private async goBack(final: number): Promise<void> {
    let common = Math.max(0, final - DEEPEST);
    for (const checkpoint of await this.ports.checkpoints()) {
      if (checkpoint.block > final || !(await this.isThere(checkpoint))) continue;
      common = checkpoint.block;
      break;
    }
    this.ports.warn(`${this.chain} has left blocks that were final: its transfers are read again from block ${common}.`);
    await this.ports.dropCheckpoints(common);
    this.savedBlock = common;
    this.at = await this.saved(await this.checkpointAt(common));
  }

  /** The hash was read before the transfers are: whatever comes between the two is found at the next tick. */
  private async readTo(to: Checkpoint): Promise<void> {
    const hasNoted = await this.ports.noteAll(await this.transfers((this.at?.block ?? to.block) + 1, to.block));
    this.at = hasNoted || this.ports.nowMs() - this.savedAtMs >= SAVE_EVERY_MS ? await this.saved(to) : to;
  }

  private async transfers(fromBlock: number, toBlock: number): Promise<LoggedTransfer[]> {
    try {
      const found = await this.ports.transfers(fromBlock, toBlock);
      this.span = Math.min(this.span * 2, MOST_BLOCKS);
      return found;
    } catch (error) {
      this.span = Math.max(1, Math.floor((toBlock - fromBlock + 1) / 2));
      throw error;
    }
  }
}

const follows = (next: Block | null, { hash }: Checkpoint): boolean => next !== null && next.parentHash === hash;
