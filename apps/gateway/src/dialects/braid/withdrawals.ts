import { Injectable } from '@nestjs/common';
import { getWalletWithdrawal, type PayoutLegView, type WalletWithdrawalView } from '@sluice/contract-intake';
import type { ReplyOf, RequestContract } from '@sluice/contract-kit';
import { DomainError, type RefusalCode } from '@sluice/kernel';
import type { z } from 'zod';
import type { Call } from '../../access/call.js';
import { Services } from '../../services/services.js';
import { expectUuid, expectWalletId } from './dialect-route.js';
import { BraidWallets } from './wallets.js';
import { commonRefusal, inWords, type CommonRefusal } from './words.js';

/** The parts of a path that name a withdrawal, as they came. */
export interface WithdrawalPath {
  readonly walletId: string;
  readonly withdrawalId: string;
}

export interface PayoutPath extends WithdrawalPath {
  readonly payoutId: string;
}

type Named = Readonly<{ walletId: string; id: string }>;
type Asking<C extends RequestContract> = (named: Named) => z.input<C['ask']>;
type Words = Partial<Record<RefusalCode, CommonRefusal>>;

const isAboutLeg = (error: unknown): boolean => error instanceof DomainError && error.code === 'not_found' && error.details.some(({ field }) => field === 'legId');

/** What the routes ask about a withdrawal of a wallet. */
@Injectable()
export class BraidWithdrawals {
  constructor(private readonly services: Services, private readonly wallets: BraidWallets) {}

  /**
   * Asks about a withdrawal by its path.
   * @throws DomainError `wallet_not_found`, `withdrawal_not_found` or `payout_not_found`, by what is missing; others in the words given
   */
  async ask<C extends RequestContract>(contract: C, path: WithdrawalPath, call: Call, asking: Asking<C>, words: Words = {}): Promise<ReplyOf<C>> {
    const named = { walletId: expectWalletId(path.walletId), id: path.withdrawalId };
    try {
      const id = expectUuid(path.withdrawalId, 'withdrawal_not_found');
      return await inWords(this.services.ask(contract, asking({ ...named, id }), { tenantId: call.tenantId, withdrawalId: id }), words);
    } catch (error) {
      if (isAboutLeg(error)) throw commonRefusal('payout_not_found');
      if (error instanceof DomainError && error.code === 'not_found') await this.expectWallet(call, named.walletId);
      throw error;
    }
  }

  find(path: WithdrawalPath, call: Call): Promise<WalletWithdrawalView> {
    return this.ask(getWalletWithdrawal, path, call, (named) => named);
  }

  /** Of a withdrawal that is not there: was it at least its wallet? @throws DomainError */
  private async expectWallet(call: Call, walletId: string): Promise<never> {
    await this.wallets.find(call, walletId);
    throw commonRefusal('withdrawal_not_found');
  }
}

/** @throws DomainError `payout_not_found` */
export function payoutOf({ payouts }: WalletWithdrawalView, payoutId: string): PayoutLegView {
  const leg = payouts.find(({ id }) => id === payoutId.toLowerCase());
  if (!leg) throw commonRefusal('payout_not_found');
  return leg;
}
