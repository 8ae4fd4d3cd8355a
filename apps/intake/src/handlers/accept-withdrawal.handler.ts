import { Controller } from '@nestjs/common';
import { acceptWithdrawal, type WithdrawalView } from '@sluice/contract-intake';
import { schedulePayment } from '@sluice/contract-payout';
import { DomainError, Money } from '@sluice/kernel';
import { deferred, OnRequest, Requests, type Ask } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { Admission } from '../admission.js';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Checks } from '../checks.js';
import { canTake, Orders } from '../orders.js';
import type { WithdrawalMessages } from '../saga/messages.js';
import { isAuthorized, viewOf, type Withdrawal } from '../withdrawal/withdrawal.js';

@Controller()
export class AcceptWithdrawalHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly admission: Admission,
    private readonly checks: Checks,
    private readonly orders: Orders,
    private readonly requests: Requests,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(acceptWithdrawal)
  handle(ask: Ask<typeof acceptWithdrawal>): Promise<WithdrawalView | typeof deferred> {
    return this.admission.inTurn(ask.tenantId, ask.body.id, () => this.accept(ask));
  }

  private async accept(ask: Ask<typeof acceptWithdrawal>): Promise<WithdrawalView | typeof deferred> {
    const current = await this.withdrawals.ofTenant(ask.body.id, ask.tenantId);
    if (isAccepting(ask, current.state)) return this.again(ask, current);
    this.orders.mustTake(current, 'client.accept');
    const acceptance = await this.acceptanceOf(ask, current.state);
    return this.orders.place(ask, 'acceptance', { id: ask.id, type: 'client.accept', body: acceptance }, (state) => isAccepting(ask, state));
  }

  /** The same acceptance once more: replied to with what became of it, or made to wait for it. */
  private again(ask: Ask<typeof acceptWithdrawal>, current: Versioned<Withdrawal>): Promise<WithdrawalView | typeof deferred> {
    if (isAuthorized(current.state)) return Promise.resolve(viewOf(current));
    return this.orders.await(ask, 'acceptance');
  }

  private async acceptanceOf(ask: Ask<typeof acceptWithdrawal>, { details }: Withdrawal): Promise<WithdrawalMessages['client.accept']> {
    const { tenantId, body } = ask;
    const acceptedAt = (await this.settings.now(tenantId)).toISOString();
    const account = await this.checks.account(tenantId, details.accountId);
    if (details.purpose === undefined) throw new DomainError('invalid_status', 'This withdrawal is not accepted by hand.');
    const { rail } = await this.checks.destination(tenantId, {
      destinationId: details.destinationId, customerId: details.customerId, currency: details.amount.currency, purpose: details.purpose,
      amount: details.amount, rail: details.rail, reference: details.reference,
    });
    this.checks.funds(account, Money.fromJson(details.amount));
    const { sendAt, estimatedCompletion } = await this.requests.request(schedulePayment, { rail, acceptedAt }, { tenantId });
    return { acceptanceId: body.acceptanceId, acceptedAt, rail, sendAt, estimatedCompletion };
  }
}

/** Is this acceptance under way, or has it come to something? One that was refused has not: unless this is a copy of it, it may be tried again. */
const isAccepting = ({ id, body }: Ask<typeof acceptWithdrawal>, withdrawal: Withdrawal): boolean =>
  withdrawal.taken.includes(id) || (withdrawal.details.acceptanceId === body.acceptanceId && !canTake(withdrawal, 'client.accept'));
