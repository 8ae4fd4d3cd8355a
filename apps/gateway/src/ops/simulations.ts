import { Injectable } from '@nestjs/common';
import { getCanonicalWithdrawal } from '@sluice/contract-intake';
import { deposit, getAccount, setAccountStatus, accountStatusSchema } from '@sluice/contract-ledger';
import { walletStatusSchema } from '@sluice/contract-liquidity';
import { counterpartyStatusSchema, setCounterpartyStatus } from '@sluice/contract-payout';
import { DomainError, Money } from '@sluice/kernel';
import type { z } from 'zod';
import { Simulators } from '../ports/simulators.js';
import { Services } from '../services/services.js';
import { hasPortfolioStatus, isPortfolioId, PortfolioSimulations } from './portfolio-simulations.js';
import type { DepositOrder } from './schema.js';
import { isWalletId, WalletSimulations } from './wallet-simulations.js';

const unknownTarget = (): DomainError => new DomainError('not_found', 'There is no such target.', [{ field: 'target', message: 'is unknown' }]);

/** What the sandbox lets happen to a tenant from outside. */
@Injectable()
export class Simulations {
  constructor(
    private readonly services: Services,
    private readonly simulators: Simulators,
    private readonly wallets: WalletSimulations,
    private readonly portfolios: PortfolioSimulations,
  ) {}

  /** Money arrives on an account, in a portfolio or in a wallet. @throws DomainError `not_found`, `currency_mismatch`, `invalid_amount`, `precision_overflow` */
  async deposit(tenantId: string, depositId: string, order: DepositOrder): Promise<void> {
    if (isWalletId(order.target)) return this.wallets.deposit(tenantId, depositId, order);
    if (isPortfolioId(order.target)) return this.portfolios.deposit(tenantId, depositId, order);
    const account = await this.services.ask(getAccount, { id: order.target }, { tenantId });
    const amount = Money.parse(order.amount, order.currency ?? account.posted.currency);
    if (!amount.isPositive) throw new DomainError('invalid_amount', 'The amount must be more than zero.', [{ field: 'amount', message: 'must be more than zero' }]);
    await this.services.ask(deposit, { depositId, accountId: account.id, amount: amount.toJson() }, { tenantId });
  }

  /** Puts anything that has one into a status. @throws DomainError `not_found`, `invalid_request` */
  async setStatus(tenantId: string, target: string, status: string): Promise<void> {
    if (target.startsWith('acc_')) await this.services.ask(setAccountStatus, { id: target, status: oneOf(accountStatusSchema, status) }, { tenantId });
    else if (target.startsWith('cpty_')) await this.services.ask(setCounterpartyStatus, { id: target, status: oneOf(counterpartyStatusSchema, status) }, { tenantId });
    else if (isWalletId(target)) await this.wallets.setStatus(tenantId, target, oneOf(walletStatusSchema, status));
    else if (hasPortfolioStatus(target)) await this.portfolios.setStatus(tenantId, target, status);
    else throw unknownTarget();
  }

  /** The bank sends a delivered payment back. @throws DomainError `not_found`, `invalid_status` */
  async returnPayment(tenantId: string, withdrawalId: string, code: string): Promise<void> {
    const { id: reference } = await this.services.ask(getCanonicalWithdrawal, { id: withdrawalId }, { tenantId });
    const returned = await this.simulators.returnPayment(tenantId, { reference, code });
    if (!returned) throw new DomainError('invalid_status', 'The bank has no delivered payment of this withdrawal to send back.');
  }
}

function oneOf<Status extends string>(schema: z.ZodType<Status>, status: string): Status {
  const read = schema.safeParse(status);
  if (read.success) return read.data;
  throw new DomainError('invalid_request', 'The target has no such status.', [{ field: 'status', message: 'is not a status of the target' }]);
}
