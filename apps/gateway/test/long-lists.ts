import { getCanonicalWithdrawal, listCanonicalWithdrawals, type CanonicalView } from '@sluice/contract-intake';
import { trailRequests } from '@sluice/contract-kit';
import { listAccounts, listEntries } from '@sluice/contract-ledger';
import { getFeePortfolio, getFeeSchedule } from '@sluice/contract-liquidity';
import { consumers, getTimeline, listAllDeadLetters, listReconciliations, type TimelineRowView } from '@sluice/contract-operations';
import { listPauses, listQuarantine, listUnmatched } from '@sluice/contract-payout';
import { listDeliveries, listReplays, listSubscriptions, readLog } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import type { GatewayUnderTest } from './gateway-under-test.js';
import { pageFor, seen } from './ops-fixtures.js';

const AT = seen.firstAt;
const IDS = ['r5', 'r4', 'r3', 'r2', 'r1'];
const usd = { currency: 'USD' as const, units: '100' };

export const withdrawal = (id: string): CanonicalView => ({
  id, dialect: 'bultra', dialectId: `wth_${id}`, phase: 'delivering', hold: 'none', version: 1, amount: usd, delivered: usd, fee: usd, sourceLegs: [], payoutLegs: [],
  steps: [{ name: 'delivering', since: AT, dueAt: AT, promise: 'PT1M', overdueSince: AT }],
  history: IDS.map((step, index) => ({ version: index + 1, step, phase: 'created', hold: 'none', at: AT })), createdAt: AT, updatedAt: AT,
});

type ReceivedRequest = { readonly tenantId: string; readonly body: { readonly limit: number; readonly after?: string | undefined } };
const rowsFor = <Row extends { readonly id: string }>({ tenantId, body }: ReceivedRequest, row: (id: string) => Row) => pageFor(tenantId, IDS.map(row), body);

function tellMoney({ fake }: GatewayUnderTest): void {
  fake.on(listAccounts, (received) => {
    const { page: accounts, hasMore } = rowsFor(received, (id) => ({ id, kind: 'customer' as const, owner: 'o', status: 'ACTIVE' as const, posted: usd, pending: usd, available: usd, createdAt: AT }));
    return { accounts, hasMore };
  });
  fake.on(listEntries, (received) => {
    const { page: entries, hasMore } = rowsFor(received, (id) => ({ id, kind: 'deposit', at: AT, lines: [] }));
    return { entries, hasMore };
  });
  fake.on(getFeeSchedule, () => ({ charge: 'accrued' as const, flat: [], revision: 0 }));
  fake.on(getFeePortfolio, () => ({
    id: 'prt-fees', partyId: 'pty-fees', name: 'Fees', currency: 'GBP' as const, mandate: 'execution_only' as const, accountType: 'GIA' as const, status: 'active' as const, createdAt: AT, holdings: [],
    accruedFees: [],
  }));
  fake.on(listPauses, () => ({ pauses: IDS.map((id) => ({ id, reason: 'An incident.', since: AT })) }));
  fake.on(listQuarantine, (received) => {
    const { page: files, hasMore } = rowsFor(received, (id) => ({ id, ...seen, count: 1, reason: 'unreadable', sentence: 'It ends too early.', content: 'eA==', source: 'statement' as const }));
    return { files, hasMore };
  });
  fake.on(listUnmatched, (received) => {
    const { page: callbacks, hasMore } = rowsFor(received, (id) => ({ id, ...seen, count: 2, reason: 'unknown_key' as const, body: '{}' }));
    return { callbacks, hasMore };
  });
}

