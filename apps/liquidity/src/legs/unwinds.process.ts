import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions, type ChainName, type TransactionObservation } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import type { Call } from '../providers/position-contracts.http.js';
import { Positions } from '../providers/positions.http.js';
import { Samples } from '../sourcing/sourcing.repository.js';
import { moved, moving, notMoved } from '../wallets/allocations.js';
import { isWindowed, yieldSourceOf, type PositionKey } from '../wallets/sources.js';
import type { Wallet } from '../wallets/wallet.js';
import { Wallets } from '../wallets/wallets.repository.js';
import { dueUnwinds, fetchingKey, legAfter, legKeyOf, Legs, readKey, takingKey, type Leg, type Unwind, type UnwindEvent } from './leg.js';
import { LegProcess } from './legs.process.js';

const OWNER = 'unwind';

/** A window where every outside wait takes less than a second. */
const INSTANT_WINDOW_MS = 300;

/** How soon a position that is not ready, though its window is over, is rechecked. */
const NOT_READY_MS = 5_000;

/**
 * Turns positions into USDC, each step once: the wallet notes what is about to move, then the transaction is ordered under
 * a key of its own, then the leg notes that it was. Dying in between repeats steps that change nothing the second time.
 */
@Injectable()
export class UnwindProcess implements OnModuleInit {
  constructor(
    private readonly legs: Legs,
    private readonly wallets: Wallets,
    private readonly sourcing: LegProcess,
    private readonly positions: Positions,
    private readonly transactions: Transactions,
    private readonly samples: Samples,
    private readonly timers: Timers,
    private readonly settings: TenantSettings,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.legs, (due, cause) => this.act(due, cause));
    this.transactions.watch(OWNER, (progress, cause) => this.onTransaction(progress, cause));
  }

  private async act(due: Versioned<Leg>, cause: Cause): Promise<void> {
    if (due.state.status === 'checking') return this.sourcing.check(due, cause);
    const { timer: _, ...repeatable } = cause;
    for (const unwind of dueUnwinds(due.state, await this.settings.now(due.tenantId))) {
      const event = unwind.status === 'planned' ? await this.takeOut(due.state, unwind, repeatable) : await this.fetch(due.state, unwind, repeatable);
      await this.sourcing.move(due.id, repeatable, (leg, now) => legAfter(leg, unwind.sourceId, event, now));
    }
  }

  private async takeOut(leg: Leg, unwind: Unwind, cause: Cause): Promise<UnwindEvent> {
    const to = isWindowed(unwind.key) ? 'window' : 'cash';
    const transaction = takingKey(leg, unwind);
    const isOrdered = (await this.transactions.find(transaction)) !== null;
    const wallet = await this.noteMove(leg, unwind, { from: 'position', to, transaction }, cause);
    if (isOrdered) return { kind: 'taking' };
    if (wallet === null) return { kind: 'failed' };
    const call = await this.positions.takingOut(unwind.key as PositionKey, wallet.address, unwind.units);
    if (call !== null) await this.order(leg, unwind, transaction, call, cause);
    else await this.settleMove(leg, transaction, notMoved, cause);
    return { kind: call === null ? 'failed' : 'taking' };
  }

  private async fetch(leg: Leg, unwind: Unwind, cause: Cause): Promise<UnwindEvent> {
    const key = unwind.key as PositionKey;
    const requestId = unwind.requestId ?? '';
    if (!(await this.positions.isReady(key, requestId))) return { kind: 'not-ready', againAfterMs: NOT_READY_MS };
    const transaction = fetchingKey(leg, unwind);
    const wallet = await this.noteMove(leg, unwind, { from: 'window', to: 'cash', transaction }, cause);
    const { address } = wallet ?? (await this.wallets.ofTenant(leg.walletId, cause.tenantId)).state;
    await this.order(leg, unwind, transaction, this.positions.fetching(key, address, requestId), cause);
    return { kind: 'claiming' };
  }

  /** Null: this value must not be moved any more. */
  private async noteMove({ walletId }: Leg, { sourceId }: Unwind, move: { from: 'position' | 'window'; to: 'window' | 'cash'; transaction: string }, cause: Cause): Promise<Wallet | null> {
    let noted: Wallet | null = null;
    await this.wallets.change(walletId, cause, (current) => {
      noted = current && moving(current.state, sourceId, move.from, move.to, move.transaction);
      return noted === null || noted === current?.state ? null : { state: noted };
    });
    return noted;
  }

  private async settleMove({ walletId }: Leg, transaction: string, outcome: typeof moved, cause: Cause): Promise<void> {
    await this.wallets.change(walletId, cause, (current) => {
      const next = current && outcome(current.state, transaction);
      return next && { state: next };
    });
  }

  private order({ walletId }: Leg, { chain }: Unwind, key: string, { to, data }: Call, cause: Cause): Promise<void> {
    return this.transactions.order({ key, owner: OWNER, chain: chain as ChainName, from: { wallet: walletId }, to, data }, cause);
  }

  /** What came of a transaction is written to the wallet first, then to the leg. */
  private async onTransaction(progress: TransactionObservation, cause: Cause): Promise<void> {
    const isDone = progress.kind === 'confirmed';
    if (!isDone && progress.kind !== 'reverted' && progress.kind !== 'refused') return;
    const { legKey, sourceId, does } = readKey(progress.key);
    const leg = (await this.legs.find(legKey))?.state;
    const unwind = leg?.unwinds.find((one) => one.sourceId === sourceId);
    if (!leg || !unwind) throw new TypeError(`${progress.key} was ordered for no leg that is known.`);
    await this.settleMove(leg, progress.key, isDone ? moved : notMoved, cause);
    const event = isDone ? await this.doneAs(unwind, does, progress.hash, cause) : ({ kind: does === 'fetch' ? 'payout-refused' : 'failed' } as const);
    const after = await this.sourcing.move(legKey, cause, (known, now) => legAfter(known, sourceId, event, now));
    if (event.kind === 'paid-out' && after) await this.noteDurations(after.state, sourceId, cause);
  }

  private async doneAs({ key }: Unwind, does: 'take-out' | 'fetch', hash: `0x${string}`, { tenantId }: Cause): Promise<UnwindEvent> {
    if (does === 'fetch' || !isWindowed(key)) return { kind: 'paid-out' };
    const requestId = await this.positions.requestMadeIn(key as PositionKey, hash);
    const { pace } = await this.settings.read(tenantId);
    const windowMs = pace === 'instant' ? INSTANT_WINDOW_MS : (yieldSourceOf(key)?.windowSeconds ?? 0) * 1_000;
    return { kind: 'requested', requestId, readyAt: new Date((await this.settings.now(tenantId)).getTime() + windowMs) };
  }

  private async noteDurations(leg: Leg, sourceId: string, cause: Cause): Promise<void> {
    const unwind = leg.unwinds.find((one) => one.sourceId === sourceId);
    if (unwind === undefined) return;
    const now = (await this.settings.now(cause.tenantId)).toISOString();
    const id = `${legKeyOf(leg)}/${sourceId}`;
    const { key, begunAt, endedWaitingAt } = unwind;
    await this.samples.note(id, { step: 'unwind_liquidity', where: key }, endedWaitingAt && begunAt, endedWaitingAt, cause);
    await this.samples.note(id, { step: 'convert_to_usdc', where: key }, endedWaitingAt ?? begunAt, now, cause);
  }
}
