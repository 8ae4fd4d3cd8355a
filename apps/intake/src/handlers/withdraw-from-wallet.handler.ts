import { Controller } from '@nestjs/common';
import { withdrawFromWallet } from '@sluice/contract-intake';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError, idFrom, Money } from '@sluice/kernel';
import { deferred, OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { currentTraceId } from '@sluice/telemetry';
import { Admission } from '../admission.js';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Orders } from '../orders.js';
import { begin } from '../withdrawal/advance.js';
import { lastOf } from '../withdrawal/last-of.js';
import { walletViewOf } from '../withdrawal/wallet-view.js';
import { isAuthorized, type Withdrawal } from '../withdrawal/withdrawal.js';
import type { WithdrawalDetails } from '../withdrawal/withdrawal-details.js';

type Order = AskOf<typeof withdrawFromWallet>;
type Reply = ReplyOf<typeof withdrawFromWallet> | typeof deferred;

@Controller()
export class WithdrawFromWalletHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly admission: Admission,
    private readonly orders: Orders,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(withdrawFromWallet)
  handle(ask: Ask<typeof withdrawFromWallet>): Promise<Reply> {
    return this.admission.inTurn(ask.tenantId, ask.body.id, () => this.withdraw(ask));
  }

  private async withdraw(ask: Ask<typeof withdrawFromWallet>): Promise<Reply> {
    const { id, current } = await this.tryFor(ask);
    if (current !== null) return this.again(ask, current);
    const now = await this.settings.now(ask.tenantId);
    const beginning = {
      kind: 'wallet', tenantId: ask.tenantId, dialectId: id, details: detailsOf(ask.body, id, now), requestId: ask.id, traceId: currentTraceId(),
      waiting: { for: 'wallet-order', replyAddress: ask.replyAddress },
    } as const;
    let begun = false;
    const stored = await this.withdrawals.change(id, { ...ask, withdrawalId: id }, (known) => {
      begun = known === null;
      return known ? null : begin(beginning, now);
    });
    return begun || !stored ? deferred : this.again(ask, stored);
  }

  /**
   * The withdrawal under this request id, or the id that it is to have. A refusal is no result: what was refused keeps its record, and
   * the next request under the same id begins another. Each try has a number, and there is one after the last that was refused.
   */
  private async tryFor({ id: requestId, tenantId, body }: Ask<typeof withdrawFromWallet>): Promise<{ id: string; current: Versioned<Withdrawal> | null }> {
    const idOf = (number: number): string => (number === 0 ? body.id : idFrom(body.id, 'try', String(number)));
    const last = await lastOf(async (number) => (await this.withdrawals.find(idOf(number))) !== null);
    if (last === null) return { id: body.id, current: null };
    const current = await this.withdrawals.ofTenant(idOf(last), tenantId);
    const isFree = current.state.phase === 'rejected' && !current.state.taken.includes(requestId);
    return isFree ? { id: idOf(last + 1), current: null } : { id: current.id, current };
  }

  /** The same order once more: with what became of it, or made to wait for that. */
  private again(ask: Ask<typeof withdrawFromWallet>, current: Versioned<Withdrawal>): Promise<Reply> {
    if (!isSameOrder(current.state.details, ask.body)) throw new DomainError('request_conflict', 'This request id was used with other parameters.');
    if (isAuthorized(current.state)) return Promise.resolve({ created: false, withdrawal: walletViewOf(current) });
    return this.orders.await({ ...ask, body: { ...ask.body, id: current.id } }, 'wallet-order');
  }
}

const detailsOf = ({ dialect, requestId, walletId, amount, chain, toAddress }: Order, id: string, now: Date): WithdrawalDetails => ({
  withdrawalId: id, dialect, accountId: walletId, customerId: walletId, destinationId: toAddress.toLowerCase(), amount, fee: Money.zero(amount.currency).toJson(),
  wallet: { requestId, chain, toAddress, approval: 'none', groups: [] }, createdAt: now.toISOString(), holdNumber: 1, sourceLegs: [], payoutLegs: [],
});

const isSameOrder = ({ amount, wallet, destinationId }: WithdrawalDetails, order: Order): boolean =>
  Money.fromJson(amount).equals(Money.fromJson(order.amount)) && wallet?.chain === order.chain && destinationId === order.toAddress.toLowerCase();
