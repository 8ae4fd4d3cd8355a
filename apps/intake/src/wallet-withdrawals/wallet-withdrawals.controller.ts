import { Controller } from '@nestjs/common';
import { getWalletWithdrawal, listWalletWithdrawals, stopWalletWithdrawal, withdrawFromWallet, type WalletWithdrawalView } from '@sluice/contract-intake';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError, idFrom, Money } from '@sluice/kernel';
import { deferred, OnRequest, type RequestMessage } from '@sluice/messaging';
import { rowsAfter, sortBy, TenantSettings, type StoredFilter, type Versioned } from '@sluice/persistence';
import { currentTraceId } from '@sluice/telemetry';
import { Admission } from '../engine/admission.js';
import { begin } from '../engine/advance.js';
import { RunningTables } from '../engine/running-tables.repository.js';
import type { WithdrawalDetails } from '../engine/withdrawal-details.js';
import { WithdrawalProcess } from '../engine/withdrawal.process.js';
import { isAuthorized, type Withdrawal } from '../engine/withdrawal.js';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import { walletViewOf } from './wallet-withdrawal.view.js';

type Order = RequestOf<typeof withdrawFromWallet>;
type Query = RequestOf<typeof listWalletWithdrawals>;
type Reply = ReplyOf<typeof withdrawFromWallet> | typeof deferred;

/** Withdrawals from portfolio wallets: begun, stopped, read. Their payout legs have a controller of their own. */
@Controller()
export class WalletWithdrawalsController {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly admission: Admission,
    private readonly process: WithdrawalProcess,
    private readonly settings: TenantSettings,
    private readonly tables: RunningTables,
  ) {}

  @OnRequest(withdrawFromWallet)
  withdraw(request: RequestMessage<typeof withdrawFromWallet>): Promise<Reply> {
    return this.admission.inTurn(request.tenantId, request.body.id, () => this.begin(request));
  }

  /** A second stop while it is being cancelled waits with the first; a later one is replied to with the outcome. */
  @OnRequest(stopWalletWithdrawal)
  async stop(request: RequestMessage<typeof stopWalletWithdrawal>): Promise<typeof deferred> {
    await this.withdrawals.ofWallet(request.body, request.tenantId);
    const { orderId } = request.body;
    const order = { id: orderId, type: 'client.stop', body: { cancellationId: orderId, stoppedBy: 'customer' } } as const;
    return this.process.place(request, 'stop', order, ({ phase }) => phase === 'cancelling' || phase === 'cancelled');
  }

  @OnRequest(getWalletWithdrawal)
  async get({ tenantId, body }: RequestMessage<typeof getWalletWithdrawal>): Promise<WalletWithdrawalView> {
    return walletViewOf(await this.withdrawals.ofWallet(body, tenantId));
  }

  @OnRequest(listWalletWithdrawals)
  async list({ tenantId, body }: RequestMessage<typeof listWalletWithdrawals>): Promise<ReplyOf<typeof listWalletWithdrawals>> {
    const order = body.order === 'asc' ? 'oldest' : 'newest';
    const filter: StoredFilter = { tenantId, kind: 'wallet', 'details.accountId': body.walletId, ...shown(body), ...(body.after && rowsAfter('createdAt', order, { at: body.after.createdAt, id: body.after.id })) };
    const { found, hasMore } = await this.withdrawals.pageWhere(filter, { sort: sortBy('createdAt', order), limit: body.limit });
    return { withdrawals: found.map(walletViewOf), hasMore };
  }

  private async begin(request: RequestMessage<typeof withdrawFromWallet>): Promise<Reply> {
    const { id, current } = await this.attemptFor(request);
    if (current !== null) return this.again(request, current);
    const now = await this.settings.now(request.tenantId);
    const beginning = {
      kind: 'wallet', tenantId: request.tenantId, dialectId: id, details: detailsOf(request.body, id, now), requestId: request.id, traceId: currentTraceId(),
      waiting: { for: 'wallet-order', replyAddress: request.replyAddress }, sagaVersion: this.tables.newest('wallet'),
    } as const;
    let begun = false;
    const stored = await this.withdrawals.change(id, { ...request, withdrawalId: id }, (known) => {
      begun = known === null;
      return known ? null : begin(beginning, now);
    });
    return begun || !stored ? deferred : this.again(request, stored);
  }

  /**
   * The withdrawal under this request id, or the id that it is to have. A refused withdrawal keeps its record, and the next request
   * under the same request id begins another attempt. Attempts are numbered; the next one comes after the last that was refused.
   */
  private async attemptFor({ id: requestId, tenantId, body }: RequestMessage<typeof withdrawFromWallet>): Promise<{ id: string; current: Versioned<Withdrawal> | null }> {
    const idOf = (number: number): string => (number === 0 ? body.id : idFrom(body.id, 'try', String(number)));
    const last = await lastOf(async (number) => (await this.withdrawals.find(idOf(number))) !== null);
    if (last === null) return { id: body.id, current: null };
    const current = await this.withdrawals.ofTenant(idOf(last), tenantId);
    const isFree = current.state.phase === 'rejected' && !current.state.taken.includes(requestId);
    return isFree ? { id: idOf(last + 1), current: null } : { id: current.id, current };
  }

  /** The same order once more: replied to with its outcome, or made to wait for it. */
  private again(request: RequestMessage<typeof withdrawFromWallet>, current: Versioned<Withdrawal>): Promise<Reply> {
    if (!isSameOrder(current.state.details, request.body)) throw new DomainError('request_conflict', 'This request id was used with other parameters.');
    if (isAuthorized(current.state)) return Promise.resolve({ created: false, withdrawal: walletViewOf(current) });
    return this.process.join({ ...request, body: { ...request.body, id: current.id } }, 'wallet-order');
  }
}

const detailsOf = ({ dialect, requestId, walletId, amount, chain, toAddress }: Order, id: string, now: Date): WithdrawalDetails => ({
  withdrawalId: id, dialect, accountId: walletId, customerId: walletId, destinationId: toAddress.toLowerCase(), amount, fee: Money.zero(amount.currency).toJson(),
  wallet: { requestId, chain, toAddress, approval: 'none', groups: [] }, createdAt: now.toISOString(), holdNumber: 1, sourceLegs: [], payoutLegs: [],
});

const isSameOrder = ({ amount, wallet, destinationId }: WithdrawalDetails, order: Order): boolean =>
  Money.fromJson(amount).equals(Money.fromJson(order.amount)) && wallet?.chain === order.chain && destinationId === order.toAddress.toLowerCase();

/** A withdrawal that was refused at its request was never there for its client. */
const shown = ({ phases }: Query): StoredFilter => ({ phase: phases ? { $in: phases } : { $nin: ['created', 'rejected'] } });

/** The last number that is there, of numbers from 0 on without a gap; null when there is none. Reads few of them, however many there are. */
export async function lastOf(isThere: (number: number) => Promise<boolean>): Promise<number | null> {
  if (!(await isThere(0))) return null;
  let found = 0;
  let step = 1;
  while (await isThere(found + step)) {
    found += step;
    step *= 2;
  }
  for (step = Math.floor(step / 2); step > 0; step = Math.floor(step / 2)) {
    if (await isThere(found + step)) found += step;
  }
  return found;
}
