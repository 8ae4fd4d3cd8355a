import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { checkWithdrawals, type ExpectedHold } from '@sluice/contract-intake';
import { checkRequest, type Finding, messageCheckRequest, type ReplyOf } from '@sluice/contract-kit';
import { getAccount, listOpenHolds } from '@sluice/contract-ledger';
import type { Verdict } from '@sluice/contract-operations';
import { listEvents } from '@sluice/contract-webhooks';
import { DomainError, Money, type MoneyJson, newId } from '@sluice/kernel';
import { Requests } from '@sluice/messaging';
import { isFullCheckDue } from '@sluice/persistence';
import { compareEvents, keyOf, verdictOf } from './invariants.js';
import { type OpenHolds, type StoredVerdict, Verdicts } from './verdicts.repository.js';

/** Invariant 5, our side: what was delivered is what the ledger has moved onto the rail's clearing account. `null`: the ledger has no such account. */
export function compareClearing(accountId: string, expected: Money, booked: MoneyJson | null): Finding[] {
  const actual = booked === null ? Money.zero(expected.currency) : Money.fromJson(booked);
  if (actual.equals(expected)) return [];
  return [{ invariant: 5, text: `${accountId} stands at ${actual.toDecimal()} ${actual.currency}, withdrawals delivered ${expected.toDecimal()}` }];
}

interface OpenHold {
  readonly holdId: string;
  readonly accountId: string;
  readonly open: MoneyJson;
}

/** How many holds are open in each currency, and what they hold. */
export function sumHolds(open: readonly Pick<OpenHold, 'open'>[]): { count: number; held: MoneyJson }[] {
  const groups = Map.groupBy(open, ({ open: { currency } }) => currency);
  return [...groups].map(([currency, holds]) => ({ count: holds.length, held: holds.reduce((sum, hold) => sum.plus(Money.fromJson(hold.open)), Money.zero(currency)).toJson() }));
}

const nameOf = ({ accountId, holdId }: Pick<ExpectedHold, 'accountId' | 'holdId'>): string => `hold ${holdId} of ${accountId}`;

/** Invariant 11: the ledger's open holds are those of withdrawals under way, one by one. */
export function compareHolds(open: readonly OpenHold[], expected: readonly ExpectedHold[]): Finding[] {
  const wanted = new Map(expected.map((hold) => [nameOf(hold), hold]));
  const found = new Map(open.map((hold) => [nameOf(hold), hold.open.units]));
  const wrong = [...found].flatMap(([name, units]) => {
    const hold = wanted.get(name);
    if (!hold) return [`${name} is open, and no withdrawal under way has it`];
    return hold.units === undefined || hold.units === units ? [] : [`${name} holds ${units} units, its withdrawal ${hold.units}`];
  });
  const gone = expected.filter((hold) => hold.ledgerHold === 'open' && !found.has(nameOf(hold))).map((hold) => `${nameOf(hold)} is not open`);
  return [...wrong, ...gone].map((text) => ({ invariant: 11, text }));
}

const services = ['intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'] as const;
const checks = ['ledger', 'liquidity', 'payout', 'webhooks'].map(checkRequest);
const messageChecks = services.map(messageCheckRequest);

const PAGE = 500;
/** Withdrawals under way are read one by one. */
const WITHDRAWALS_TIMEOUT_MS = 20_000;
/** A full check takes longer the more there is. */
const FULL_TIMEOUT_MS = 60_000;

type CheckedWithdrawals = ReplyOf<typeof checkWithdrawals>;

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

/** Whether everything that the tenant has stored is to be checked, by what is known of its last verdict. */
function isDueInFull(known: StoredVerdict | undefined, now: Date): boolean {
  if (known === undefined) return true;
  const { followedSince, checkedInFullAt } = known;
  return isFullCheckDue({ begunAt: new Date(followedSince), lookedInFullAt: checkedInFullAt === undefined ? undefined : new Date(checkedInFullAt) }, now);
}

/**
 * Checks the invariants of spec/canonical.md for one tenant: each service's own data, and what has to agree between them. It checks what has
 * changed since it was right, and everything on request, at first, and now and then (docs/decisions/0205).
 */
@Injectable()
export class Checker {
  constructor(private readonly requests: Requests, private readonly verdicts: Verdicts, private readonly rechecks: Rechecks) {}

  /** Work goes on while it is checked, so only what every check finds counts. */
  async check(tenantId: string, full = false): Promise<Verdict> {
    const begunAt = new Date();
    const isFull = full || isDueInFull((await this.verdicts.find(tenantId))?.state, begunAt);
    let [isProved, openHolds] = [false, [] as OpenHolds[]];
    const findings = await this.rechecks.lasting(async () => {
      const checked = await this.checkOnce(tenantId, isFull);
      ({ isProved, openHolds } = checked);
      return checked.findings;
    }, keyOf);
    const verdict = verdictOf(findings, new Date());
    await this.verdicts.change(tenantId, { id: newId(), tenantId }, (current) => {
      const { followedSince = begunAt.toISOString(), checkedInFullAt } = current?.state ?? {};
      return { state: { ...verdict, openHolds, followedSince, checkedInFullAt: isProved ? begunAt.toISOString() : checkedInFullAt } };
    });
    return verdict;
  }

  /** The ledger's holds are read before the withdrawals, and its accounts and the events after them: what comes in between is then known to both sides. */
  private async checkOnce(tenantId: string, full: boolean): Promise<{ findings: Finding[]; isProved: boolean; openHolds: OpenHolds[] }> {
    const context = { tenantId, ...(full && { timeoutMs: FULL_TIMEOUT_MS }) };
    const [open, answers] = [await this.openHolds(tenantId), await Promise.all([
      ...checks.map((check) => this.requests.request(check, { full }, context)), ...messageChecks.map((check) => this.requests.request(check, {}, { tenantId })),
    ])];
    const withdrawals = await this.requests.request(checkWithdrawals, { full }, { tenantId, timeoutMs: full ? FULL_TIMEOUT_MS : WITHDRAWALS_TIMEOUT_MS });
    return {
      isProved: withdrawals.isProved, openHolds: sumHolds(open),
      findings: [
        ...withdrawals.findings, ...answers.flatMap((answer) => answer.findings), ...compareHolds(open, withdrawals.holds),
        ...(await this.clearing(tenantId, withdrawals)), ...(await this.events(tenantId, withdrawals)),
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

  private async clearing(tenantId: string, { clearing }: CheckedWithdrawals): Promise<Finding[]> {
    const found = await Promise.all(clearing.map(async ({ accountId, amount }) => (amount === null ? [] : compareClearing(accountId, Money.fromJson(amount), await this.postedOn(tenantId, accountId)))));
    return found.flat();
  }

  private async postedOn(tenantId: string, id: string) {
    const account = await this.requests.request(getAccount, { id }, { tenantId }).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'not_found') return null;
      throw error;
    });
    return account?.posted ?? null;
  }

  private async events(tenantId: string, { newest, now }: CheckedWithdrawals): Promise<Finding[]> {
    const found = await Promise.all(newest.map(async (withdrawal) =>
      compareEvents(withdrawal, (await this.requests.request(listEvents, { withdrawalId: withdrawal.id, limit: 200 }, { tenantId })).events, new Date(now))));
    return found.flat();
  }
}
