import type { Page } from 'playwright-core';

/** More than any view should have to show: what is long is as long as it may be, and much of it has no place to break. */
const at = '2026-01-15T10:30:00.000Z';
const uuid = (row: number): string => `6f1c2f0e-0d3b-4b52-9f5e-${String(row).padStart(12, '0')}`;
const unbroken = 'aVeryLongNameWithoutAnyPlaceToBreakIt'.repeat(4);
const sentence = 'No account of this tenant is known by the number that stands in the message, and so nothing was booked for it. ';
const cause = `${sentence}/accounts/${unbroken} `.repeat(2).trim();
const reason = sentence.repeat(6).trim();
export const richHash = `0x${'7e'.repeat(32)}`;
const url = `https://hooks.a-customer-with-a-very-long-name.example/${unbroken}?${unbroken}`;
const money = (currency: string, amount: string) => ({ currency, amount });
const large = money('USDC', '123456789012345.678901');
const six = [0, 1, 2, 3, 4, 5] as const;
const list = (data: readonly unknown[]) => ({ data, nextCursor: null });

const phases = ['created', 'authorized', 'sourcing', 'bridging', 'delivering', 'cancelling'] as const;
const holdOf = (row: number): string => (row === 4 ? 'approval_queued' : row === 1 ? 'rfi' : 'none');

const leg = (row: number) => ({
  id: uuid(row), key: `leg-${row}`, attempt: 1 + row, status: row % 2 === 0 ? 'awaiting_signature' : 'failed', amount: large, rail: null, chain: 'arbitrum', reference: null, txHash: richHash, failureReason: reason,
});
const timer = (row: number) => ({ name: `${uuid(row)}/waitingForOneThingOrAnother`, dueAt: at });

export const richWithdrawal = (row: number) => ({
  id: uuid(row), tenantId: 'acme', dialect: 'braid', dialectId: uuid(row), phase: phases[row], hold: holdOf(row), version: 12_345, amount: large, delivered: large, fee: large,
  sourceLegs: six.map((one) => ({ id: uuid(one), positionKey: `${unbroken}:${one}`, chain: 'ethereum', amount: large, status: 'processing' })), payoutLegs: six.map(leg),
  timers: six.map(timer), history: phases.map((phase, version) => ({ version: version + 1, phase, hold: holdOf(version), at })), waitsFor: 'documents', traceId: '4bf92f3577b34da6a3ce929d0e0e4736', createdAt: at, updatedAt: at, endedAt: null,
});

const states = phases.flatMap((phase) => six.map((row) => ({
  name: `${phase}AndThenRecallingTheDelivery${row}`, phase, hold: 'none', sends: 'liquidity.return-liquidity', timeout: 'P10D', onTimeout: 'createdAndThenRecallingTheDelivery1', ends: false,
  on: [{ message: 'compliance.documents-accepted-before-the-payment', to: 'createdAndThenRecallingTheDelivery1' }],
})));
const actions = (['retry-step', 'fail', 'cancel'] as const).map((action) => ({ id: uuid(1), dialectId: uuid(1), action, possible: true, step: states[0]?.name, nextStep: states[1]?.name, nextPhase: 'failed' }));
const outlook = { kind: 'wallet', states, path: states.slice(0, 8).map(({ name }) => ({ step: name, at })), actions, timers: six.map((row) => ({ ...timer(row), leadsTo: 'createdAndThenRecallingTheDelivery1' })) };

const rows = (kind: string, row: number) => ({ at, service: 'compliance', kind, name: `${kind} ${unbroken}`, outcome: `refused: ${reason}`, attempt: 7 + row, traceId: null, detail: reason });
const entry = (row: number) => ({
  id: uuid(row), withdrawalId: uuid(1), kind: 'withdrawal_return_of_the_part_that_was_not_delivered', at,
  lines: [`clearing:${unbroken}:USD`, uuid(2)].map((accountId) => ({ accountId, currency: 'USDC', debit: large.amount, credit: '0.000000' })),
});

const hits = six.map((row) => ({ name: `${unbroken} ${row}`, listed: unbroken.toUpperCase(), list: 'ofac-consolidated', listedId: `${unbroken}${row}`, score: 0.97 }));
const delivery = (row: number) => ({
  id: uuid(row), subscriptionId: uuid(1), eventId: uuid(row), type: 'account.withdrawal.status.updated', withdrawalId: uuid(1), status: row % 2 === 0 ? 'pending' : 'failed', url, body: '{}',
  attempts: [{ at, error: reason, tookMs: 10_000 }], nextAt: at, createdAt: at,
});
const document = (row: number) => ({
  id: uuid(row), type: 'PROOF_OF_RELATIONSHIP_WITH_THE_COUNTERPARTY', description: reason, status: row < 3 ? 'UPLOADED' : 'PENDING', filename: `${unbroken}.pdf`, size: 10_485_760, uploadedAt: at, note: unbroken, reason,
  withdrawalId: uuid(1), stage: 'in-review', requestedAt: at, awaited: row < 5,
});
const cell = (row: number) => ({ dialect: ['braid', 'bultra', 'wealthkernel'][row % 3], rail: ['arbitrum', 'SEPA', null][row % 3], phase: phases[row], hold: holdOf(row), count: 123_456 + row, oldestAt: at });
const bucket = { from: at, started: 123_456, settled: 120_000, failed: 3_456, medianSeconds: 0.2, slowSeconds: 604_800 };
const letters = six.map((row) => ({ id: uuid(row), cause, service: 'compliance', type: 'compliance.documents-accepted-before-the-payment', withdrawalId: row === 0 ? null : uuid(row), attempts: 12_345, firstAt: at, lastAt: at }));

