import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BodyOf } from '@sluice/contract-kit';
import type { settleWalletDeposit } from '@sluice/contract-liquidity';
import { after } from '@sluice/kernel';
import { RetryLater, type Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { Wallets } from '../wallets/wallets.repository.js';
import { credited, depositSeen, type WalletDeposit } from './wallet-deposit.js';
import { WalletDeposits } from './wallet-deposits.repository.js';

/** How soon a deposit that was not settled is announced again: messaging has retried the first announcement often enough by then. */
const ANNOUNCE_AGAIN_AFTER = '15m';

type Settlement = BodyOf<typeof settleWalletDeposit>;

/**
 * Brings what has reached a wallet into the books: stored, announced until the ledger has it, and then counted in the wallet. The record is
 * the intent; it is written together with its announcement, and both are safe to repeat.
 */
@Injectable()
export class DepositBooking implements OnModuleInit {
  constructor(
    private readonly deposits: WalletDeposits,
    private readonly wallets: Wallets,
    private readonly timers: Timers,
    private readonly settings: TenantSettings,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.deposits, (due, cause) => this.announceAgain(due, cause));
  }

  /** Notes a deposit once. Known already, it only learns where it was seen. */
  async note(id: string, deposit: Omit<WalletDeposit, 'status' | 'isGone'>, cause: Cause): Promise<void> {
    const dueAt = after(await this.settings.now(cause.tenantId), ANNOUNCE_AGAIN_AFTER);
    await this.deposits.change(id, cause, (current) => {
      if (current === null) return { state: { ...deposit, status: 'seen', isGone: false }, dueAt, send: [depositSeen(id, { ...deposit, status: 'seen', isGone: false })] };
      const { state } = current;
      const isKnown = deposit.transfer === undefined || (state.transfer?.block === deposit.transfer.block && !state.isGone);
      return isKnown ? null : { state: { ...state, transfer: deposit.transfer, isGone: false } };
    });
  }

  async isSettled(id: string): Promise<boolean> {
    return ((await this.deposits.find(id))?.state.status ?? 'seen') !== 'seen';
  }

  /**
   * What the ledger has booked is counted in the wallet, then noted as done. Whether it is done is read after the wallet was: a wallet
   * that has forgotten the deposit is newer than the note, so a late copy of the command counts nothing.
   */
  async settle({ depositId, walletId, outcome }: Settlement, cause: Cause): Promise<void> {
    if (outcome === 'booked') await this.credit(depositId, walletId, cause);
    await this.deposits.change(depositId, cause, (current) =>
      (current?.tenantId === cause.tenantId && current.state.status === 'seen' ? { state: { ...current.state, status: outcome }, dueAt: null } : null));
  }

  private async credit(depositId: string, walletId: string, cause: Cause): Promise<void> {
    await this.wallets.change(walletId, cause, async (wallet) => {
      const deposit = await this.deposits.find(depositId);
      if (wallet?.tenantId !== cause.tenantId || deposit?.state.walletId !== walletId) throw new RetryLater(`The deposit ${depositId} is not known yet.`);
      if (deposit.state.status !== 'seen') return null;
      const next = credited(wallet.state, depositId, deposit.state, await this.deposits.settledAmong(wallet.state.countedDeposits));
      return next && { state: next };
    });
  }

  private async announceAgain({ id, tenantId }: Versioned<WalletDeposit>, cause: Cause): Promise<void> {
    const dueAt = after(await this.settings.now(tenantId), ANNOUNCE_AGAIN_AFTER);
    await this.deposits.change(id, cause, (current) => {
      if (current === null) return null;
      return current.state.status === 'seen' ? { dueAt, send: [depositSeen(id, current.state)] } : { dueAt: null };
    });
  }
}
