import { Injectable } from '@nestjs/common';
import { getWalletWithdrawal, listWalletWithdrawals, retryPayoutLeg, stopPayoutLeg, stopWalletWithdrawal, withdrawFromWallet, type WalletWithdrawalView } from '@sluice/contract-intake';
import type { ReplyOf, RequestContract } from '@sluice/contract-kit';
import { voteOnLeg } from '@sluice/contract-payout';
import { DomainError, newId } from '@sluice/kernel';
import { owned, Services, type BodyFor, type Caller } from '../services/services.js';
import { Wallets } from '../wallets/wallets.js';

/** A withdrawal and the wallet it is from. */
export interface WalletWithdrawalName {
  readonly walletId: string;
  /** Null for what cannot be the id of a withdrawal: such a one is not there. */
  readonly id: string | null;
}

/** Says which of the things in a path is not there, by the field that names it. */
function notThere(field: 'walletId' | 'id'): never {
  throw new DomainError('not_found', 'There is no such wallet or withdrawal.', [{ field, message: 'is unknown' }]);
}

const isAboutLeg = ({ details }: DomainError): boolean => details.some(({ field }) => field === 'legId');

/** Withdrawals of stablecoins from a wallet, and their payout legs. */
@Injectable()
export class WalletWithdrawals {
  constructor(private readonly services: Services, private readonly wallets: Wallets) {}

  withdraw({ tenantId }: Caller, order: BodyFor<typeof withdrawFromWallet>): Promise<ReplyOf<typeof withdrawFromWallet>> {
    return this.services.request(withdrawFromWallet, order, { tenantId, withdrawalId: order.id });
  }

  list(caller: Caller, page: BodyFor<typeof listWalletWithdrawals>): Promise<ReplyOf<typeof listWalletWithdrawals>> {
    return this.services.request(listWalletWithdrawals, page, caller);
  }

  /** @throws DomainError `not_found` about `walletId` or `id`, by what is missing; so do the others, about `legId` too */
  find(caller: Caller, name: WalletWithdrawalName): Promise<WalletWithdrawalView> {
    return this.about(caller, getWalletWithdrawal, name, (found) => found);
  }

  /** Cancels what can still be cancelled of it. Each call is an order of its own. */
  stop(caller: Caller, name: WalletWithdrawalName): Promise<WalletWithdrawalView> {
    const orderId = newId();
    return this.about(caller, stopWalletWithdrawal, name, (found) => ({ ...found, orderId }));
  }

  stopLeg(caller: Caller, name: WalletWithdrawalName, legId: string): Promise<WalletWithdrawalView> {
    const orderId = newId();
    return this.about(caller, stopPayoutLeg, name, (found) => ({ ...found, orderId, legId }));
  }

  retryLeg(caller: Caller, name: WalletWithdrawalName, legId: string): Promise<WalletWithdrawalView> {
    const orderId = newId();
    return this.about(caller, retryPayoutLeg, name, (found) => ({ ...found, orderId, legId }));
  }

  /** The customer's vote on a leg that awaits one. */
  async vote({ tenantId }: Caller, { id }: WalletWithdrawalView, legId: string, vote: 'approve' | 'reject'): Promise<void> {
    await this.services.request(voteOnLeg, { legId, vote }, { tenantId, withdrawalId: id });
  }

  private async about<C extends RequestContract>(caller: Caller, contract: C, { walletId, id }: WalletWithdrawalName, body: (found: { walletId: string; id: string }) => BodyFor<C>): Promise<ReplyOf<C>> {
    if (id === null) return this.missing(caller, walletId);
    try {
      return await this.services.request(contract, body({ walletId, id }), { tenantId: caller.tenantId, withdrawalId: id });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found' && !isAboutLeg(error)) return this.missing(caller, walletId);
      throw error;
    }
  }

  /** Of a withdrawal that is not there: is at least its wallet? */
  private async missing(caller: Caller, walletId: string): Promise<never> {
    await owned(this.wallets.find(caller, walletId), () => notThere('walletId'));
    return notThere('id');
  }
}
