import type { TestService } from '@sluice/builders';
import { messageCheckRequest, type Finding, type RequestContract } from '@sluice/contract-kit';
import type { MoneyJson } from '@sluice/kernel';

export const usd = (units: string) => ({ currency: 'USD' as const, units });

/** What the other services answer the checker. Requests to intake itself are real. */
export class Others {
  findings: Record<string, Finding[]> = {};
  holds: object[] = [];
  events: { withdrawalId: string; sequence: number; view: object }[] = [];
  clearing: MoneyJson = usd('0');
  /** Services that were requested to check everything. */
  readonly inFull = new Set<string>();
  isSilent = false;
  checks = 0;
  caller: TestService | null = null;

  request(contract: RequestContract, ask: { withdrawalId?: string; id?: string; full?: boolean }, { tenantId }: { tenantId: string }): Promise<unknown> {
    if (contract.service === 'intake' && this.caller !== null) return this.caller.requests.request(messageCheckRequest('intake'), {}, { tenantId });
    if (ask.full === true) this.inFull.add(contract.service);
    if (this.isSilent) return Promise.reject(new Error(`${contract.service} did not answer.`));
    switch (contract.type) {
      case 'ledger.list-open-holds': this.checks += 1; return Promise.resolve({ holds: this.holds });
      case 'ledger.get-account': return Promise.resolve({ posted: this.clearing });
      case 'webhooks.list-events': return Promise.resolve({ events: this.events.filter(({ withdrawalId }) => withdrawalId === ask.withdrawalId), nextCursor: '' });
      default: return Promise.resolve({ findings: contract.type.endsWith('check-invariants') ? (this.findings[contract.service] ?? []) : [] });
    }
  }
}
