import { Controller } from '@nestjs/common';
import { acceptWithdrawal, cancelWithdrawal, createWithdrawal, getWithdrawal, listWithdrawals, type WithdrawalView } from '@sluice/contract-intake';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { getAccount, type AccountView } from '@sluice/contract-ledger';
import { checkDestination, schedulePayment } from '@sluice/contract-payout';
import { DomainError, Money } from '@sluice/kernel';
import { OnRequest, Requests, type RequestMessage, type deferred } from '@sluice/messaging';
import { rowsAfter, sortBy, TenantSettings, unknownPageEnd, type StoredFilter, type Versioned } from '@sluice/persistence';
import { currentTraceId } from '@sluice/telemetry';
import { Admission } from '../engine/admission.js';
import { begin } from '../engine/advance.js';
import { RunningTables } from '../engine/running-tables.repository.js';
import type { WithdrawalMessages } from '../engine/vocabulary.js';
import type { WithdrawalDetails } from '../engine/withdrawal-details.js';
import { canTake, mustTake, WithdrawalProcess } from '../engine/withdrawal.process.js';
import { isAuthorized, type Withdrawal } from '../engine/withdrawal.js';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import { accountViewOf } from './account-withdrawal.view.js';

type Deferrable = Promise<WithdrawalView | typeof deferred>;
type Query = RequestOf<typeof listWithdrawals>;
type Destination = Omit<RequestOf<typeof checkDestination>, 'counterpartyId'> & { readonly destinationId: string };

const transactable: readonly AccountView['status'][] = ['ACTIVE', 'EDD', 'DORMANT'];

