import { Injectable } from '@nestjs/common';
import { getCanonicalWithdrawal } from '@sluice/contract-intake';
import { accountStatusSchema, deposit, getAccount, setAccountStatus } from '@sluice/contract-ledger';
import { depositToWallet, listYieldSources, setWalletStatus, walletStatusSchema } from '@sluice/contract-liquidity';
import { counterpartyStatusSchema, setCounterpartyStatus } from '@sluice/contract-payout';
import { DomainError, Money } from '@sluice/kernel';
import type { z } from 'zod';
import { Services } from '../services/services.js';
import { hasPortfolioStatus, isPortfolioId, PortfolioSimulations } from './portfolio-simulations.js';
import { Simulators } from './providers/simulators.http.js';
import type { DepositOrder } from './sandbox.js';

/** Where cash arrives when nobody says otherwise (spec/operator.md). */
const DEFAULT_CHAIN = 'arbitrum';

/** Wallets alone have bare UUIDs among what can be a target. */
const isWalletId = (target: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(target);

/** What the sandbox lets happen to a wallet from outside. */
@Injectable()
export class WalletSimulations {
  constructor(private readonly services: Services) {}

  /** USDC arrives on a chain and, before this resolves, in the books, under this deposit id. @throws DomainError `not_found`, `invalid_amount`, `precision_overflow`, `currency_mismatch`, `invalid_request` */
  async deposit(tenantId: string, depositId: string, { target: walletId, amount: text, currency, chain, positionKey }: DepositOrder): Promise<void> {
    if ((currency ?? 'USDC') !== 'USDC') throw new DomainError('currency_mismatch', 'A wallet holds USDC.', [{ field: 'currency', message: 'must be USDC' }]);
    const money = Money.parse(text, 'USDC');
    if (!money.isPositive) throw new DomainError('invalid_amount', 'The amount must be more than zero.', [{ field: 'amount', message: 'must be more than zero' }]);
    const amount = money.toJson();
    const where = chain ?? (await this.homeOf(positionKey, tenantId));
    await this.services.request(depositToWallet, { depositId, walletId, chain: where, amount, positionKey }, { tenantId });
  }

  async setStatus(tenantId: string, id: string, status: z.output<typeof walletStatusSchema>): Promise<void> {
    await this.services.request(setWalletStatus, { id, status }, { tenantId });
  }

  /** A position is bought on its own chain. */
  private async homeOf(positionKey: DepositOrder['positionKey'], tenantId: string): Promise<NonNullable<DepositOrder['chain']>> {
    if (positionKey === undefined) return DEFAULT_CHAIN;
    const { sources } = await this.services.request(listYieldSources, {}, { tenantId });
    return sources.find((source) => source.positionKey === positionKey)?.chain ?? DEFAULT_CHAIN;
  }
}

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
    const account = await this.services.request(getAccount, { id: order.target }, { tenantId });
    const amount = Money.parse(order.amount, order.currency ?? account.posted.currency);
    if (!amount.isPositive) throw new DomainError('invalid_amount', 'The amount must be more than zero.', [{ field: 'amount', message: 'must be more than zero' }]);
    await this.services.request(deposit, { depositId, accountId: account.id, amount: amount.toJson() }, { tenantId });
  }

  /** Puts anything that has one into a status. @throws DomainError `not_found`, `invalid_request` */
  async setStatus(tenantId: string, target: string, status: string): Promise<void> {
    if (target.startsWith('acc_')) await this.services.request(setAccountStatus, { id: target, status: oneOf(accountStatusSchema, status) }, { tenantId });
    else if (target.startsWith('cpty_')) await this.services.request(setCounterpartyStatus, { id: target, status: oneOf(counterpartyStatusSchema, status) }, { tenantId });
    else if (isWalletId(target)) await this.wallets.setStatus(tenantId, target, oneOf(walletStatusSchema, status));
    else if (hasPortfolioStatus(target)) await this.portfolios.setStatus(tenantId, target, status);
    else throw unknownTarget();
  }

  /** The bank sends a delivered payment back. @throws DomainError `not_found`, `invalid_status` */
  async returnPayment(tenantId: string, withdrawalId: string, code: string): Promise<void> {
    const { id: reference } = await this.services.request(getCanonicalWithdrawal, { id: withdrawalId }, { tenantId });
    const returned = await this.simulators.returnPayment(tenantId, { reference, code });
    if (!returned) throw new DomainError('invalid_status', 'The bank has no delivered payment of this withdrawal to send back.');
  }
}

function oneOf<Status extends string>(schema: z.ZodType<Status>, status: string): Status {
  const read = schema.safeParse(status);
  if (read.success) return read.data;
  throw new DomainError('invalid_request', 'The target has no such status.', [{ field: 'status', message: 'is not a status of the target' }]);
}
