import { Injectable } from '@nestjs/common';
import type { Reconciliation } from '@sluice/contract-intake';
import type { Break } from '@sluice/contract-kit';
import { getAccount } from '@sluice/contract-ledger';
import { reconcileOrders, reconcileWallets } from '@sluice/contract-liquidity';
import { reconcilePayments } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { Requests, type Cause } from '@sluice/messaging';
import { Reconciliations } from '../adapters/reconciliations.store.js';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { Looks } from './looks.js';
import { compareWallet, underWay, type ShownWallet } from './wallets.js';

const PAGE = 100;
/** Journals are long, and chains slow. */
const TIMEOUT_MS = 30_000;

/** Compares what the bank, the custodian and the chains say with what we say. */
@Injectable()
export class Reconciler {
  constructor(
    private readonly requests: Requests,
    private readonly withdrawals: Withdrawals,
    private readonly reconciliations: Reconciliations,
    private readonly looks: Looks,
  ) {}

  /** Once per id. Work goes on meanwhile, so only what differs at every look in the same words is a break. */
  async reconcile(id: string, cause: Cause): Promise<Reconciliation> {
    const known = await this.reconciliations.find(id);
    if (known?.tenantId === cause.tenantId) return { id, ...known.state };
    const breaks = await this.looks.lasting(() => this.look(cause.tenantId), (one) => JSON.stringify(one));
    const state = { checkedAt: new Date().toISOString(), breaks };
    const stored = await this.reconciliations.change(id, cause, (current) => (current ? null : { state }));
    return { id, ...(stored?.state ?? state) };
  }

  private async look(tenantId: string): Promise<Break[]> {
    const context = { tenantId, timeoutMs: TIMEOUT_MS };
    const [payments, orders, wallets] = await Promise.all([
      this.requests.request(reconcilePayments, {}, context), this.requests.request(reconcileOrders, {}, context), this.wallets(tenantId),
    ]);
    return [...payments.breaks, ...orders.breaks, ...wallets];
  }

  private async wallets(tenantId: string): Promise<Break[]> {
    const breaks: Break[] = [];
    for (let after: string | undefined, hasMore = true; hasMore;) {
      const page = await this.requests.request(reconcileWallets, { limit: PAGE, after }, { tenantId, timeoutMs: TIMEOUT_MS });
      breaks.push(...(await Promise.all(page.wallets.map((wallet) => this.wallet(tenantId, wallet)))).flat());
      hasMore = page.hasMore;
      after = page.wallets.at(-1)?.id;
    }
    return breaks;
  }

  /** The chain is looked at first: what leaves it afterwards is found on its way. */
  private async wallet(tenantId: string, wallet: ShownWallet): Promise<Break[]> {
    const open = await this.withdrawals.findWhere({ tenantId, 'details.accountId': wallet.id, endedAt: { $exists: false } });
    const account = await this.requests.request(getAccount, { id: wallet.id }, { tenantId }).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'not_found') return null;
      throw error;
    });
    return compareWallet(wallet, account?.posted ?? null, underWay(open));
  }
}