function tellWithdrawals({ fake }: GatewayUnderTest): void {
  fake.on(getCanonicalWithdrawal, ({ body: { id } }) => withdrawal(id));
  fake.on(listCanonicalWithdrawals, (received) => {
    const { page: withdrawals, hasMore } = rowsFor(received, withdrawal);
    return { withdrawals, hasMore };
  });
  fake.on(listReconciliations, (received) => {
    const { page: reconciliations, hasMore } = rowsFor(received, (id) => ({ id, checkedAt: AT, breaks: [] }));
    return { reconciliations, hasMore };
  });
  for (const service of consumers) fake.on(trailRequests(service).providers, () => ({ providers: [{ provider: 'bank', calls: 2, failed: 1, lastAt: AT, lastOutcome: 'answered' }] }));
  fake.on(getTimeline, ({ body: { limit, after } }) => {
    const rows = IDS.map((name): TimelineRowView => ({ at: AT, service: 'intake', kind: 'step', name, outcome: 'created', attempt: 1, traceId: null, detail: null }));
    const seen = after.seen + limit;
    return { rows: rows.slice(after.seen, seen), next: rows.length > seen ? { at: Date.parse(AT), seen } : null };
  });
  fake.on(listAllDeadLetters, ({ tenantId, body: { limit, after } }) => {
    const all = consumers.flatMap((service) => ['l2', 'l1'].map((id) => ({ id: `${service}-${id}`, cause: 'bad', service, type: `${service}.do-it`, attempts: 1, ...seen })));
    const { page: letters, hasMore } = pageFor(tenantId, all, { limit, after: after.ledger });
    return { letters, hasMore, seen: Object.fromEntries(letters.map(({ id }) => ['ledger', id])) };
  });
}

function tellWebhooks({ fake }: GatewayUnderTest): void {
  fake.on(listSubscriptions, ({ body: { dialect } }) => ({
    subscriptions: ['s1', 's2'].map((id) => ({ id: `${dialect}-${id}`, dialect, url: 'https://example.com', events: ['x'], active: true, createdAt: AT })),
  }));
  fake.on(listReplays, (received) => {
    const { page: replays, hasMore } = rowsFor(received, (id) => ({ id, reason: 'Their disk was full.', count: 1, at: AT }));
    return { replays, hasMore };
  });
  fake.on(listDeliveries, (received) => {
    const { page: deliveries, hasMore } = rowsFor(received, (id) => ({
      id, subscriptionId: 's', eventId: 'e', type: 'x', status: 'failed' as const, url: 'https://example.com', body: '{}', attempts: [{ at: AT, status: 500, tookMs: IDS.indexOf(id) }], createdAt: AT,
    }));
    return { deliveries, hasMore };
  });
  fake.on(readLog, ({ body: { limit, after = '0' } }) => {
    if (!/^\d$/.test(after)) throw new DomainError('invalid_request', 'The cursor is not one of ours.', [{ field: 'after', message: 'is not a cursor' }]);
    const end = Math.min(Number(after) + limit, IDS.length);
    const entries = IDS.slice(Number(after), end).map((id) => ({ id, withdrawalId: 'w', dialect: 'bultra' as const, dialectId: 'd', sequence: 1, phase: 'created', hold: 'none', amount: usd, at: AT }));
    return { entries, nextCursor: String(end) };
  });
}

/** Makes every list that operators can ask for one of several rows, all of the same time. */
export async function tellLongLists(gateway: GatewayUnderTest): Promise<void> {
  tellMoney(gateway);
  tellWithdrawals(gateway);
  tellWebhooks(gateway);
  for (const id of IDS) {
    gateway.world.compliance.require('acme', id);
    gateway.world.compliance.refer('acme', id);
  }
  gateway.world.compliance.listedNames.set('acme', IDS.map((subjectId) => ({ subjectId, name: 'Ada', listVersion: '1', hits: [], listedAt: '2026-01-15T10:40:00.500Z' })));
  const limits = (['USD', 'EUR', 'GBP'] as const).map((currency) => ({ scope: 'account', currency }));
  for (let change = 0; change < 2; change += 1) await gateway.as('acme-ops', 'PUT', '/ops/v1/limits', { limits });
}
