import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Transactions } from '@sluice/evm';
import { idFrom } from '@sluice/kernel';
import { ServiceState } from '@sluice/service-host';
import { TransferLog } from '../providers/transfer-log.http.js';
import type { LoggedTransfer } from './wallet-deposit.js';
import type { Chain } from '../wallets/sources.js';
import { ChainCursors, Wallets } from '../wallets/wallets.repository.js';
import { TransferScan } from './transfer-scan.js';
import { depositIdOf, sandboxDepositOf } from './wallet-deposit.js';
import { DepositBooking } from './wallet-deposits.process.js';
import { Deposits, WalletDeposits } from './wallet-deposits.repository.js';

/** How long the service's readiness waits for the first scan of every chain; a chain that cannot be read does not keep it from other work. */
const LONGEST_FIRST_SCAN_MS = 5_000;

/** Watches every chain for USDC that reaches wallets. Any number of instances may watch: what two have seen is one deposit. */
@Injectable()
export class TransferWatch implements OnModuleDestroy {
  private readonly logger = new Logger(TransferWatch.name);
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private firstScans: Promise<unknown> | null = null;

  constructor(
    private readonly log: TransferLog,
    private readonly cursors: ChainCursors,
    private readonly wallets: Wallets,
    private readonly deposits: WalletDeposits,
    private readonly sandboxDeposits: Deposits,
    private readonly transactions: Transactions,
    private readonly booking: DepositBooking,
    state: ServiceState,
  ) {
    state.beforeReady(() => this.begin());
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async begin(): Promise<void> {
    this.firstScans ??= this.watchAll();
    await Promise.race([this.firstScans, pause(LONGEST_FIRST_SCAN_MS, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined)]);
  }

  /** @returns when each chain was scanned once, or could not be. */
  private watchAll(): Promise<unknown> {
    const watched = this.log.chains().map((chain) => {
      const { promise: firstScan, resolve } = Promise.withResolvers<void>();
      return { firstLook: firstScan, watching: this.watch(chain, resolve) };
    });
    this.running = Promise.all(watched.map(({ watching }) => watching));
    return Promise.all(watched.map(({ firstLook: firstScan }) => firstScan));
  }

  /** What has failed is tried again at the next tick; said once until it succeeds. */
  private async watch(chain: Chain, scanned: () => void): Promise<void> {
    const scan = new TransferScan(chain, this.portsOf(chain));
    for (let isWell = true; !this.stopping.signal.aborted;) {
      try {
        await scan.tick();
        if (!isWell) this.logger.log(`The transfers on ${chain} can be read again.`);
        isWell = true;
      } catch (error) {
        if (isWell) this.logger.warn(`The transfers on ${chain} cannot be read; it is tried again: ${String(error)}`);
        isWell = false;
      }
      scanned();
      await pause(this.log.scanMs(chain), undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
    }
  }

  private portsOf(chain: Chain): ConstructorParameters<typeof TransferScan>[1] {
    return {
      finalBlock: () => this.log.finalBlock(chain),
      block: (block) => this.log.block(chain, block),
      transfers: (from, to) => this.log.transfers(chain, from, to),
      noteAll: (transfers) => this.take(chain, transfers),
      checkAgain: (block) => this.checkAgain(chain, block),
      checkpoints: () => this.cursors.of(chain),
      saveCheckpoint: (newest) => this.cursors.save(chain, newest),
      dropCheckpoints: (block) => this.cursors.dropAfter(chain, block),
      warn: (text) => this.logger.error(text),
      nowMs: () => Date.now(),
    };
  }

  /** Those that carry nothing are no deposits, whoever sends them. True when there was any other for a wallet. */
  private async take(chain: Chain, transfers: readonly LoggedTransfer[]): Promise<boolean> {
    const carrying = transfers.filter(({ units }) => units > 0n);
    const wallets = await this.wallets.byAddress([...new Set(carrying.map(({ to }) => to.toLowerCase()))]);
    const ours = carrying.filter(({ to }) => wallets.has(to.toLowerCase()));
    for (const transfer of ours) {
      const wallet = wallets.get(transfer.to.toLowerCase());
      if (wallet !== undefined) await this.noteOne(chain, transfer, wallet);
    }
    return ours.length > 0;
  }

  private async noteOne(chain: Chain, logged: LoggedTransfer, { id: walletId, tenantId }: { readonly id: string; readonly tenantId: string }): Promise<void> {
    const { hash, block, units } = logged;
    const transfer = { hash, block, position: await this.log.positionOf(chain, logged) };
    const depositId = await this.depositIdFor(chain, transfer);
    if (depositId !== null) await this.booking.note(depositId, { walletId, chain, units, transfer }, { id: idFrom('wallet-deposit', depositId), tenantId });
  }

  /**
   * Null: the wallet's own position has paid out, which is counted there. What the sandbox sends goes by the sandbox's id, which
   * does not change when it is sent again with another fee.
   */
  private async depositIdFor(chain: Chain, transfer: { readonly hash: string; readonly position: number }): Promise<string | null> {
    if (chain === 'solana') return (await this.sandboxDeposits.find(transfer.hash)) === null ? depositIdOf(chain, transfer) : transfer.hash;
    const own = await this.transactions.findByHash(chain, transfer.hash);
    if (own?.owner === 'unwind') return null;
    return (own && sandboxDepositOf(own)) ?? depositIdOf(chain, transfer);
  }

  private async checkAgain(chain: Chain, afterBlock: number): Promise<void> {
    for (const { id, tenantId, state } of await this.deposits.findWhere({ chain, 'transfer.block': { $gt: afterBlock } })) {
      if (state.transfer === undefined || state.status === 'own_transfer') continue;
      const block = await this.log.blockOf(chain, state.transfer.hash);
      if (block === null) this.logger.error(`The deposit ${id} of ${state.walletId} is not on ${chain} any more.`);
      const transfer = { ...state.transfer, block: block ?? state.transfer.block };
      await this.deposits.change(id, { id: idFrom('wallet-deposit', id, 'again'), tenantId }, (current) => current && { state: { ...current.state, transfer, isGone: block === null } });
    }
  }
}