/** By the path below `/ops/v1`, without its query. Dead letters are asked for by cause, too. */
export const richAnswers: Readonly<Record<string, unknown>> = {
  '/flow': { now: at, from: at, bucketSeconds: 600, underWay: six.map(cell), ended: six.map((row) => ({ ...cell(row), phase: row % 2 === 0 ? 'settled' : 'failed' })), buckets: Array.from({ length: 36 }, () => bucket) },
  '/providers': list(six.map((row) => ({ provider: `attestation service ${row} of the other chain`, calls: 1_234_567, failed: 1_234_000, lastAt: at, lastOutcome: reason, service: 'compliance' }))),
  '/webhooks/backlog': { pending: 1_234_567, endpoints: 1_234, oldestAt: at },
  '/invariants': { ok: false, checkedAt: at, invariants: six.map((row) => ({ number: row + 1, name: sentence, ok: row % 2 === 0, violations: [`${uuid(row)} ${unbroken}`, reason] })) },
  '/stuck': list(six.map((row) => ({ ...richWithdrawal(row), step: 'waitingForOneThingOrAnother', legId: uuid(row), since: at, promise: 'P10DT12H30M', overdueSince: at }))
    .map(({ id, tenantId, dialect, dialectId, phase, hold, step, legId, since, promise, overdueSince }) => ({ id, tenantId, dialect, dialectId, phase, hold, step, legId, since, promise, overdueSince }))),
  '/withdrawals': list(six.map(richWithdrawal)),
  [`/withdrawals/${uuid(1)}`]: richWithdrawal(1),
  [`/withdrawals/${uuid(1)}/timeline`]: list((['step', 'message', 'provider-call', 'timer', 'operator', 'webhook'] as const).map(rows)),
  [`/withdrawals/${uuid(1)}/outlook`]: outlook,
  '/ledger/entries': list(six.map(entry)),
  '/documents': list(six.map(document)),
  '/referrals': list(six.map((row) => ({ withdrawalId: uuid(row), stage: 'before-payment', listVersion: `${unbroken}:${row}`, hits, incomparable: [unbroken], referredAt: at }))),
  '/listed-names': list(six.map((row) => ({ subjectId: `cpty_${unbroken}`.slice(0, 100), name: `${unbroken} ${row}`, listVersion: unbroken, hits, listedAt: at }))),
  '/webhooks/subscriptions': list(six.map((row) => ({ id: uuid(row), dialect: 'wealthkernel', url: `${url}${row}`, events: six.map((one) => `account.withdrawal.status.updated.${one}`), active: row > 2, disabledAt: row > 2 ? null : at, createdAt: at }))),
  '/webhooks/deliveries': list(six.map(delivery)),
  '/unmatched-reports': list(six.map((row) => ({ id: uuid(row), firstAt: at, lastAt: at, count: 12_345, reason: 'amount_differs', body: JSON.stringify({ unbroken, reason, hash: richHash }) }))),
  '/bank-files': list(six.map((row) => ({ id: uuid(row), firstAt: at, lastAt: at, count: 12_345, reason: 'not_understood_completely', sentence: `${sentence}${unbroken}`, content: 'eA==', source: 'statement' }))),
  '/reconciliations': list(six.map((row) => ({ id: uuid(row), checkedAt: at, breaks: six.map(() => ({ kind: 'duplicate', provider: 'custodian', reference: `${unbroken}${row}`, expected: '123456789012345.678901 USDC', actual: null })) }))),
  '/clients': list(six.map((row) => ({ id: `client-${unbroken}-${row}`, dialect: 'ops', scopes: ['ops:read', 'ops:write', ...six.map((one) => `withdrawals:${one}:write`)], revokedAt: row % 2 === 0 ? null : at }))),
  '/limits': list(six.map(() => ({ scope: 'counterparty', currency: 'USDC', perWithdrawal: '123456789012345.678901', perDay: '123456789012345.678901', per30Days: '123456789012345.678901', countPerDay: 12_345 }))),
  '/pauses': list(six.map((row) => ({ ...(row === 0 ? {} : row % 2 === 0 ? { rail: 'arbitrum' } : { provider: 'bank' }), id: uuid(row), reason: `${reason} ${unbroken}`, since: at }))),
  '/dead-letters': list(letters),
  '/dead-letters?groupBy=cause': list(six.map((row) => ({ cause: `${cause} ${row}`, count: 12_345 }))),
};

/** A page is answered with these instead of with what the stack has. What is not among them is the stack's. */
export async function answerRichly(page: Page): Promise<void> {
  await page.route('**/ops/v1/**', (route) => {
    const { pathname, searchParams } = new URL(route.request().url());
    const path = pathname.replace('/ops/v1', '');
    const body = richAnswers[searchParams.has('groupBy') ? `${path}?groupBy=cause` : path];
    return body === undefined ? route.continue() : route.fulfill({ json: body });
  });
}
