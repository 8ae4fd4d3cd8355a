import type { TestService } from '@sluice/builders';
import type { CheckedWithdrawal, checkWithdrawals } from '@sluice/contract-intake';
import type { Finding, ReplyOf, RequestContract } from '@sluice/contract-kit';
import type { MoneyJson } from '@sluice/kernel';

export const usd = (units: string) => ({ currency: 'USD' as const, units });

type Withdrawals = ReplyOf<typeof checkWithdrawals>;

export const AT = '2026-01-15T12:00:00.000Z';

/** A withdrawal of one version, made long before the tenant's time. */
export const aWithdrawal = (id: string): CheckedWithdrawal => ({ id, version: 1, view: { id, destinationId: 'cpty_1' }, changes: [{ version: 1, at: AT }] });

/** What the services answer the checker and the reconciliation. */
export class Others {
  findings: Record<string, Finding[]> = {};
  /** Messages that are decided and not sent, by service. */
  unsent: Record<string, Finding[]> = {};
  holds: object[] = [];
  events: { withdrawalId: string; sequence: number; view: object }[] = [];
  clearing: MoneyJson | null = usd('0');
  withdrawals: Withdrawals = { findings: [], holds: [], clearing: [], newest: [], now: '2026-01-15T13:00:00.000Z', isProved: true };
  tenants: { all: string[]; unchecked: string[] } = { all: [], unchecked: [] };
  wallets: { id: string; onChain: MoneyJson; booked: MoneyJson }[] = [];
  underWay: { accountId: string; units: string }[] = [];
  breaks: Record<string, object[]> = {};
  /** Services that were requested to check everything. */
  readonly inFull = new Set<string>();
  readonly asked: string[] = [];
  isSilent = false;
  checks = 0;
  caller: TestService | null = null;

  request(contract: RequestContract, ask: { withdrawalId?: string; id?: string; full?: boolean; unchecked?: boolean }): Promise<unknown> {
    if (ask.full === true) this.inFull.add(contract.service);
    this.asked.push(contract.type);
    return this.isSilent ? Promise.reject(new Error(`${contract.service} did not answer.`)) : Promise.resolve(this.replyTo(contract, ask));
  }

  private replyTo({ type, service }: RequestContract, ask: { withdrawalId?: string; unchecked?: boolean }): unknown {
    switch (type) {
      case 'ledger.list-open-holds': this.checks += 1; return { holds: this.holds };
      case 'ledger.get-account': return { posted: this.clearing };
      case 'webhooks.list-events': return { events: this.events.filter(({ withdrawalId }) => withdrawalId === ask.withdrawalId), nextCursor: '' };
      case 'intake.check-withdrawals': return this.withdrawals;
      case 'intake.list-tenants': return { tenants: ask.unchecked === true ? this.tenants.unchecked : this.tenants.all };
      case 'intake.list-under-way': return { accounts: this.underWay };
      case 'liquidity.reconcile-wallets': return { wallets: this.wallets.map((wallet) => ({ ...wallet, coming: { ...wallet.onChain, units: '0' }, gone: [] })), hasMore: false };
      case 'liquidity.reconcile': case 'payout.reconcile': return { breaks: this.breaks[service] ?? [] };
      default: return { findings: (type.endsWith('check-invariants') ? this.findings[service] : this.unsent[service]) ?? [] };
    }
  }
}
