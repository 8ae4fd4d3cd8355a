import { Injectable } from '@nestjs/common';
import type { Verdict } from '@sluice/contract-intake';
import { checkRequest, messageCheckRequest, type Finding } from '@sluice/contract-kit';
import { getAccount, listOpenHolds } from '@sluice/contract-ledger';
import { listEvents } from '@sluice/contract-webhooks';
import { DomainError, Money, newId } from '@sluice/kernel';
import { Requests } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { Verdicts } from '../adapters/verdicts.store.js';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import type { Withdrawal } from '../withdrawal/withdrawal.js';
import { compareClearing, expect, type Expectations } from './clearing.js';
import { compareEvents } from './events.js';
import { compareHolds, holdsOf, type Hold } from './holds.js';
import { verdictOf, wordsOf } from './invariants.js';
import { Looks } from './looks.js';
import { findingsOf } from './one-withdrawal.js';

const services = ['intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'] as const;
const checks = [...['ledger', 'liquidity', 'payout', 'webhooks'].map(checkRequest), ...services.map(messageCheckRequest)];

const PAGE = 500;
/** The newest withdrawals whose events are read one by one. */
const EVENTS_READ_OF = 30;

type Stored = Versioned<Withdrawal>;
interface Looked { readonly findings: Finding[]; readonly holds: Hold[]; readonly clearing: Expectations; readonly newest: Stored[] }

/** Checks the invariants of spec/canonical.md for one tenant: every withdrawal, and each service's own books. */
@Injectable()
export class Checker {
  constructor(
    private readonly requests: Requests,
    private readonly withdrawals: Withdrawals,
    private readonly verdicts: Verdicts,
    private readonly looks: Looks,
    private readonly settings: TenantSettings,
  ) {}

  /** Work goes on while it is checked, so only what is wrong at every look in the same words counts. */
  async check(tenantId: string): Promise<Verdict> {
    const findings = await this.looks.lasting(() => this.look(tenantId), wordsOf);
    const verdict = verdictOf(findings, new Date());
    await this.verdicts.change(tenantId, { id: newId(), tenantId }, () => ({ state: verdict }));
    return verdict;
  }

  private async look(tenantId: string): Promise<Finding[]> {
    const [open, answers] = [await this.openHolds(tenantId), await Promise.all(checks.map((check) => this.requests.request(check, {}, { tenantId })))];
    const { findings, holds, clearing, newest } = await this.ownRecords(tenantId);
    return [
      ...findings, ...answers.flatMap((answer) => answer.findings), ...compareHolds(open, holds),
      ...(await this.clearing(tenantId, clearing)), ...(await this.events(tenantId, newest)),
    ];
  }

  private async ownRecords(tenantId: string): Promise<Looked> {
    const looked: Looked = { findings: [], holds: [], clearing: new Map(), newest: [] };
    let page: Stored[] = [];
    do {
      const last = page.at(-1)?.id;
      page = await this.withdrawals.findWhere({ tenantId, ...(last === undefined ? {} : { _id: { $gt: last } }) }, { sort: { _id: 1 }, limit: PAGE });
      for (const withdrawal of page) {
        looked.findings.push(...findingsOf(withdrawal));
        looked.holds.push(...holdsOf(withdrawal));
        expect(looked.clearing, withdrawal);
      }
      looked.newest.push(...page);
      looked.newest.sort((one, other) => (one.state.createdAt < other.state.createdAt ? 1 : -1)).splice(EVENTS_READ_OF);
    } while (page.length === PAGE);
    return looked;
  }

  private async openHolds(tenantId: string) {
    const all = [];
    for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
      const { holds, next } = await this.requests.request(listOpenHolds, { limit: PAGE, ...(after !== undefined && { after }) }, { tenantId });
      all.push(...holds);
      after = next;
    }
    return all;
  }

  private async clearing(tenantId: string, expectations: Expectations): Promise<Finding[]> {
    const known = [...expectations].filter((entry): entry is [string, Money] => entry[1] !== null);
    const found = await Promise.all(known.map(async ([id, expected]) => compareClearing(id, expected, await this.postedOn(tenantId, id))));
    return found.flat();
  }

  private async postedOn(tenantId: string, id: string) {
    const account = await this.requests.request(getAccount, { id }, { tenantId }).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'not_found') return null;
      throw error;
    });
    return account?.posted ?? null;
  }

  private async events(tenantId: string, newest: readonly Stored[]): Promise<Finding[]> {
    const now = await this.settings.now(tenantId);
    const found = await Promise.all(newest.map(async (withdrawal) =>
      compareEvents(withdrawal, (await this.requests.request(listEvents, { withdrawalId: withdrawal.id, limit: 200 }, { tenantId })).events, now)));
    return found.flat();
  }
}
