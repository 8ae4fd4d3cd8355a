import { Injectable } from '@nestjs/common';
import type { Verdict } from '@sluice/contract-intake';
import { checkRequest, messageCheckRequest, type Finding } from '@sluice/contract-kit';
import { getAccount, listOpenHolds } from '@sluice/contract-ledger';
import { listEvents } from '@sluice/contract-webhooks';
import { DomainError, Money, newId } from '@sluice/kernel';
import { Requests } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { Verdicts } from '../adapters/verdicts.store.js';
import { WithdrawalTotals } from '../adapters/withdrawal-totals.js';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import type { Withdrawal } from '../withdrawal/withdrawal.js';
import { compareClearing, type Expectations } from './clearing.js';
import { compareEvents } from './events.js';
import { compareHolds } from './holds.js';
import { verdictOf, wordsOf } from './invariants.js';
import { Looks } from './looks.js';
import { WithdrawalsLook } from './withdrawals-look.js';

const services = ['intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'] as const;
const checks = ['ledger', 'liquidity', 'payout', 'webhooks'].map(checkRequest);
const messageChecks = services.map(messageCheckRequest);

const PAGE = 500;
/** The newest withdrawals whose events are read one by one. */
const EVENTS_READ_OF = 30;
/** A look at everything takes longer the more there is. */
const FULL_TIMEOUT_MS = 60_000;

type Stored = Versioned<Withdrawal>;

/**
 * Checks the invariants of spec/canonical.md for one tenant: each service's own books, and what is only right together. It looks at what has
 * changed since it was right, and at everything when it is asked to, at first, and now and then (docs/decisions/0205).
 */
@Injectable()
export class Checker {
  constructor(
    private readonly requests: Requests,
    private readonly withdrawals: Withdrawals,
    private readonly own: WithdrawalsLook,
    private readonly totals: WithdrawalTotals,
    private readonly verdicts: Verdicts,
    private readonly looks: Looks,
    private readonly settings: TenantSettings,
  ) {}

  /** Work goes on while it is checked, so only what is wrong at every look in the same words counts. */
  async check(tenantId: string, full = false): Promise<Verdict> {
    const begunAt = new Date();
    const isFull = full || (await this.totals.running.isFullLookDue(tenantId, begunAt));
    let isProved = false;
    const findings = await this.looks.lasting(async () => {
      const looked = await this.look(tenantId, isFull);
      isProved = looked.isProved;
      return looked.findings;
    }, wordsOf);
    const verdict = verdictOf(findings, new Date());
    await this.verdicts.change(tenantId, { id: newId(), tenantId }, () => ({ state: verdict }));
    if (isProved) await this.totals.running.lookedInFull(tenantId, begunAt);
    return verdict;
  }

  private async look(tenantId: string, full: boolean): Promise<{ findings: Finding[]; isProved: boolean }> {
    const asked = { tenantId, ...(full && { timeoutMs: FULL_TIMEOUT_MS }) };
    const [open, answers] = [await this.openHolds(tenantId), await Promise.all([
      ...checks.map((check) => this.requests.request(check, { full }, asked)), ...messageChecks.map((check) => this.requests.request(check, {}, { tenantId })),
    ])];
    const { looked: { findings, holds, clearing }, isProved } = full ? await this.own.all(tenantId) : { looked: await this.own.changed(tenantId), isProved: false };
    return {
      isProved,
      findings: [
        ...findings, ...answers.flatMap((answer) => answer.findings), ...compareHolds(open, holds),
        ...(await this.clearing(tenantId, clearing)), ...(await this.events(tenantId)),
      ],
    };
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

  private async events(tenantId: string): Promise<Finding[]> {
    const newest: readonly Stored[] = await this.withdrawals.findWhere({ tenantId }, { sort: { createdAt: -1, _id: -1 }, limit: EVENTS_READ_OF });
    const now = await this.settings.now(tenantId);
    const found = await Promise.all(newest.map(async (withdrawal) =>
      compareEvents(withdrawal, (await this.requests.request(listEvents, { withdrawalId: withdrawal.id, limit: 200 }, { tenantId })).events, now)));
    return found.flat();
  }
}
