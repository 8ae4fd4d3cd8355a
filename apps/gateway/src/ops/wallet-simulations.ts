import { Injectable } from '@nestjs/common';
import { depositToWallet, listYieldSources, setWalletStatus, type walletStatusSchema } from '@sluice/contract-liquidity';
import { DomainError, Money } from '@sluice/kernel';
import type { z } from 'zod';
import { Services } from '../services/services.js';
import type { DepositOrder } from './schema.js';

/** Where cash arrives when nobody says otherwise (spec/operator.md). */
const DEFAULT_CHAIN = 'arbitrum';

/** Wallets alone have bare UUIDs among what can be a target. */
export const isWalletId = (target: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(target);

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
    await this.services.ask(depositToWallet, { depositId, walletId, chain: where, amount, positionKey }, { tenantId });
  }

  async setStatus(tenantId: string, id: string, status: z.output<typeof walletStatusSchema>): Promise<void> {
    await this.services.ask(setWalletStatus, { id, status }, { tenantId });
  }

  /** A position is bought on its own chain. */
  private async homeOf(positionKey: DepositOrder['positionKey'], tenantId: string): Promise<NonNullable<DepositOrder['chain']>> {
    if (positionKey === undefined) return DEFAULT_CHAIN;
    const { sources } = await this.services.ask(listYieldSources, {}, { tenantId });
    return sources.find((source) => source.positionKey === positionKey)?.chain ?? DEFAULT_CHAIN;
  }
}
