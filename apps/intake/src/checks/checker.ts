import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Verdict } from '@sluice/contract-intake';
import { checkRequest, messageCheckRequest, type Finding } from '@sluice/contract-kit';
import { getAccount, listOpenHolds } from '@sluice/contract-ledger';
import { listEvents } from '@sluice/contract-webhooks';
import { DomainError, Money, newId } from '@sluice/kernel';
import { Requests } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import type { Withdrawal } from '../engine/withdrawal.js';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import { Verdicts, WithdrawalTotals } from './checks.repository.js';
import { compareEvents, keyOf, verdictOf } from './invariants.js';
import { compareClearing, compareHolds, type Expectations } from './ledger.js';
import { WithdrawalsCheck } from './withdrawals-check.js';

const services = ['intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'] as const;
const checks = ['ledger', 'liquidity', 'payout', 'webhooks'].map(checkRequest);
const messageChecks = services.map(messageCheckRequest);

const PAGE = 500;
/** The newest withdrawals whose events are read one by one. */
const EVENTS_READ_OF = 30;
/** A full check takes longer the more there is. */
const FULL_TIMEOUT_MS = 60_000;

type Stored = Versioned<Withdrawal>;

/** How often something that seems wrong is checked again before it is reported (docs/decisions/0152). */
@Injectable()
export class Rechecks {
  /** The first is longer than a message takes; all of them are longer than a queue that work has filled takes to empty. */
  readonly pausesMs: readonly number[] = [1_500, 3_000, 6_000];

  /** What is found by every check, with the same key: what was only under way moves on. */
  async lasting<Found>(check: () => Promise<Found[]>, keyOf: (found: Found) => string): Promise<Found[]> {
    let lasting = await check();
    for (const pauseMs of this.pausesMs) {
      if (lasting.length === 0) return lasting;
      await pause(pauseMs);
      const again = new Set((await check()).map(keyOf));
      lasting = lasting.filter((found) => again.has(keyOf(found)));
    }
    return lasting;
  }
}

/**
 * Checks the invariants of spec/canonical.md for one tenant: each service's own data, and what has to agree between them. It checks what has
 * changed since it was right, and everything on request, at first, and now and then (docs/decisions/0205).
 */
@Injectable()
export class Checker {
  constructor(
    private readonly requests: Requests,
    private readonly withdrawals: Withdrawals,
    private readonly own: WithdrawalsCheck,
    private readonly totals: WithdrawalTotals,
    private readonly verdicts: Verdicts,
    private readonly rechecks: Rechecks,
    private readonly settings: TenantSettings,
  ) {}

  /** Work goes on while it is checked, so only what every check finds counts. */
  async check(tenantId: string, full = false): Promise<Verdict> {
    const begunAt = new Date();
    const isFull = full || (await this.totals.running.isFullCheckDue(tenantId, begunAt));
    let isProved = false;
    const findings = await this.rechecks.lasting(async () => {
      const checked = await this.checkOnce(tenantId, isFull);
      isProved = checked.isProved;
      return checked.findings;
    }, keyOf);
    const verdict = verdictOf(findings, new Date());
    await this.verdicts.change(tenantId, { id: newId(), tenantId }, () => ({ state: verdict }));
    if (isProved) await this.totals.running.checkedInFull(tenantId, begunAt);
    return verdict;
  }

  private async checkOnce(tenantId: string, full: boolean): Promise<{ findings: Finding[]; isProved: boolean }> {
    const context = { tenantId, ...(full && { timeoutMs: FULL_TIMEOUT_MS }) };
    const [open, answers] = [await this.openHolds(tenantId), await Promise.all([
      ...checks.map((check) => this.requests.request(check, { full }, context)), ...messageChecks.map((check) => this.requests.request(check, {}, { tenantId })),
    ])];
    const { checked: { findings, holds, clearing }, isProved } = full ? await this.own.all(tenantId) : { checked: await this.own.changed(tenantId), isProved: false };
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