/** Withdrawals from accounts: created, accepted by the customer, cancelled, read. */
@Controller()
export class AccountWithdrawalsController {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly admission: Admission,
    private readonly process: WithdrawalProcess,
    private readonly requests: Requests,
    private readonly settings: TenantSettings,
    private readonly tables: RunningTables,
  ) {}

  @OnRequest(createWithdrawal)
  create(request: RequestMessage<typeof createWithdrawal>): Promise<WithdrawalView> {
    return this.admission.inTurn(request.tenantId, request.body.id, async () => {
      const { tenantId, body: { id, dialectId } } = request;
      const now = await this.settings.now(tenantId);
      const details = await this.detailsOf(request, now).catch((error: unknown) => this.unlessCreated(id, error));
      const created = await this.withdrawals.change(id, { ...request, withdrawalId: id }, (current) =>
        (current || details === null ? null : begin({ kind: 'account', tenantId, dialectId, details, traceId: currentTraceId(), sagaVersion: this.tables.newest('account') }, now)), { isProbablyNew: details !== null });
      return accountViewOf(this.withdrawals.owned(created, id, tenantId));
    });
  }

  @OnRequest(acceptWithdrawal)
  accept(request: RequestMessage<typeof acceptWithdrawal>): Deferrable {
    return this.admission.inTurn(request.tenantId, request.body.id, async () => {
      const current = await this.withdrawals.lastKnown(request.body.id, request.tenantId, ({ state }) => !isAccepting(request, state) && canTake(state, 'client.accept'));
      if (isAccepting(request, current.state)) return this.acceptAgain(request, current);
      mustTake(current, 'client.accept');
      const acceptance = await this.acceptanceOf(request, current.state);
      return this.process.place(request, 'acceptance', { id: request.id, type: 'client.accept', body: acceptance }, (state) => isAccepting(request, state));
    });
  }

  @OnRequest(cancelWithdrawal)
  async cancel(request: RequestMessage<typeof cancelWithdrawal>): Deferrable {
    const { cancellationId } = request.body;
    const current = await this.withdrawals.ofTenant(request.body.id, request.tenantId);
    if (current.state.details.cancellationId === cancellationId) return this.process.join(request, 'cancellation');
    return this.process.place(request, 'cancellation', { id: cancellationId, type: 'client.cancel', body: { cancellationId } });
  }

  @OnRequest(getWithdrawal)
  async get({ tenantId, body }: RequestMessage<typeof getWithdrawal>): Promise<WithdrawalView> {
    return accountViewOf(await this.withdrawals.byDialectId(body.dialect, body.dialectId, tenantId));
  }

  @OnRequest(listWithdrawals)
  async list({ tenantId, body }: RequestMessage<typeof listWithdrawals>): Promise<ReplyOf<typeof listWithdrawals>> {
    const filter: StoredFilter = { tenantId, dialect: body.dialect, ...narrowed(body), ...(await this.older(tenantId, body)) };
    const { found, hasMore } = await this.withdrawals.pageWhere(filter, { sort: sortBy('createdAt', 'newest'), limit: body.limit });
    return { withdrawals: found.map(accountViewOf), hasMore };
  }

  private async detailsOf({ tenantId, body }: RequestMessage<typeof createWithdrawal>, now: Date): Promise<WithdrawalDetails> {
    const account = await this.accountOf(tenantId, body.accountId);
    const amount = Money.parse(body.amount, account.posted.currency);
    if (!amount.isPositive) throw new DomainError('invalid_amount', 'The amount must be more than zero.');
    const { rail, payeeName } = await this.railTo(tenantId, { ...body, customerId: account.owner, currency: amount.currency, amount: amount.toJson() });
    mustCover(account, amount);
    return {
      withdrawalId: body.id, dialect: body.dialect, accountId: body.accountId, customerId: account.owner, destinationId: body.destinationId,
      amount: amount.toJson(), fee: Money.zero(amount.currency).toJson(), purpose: body.purpose, rail, payeeName, sourceLabel: account.nickname, reference: body.reference,
      createdAt: now.toISOString(), holdNumber: 1, sourceLegs: [],
      payoutLegs: [{ legId: `${body.id}:1`, attempt: 1, amount: amount.toJson(), status: 'planned' }],
    };
  }

  /** Created before, it stays as it is, whatever would be refused by now. */
  private async unlessCreated(id: string, error: unknown): Promise<null> {
    if ((await this.withdrawals.find(id)) === null) throw error;
    return null;
  }

  /** The same acceptance once more: replied to with its outcome, or made to wait for it. */
  private acceptAgain(request: RequestMessage<typeof acceptWithdrawal>, current: Versioned<Withdrawal>): Deferrable {
    if (isAuthorized(current.state)) return Promise.resolve(accountViewOf(current));
    return this.process.join(request, 'acceptance');
  }

  private async acceptanceOf({ tenantId, body }: RequestMessage<typeof acceptWithdrawal>, { details }: Withdrawal): Promise<WithdrawalMessages['client.accept']> {
    const acceptedAt = (await this.settings.now(tenantId)).toISOString();
    const account = await this.accountOf(tenantId, details.accountId);
    if (details.purpose === undefined) throw new DomainError('invalid_status', 'This withdrawal is not accepted by hand.');
    const to = {
      destinationId: details.destinationId, customerId: details.customerId, currency: details.amount.currency, purpose: details.purpose,
      amount: details.amount, rail: details.rail, reference: details.reference,
    };
    const scheduled = await this.scheduleOf(tenantId, to, acceptedAt);
    mustCover(account, Money.fromJson(details.amount));
    return { acceptanceId: body.acceptanceId, acceptedAt, ...scheduled };
  }

  /** Whether the destination may still be paid, and when it is: one question, unless payout is of a version that checks nothing when it is asked for dates. */
  private async scheduleOf(tenantId: string, to: Destination, acceptedAt: string): Promise<Pick<WithdrawalMessages['client.accept'], 'rail' | 'sendAt' | 'estimatedCompletion'>> {
    const rail = to.rail ?? (await this.railTo(tenantId, to)).rail;
    const { isChecked, ...dates } = await this.requests.request(schedulePayment, { rail, acceptedAt, to: payableOf(to) }, { tenantId });
    if (isChecked !== true) await this.railTo(tenantId, to);
    return { rail, ...dates };
  }

  /** The account, if it is there and may transact. Checked when a withdrawal is created and again when it is accepted, as is the destination. */
  private async accountOf(tenantId: string, id: string): Promise<AccountView> {
    const account = await this.requests.request(getAccount, { id }, { tenantId });
    if (account.kind !== 'customer') throw new DomainError('not_found', 'There is no such account.');
    if (!transactable.includes(account.status)) throw new DomainError('account_not_transactable', `The account is ${account.status}.`);
    return account;
  }

  /** The rail by which the account's owner may pay this counterparty. */
  private railTo(tenantId: string, to: Destination): Promise<ReplyOf<typeof checkDestination>> {
    return this.requests.request(checkDestination, payableOf(to), { tenantId });
  }

  /** What comes after the last one seen: older, or as old with a smaller id. */
  private async older(tenantId: string, { dialect, after }: Query): Promise<StoredFilter> {
    if (after === undefined) return {};
    const last = await this.withdrawals.byDialectId(dialect, after, tenantId).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      throw unknownPageEnd('withdrawal');
    });
    return rowsAfter('createdAt', 'newest', { at: last.state.createdAt, id: last.id });
  }
}

const payableOf = ({ destinationId, customerId, currency, purpose, amount, rail, reference }: Destination): RequestOf<typeof checkDestination> =>
  ({ counterpartyId: destinationId, customerId, currency, purpose, amount, rail, reference });

/** Is this acceptance under way, or decided? One that was refused may be tried again, unless this is a copy of it. */
const isAccepting = ({ id, body }: RequestMessage<typeof acceptWithdrawal>, withdrawal: Withdrawal): boolean =>
  withdrawal.taken.includes(id) || (withdrawal.details.acceptanceId === body.acceptanceId && !canTake(withdrawal, 'client.accept'));

/** The amount is available now; only the hold makes sure of it. @throws DomainError `insufficient_funds` */
function mustCover(account: AccountView, amount: Money): void {
  if (Money.fromJson(account.available).compare(amount) < 0) throw new DomainError('insufficient_funds', 'The available balance is less than the amount.');
}

function narrowed({ accountId, destinationId, states }: Query): StoredFilter {
  return {
    ...(accountId === undefined ? {} : { 'details.accountId': accountId }),
    ...(destinationId === undefined ? {} : { 'details.destinationId': destinationId }),
    ...(states === undefined ? {} : { $and: [{ $or: states.map(({ phase, hold, returned }) => ({
      phase,
      ...(hold === undefined ? {} : { hold }),
      ...(returned === undefined ? {} : { 'details.returned': { $exists: returned } }),
    })) }] }),
  };
}
