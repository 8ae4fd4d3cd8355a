import { Injectable } from '@nestjs/common';
import { listRequirements } from '@sluice/contract-compliance';
import { acceptWithdrawal, cancelWithdrawal, createWithdrawal, getWithdrawal, listWithdrawals, type WithdrawalView } from '@sluice/contract-intake';
import type { ReplyOf } from '@sluice/contract-kit';
import { getAccount, type AccountView } from '@sluice/contract-ledger';
import { renderReceipt, verifyReceipt } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { Services, type BodyFor, type Caller } from '../services/services.js';

/** A withdrawal by the id that its dialect gave it. */
export type WithdrawalName = BodyFor<typeof getWithdrawal>;

/** Withdrawals from an account to a counterparty over a bank rail. Whatever is ordered has an id of its own, so that it can be ordered again. */
@Injectable()
export class AccountWithdrawals {
  constructor(private readonly services: Services) {}

  create({ tenantId }: Caller, order: BodyFor<typeof createWithdrawal>): Promise<WithdrawalView> {
    return this.services.request(createWithdrawal, order, { tenantId, withdrawalId: order.id });
  }

  async accept(caller: Caller, name: WithdrawalName, acceptanceId: string): Promise<WithdrawalView> {
    const { id } = await this.find(caller, name);
    return this.services.request(acceptWithdrawal, { id, acceptanceId }, { tenantId: caller.tenantId, withdrawalId: id });
  }

  async cancel(caller: Caller, name: WithdrawalName, cancellationId: string): Promise<WithdrawalView> {
    const { id } = await this.find(caller, name);
    return this.services.request(cancelWithdrawal, { id, cancellationId }, { tenantId: caller.tenantId, withdrawalId: id });
  }

  find(caller: Caller, name: WithdrawalName): Promise<WithdrawalView> {
    return this.services.request(getWithdrawal, name, caller);
  }

  list(caller: Caller, page: BodyFor<typeof listWithdrawals>): Promise<ReplyOf<typeof listWithdrawals>> {
    return this.services.request(listWithdrawals, page, caller);
  }

  /** The documents that it waits for. */
  async requirements({ tenantId }: Caller, { id: withdrawalId }: WithdrawalView): Promise<ReplyOf<typeof listRequirements>['requirements']> {
    return (await this.services.request(listRequirements, { withdrawalId }, { tenantId, withdrawalId })).requirements;
  }

  /** The receipt as a PDF. @throws DomainError `invalid_status` unless it is executed */
  async receipt(caller: Caller, view: WithdrawalView): Promise<Buffer> {
    const context = { tenantId: caller.tenantId, withdrawalId: view.id };
    const facts = receiptFacts(view, await this.services.request(getAccount, { id: view.accountId }, context));
    if (!facts) throw new DomainError('invalid_status', 'There is a receipt of an executed withdrawal only.');
    const { pdf } = await this.services.request(renderReceipt, facts, context);
    return Buffer.from(pdf, 'base64');
  }

  /** What the code on a receipt stands for. */
  verifyReceipt(caller: Caller, code: string): Promise<ReplyOf<typeof verifyReceipt>> {
    return this.services.request(verifyReceipt, { code }, caller);
  }
}

/** What a receipt says; null unless the withdrawal is executed, has not come back, and the bank has named the payment. */
function receiptFacts(view: WithdrawalView, account: AccountView): BodyFor<typeof renderReceipt> | null {
  const { id, dialectId, amount, rail, reference, destinationId: counterpartyId, createdAt, authorizedAt: acceptedAt, endedAt, trace, phase, returned } = view;
  if (phase !== 'settled' || returned || endedAt === undefined || rail === undefined || trace === undefined) return null;
  const { nickname, owner } = account;
  return { id, dialectId, amount, rail, reference, account: { id: account.id, nickname, owner }, counterpartyId, createdAt, acceptedAt, executedAt: endedAt, trace };
}
