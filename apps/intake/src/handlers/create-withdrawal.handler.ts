import { Controller } from '@nestjs/common';
import { createWithdrawal, type WithdrawalView } from '@sluice/contract-intake';
import { DomainError, Money } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { currentTraceId } from '@sluice/telemetry';
import { Admission } from '../admission.js';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Checks } from '../checks.js';
import { begin } from '../withdrawal/advance.js';
import { viewOf } from '../withdrawal/withdrawal.js';
import type { WithdrawalDetails } from '../withdrawal/withdrawal-details.js';

@Controller()
export class CreateWithdrawalHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly admission: Admission,
    private readonly checks: Checks,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(createWithdrawal)
  handle(ask: Ask<typeof createWithdrawal>): Promise<WithdrawalView> {
    return this.admission.inTurn(ask.tenantId, ask.body.id, () => this.create(ask));
  }

  private async create(ask: Ask<typeof createWithdrawal>): Promise<WithdrawalView> {
    const { id, dialectId } = ask.body;
    if (await this.withdrawals.find(id)) return viewOf(await this.withdrawals.ofTenant(id, ask.tenantId));
    const now = await this.settings.now(ask.tenantId);
    const details = await this.detailsOf(ask, now);
    await this.withdrawals.change(id, { ...ask, withdrawalId: id }, (current) => (current ? null : begin({ kind: 'account', tenantId: ask.tenantId, dialectId, details, traceId: currentTraceId() }, now)));
    return viewOf(await this.withdrawals.ofTenant(id, ask.tenantId));
  }

  private async detailsOf({ tenantId, body }: Ask<typeof createWithdrawal>, now: Date): Promise<WithdrawalDetails> {
    const account = await this.checks.account(tenantId, body.accountId);
    const amount = Money.parse(body.amount, account.posted.currency);
    if (!amount.isPositive) throw new DomainError('invalid_amount', 'The amount must be more than zero.');
    const { rail, payeeName } = await this.checks.destination(tenantId, { ...body, customerId: account.owner, currency: amount.currency, amount: amount.toJson() });
    this.checks.funds(account, amount);
    return {
      withdrawalId: body.id, dialect: body.dialect, accountId: body.accountId, customerId: account.owner, destinationId: body.destinationId,
      amount: amount.toJson(), fee: Money.zero(amount.currency).toJson(), purpose: body.purpose, rail, payeeName, sourceLabel: account.nickname, reference: body.reference,
      createdAt: now.toISOString(), holdNumber: 1, sourceLegs: [],
      payoutLegs: [{ legId: `${body.id}:1`, attempt: 1, amount: amount.toJson(), status: 'planned' }],
    };
  }
}
