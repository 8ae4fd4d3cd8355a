import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import { startTestService, type TestService } from '@sluice/builders';
import { getVerdict, listReconciliations, type Verdict } from '@sluice/contract-intake';
import { newId, numericId } from '@sluice/kernel';
import { Requests } from '@sluice/messaging';
import type { Connection } from 'mongoose';
import { Reconciliations } from '../src/reconciliation/reconciliations.repository.js';
import { Withdrawals } from '../src/engine/withdrawals.repository.js';
import { Rechecks } from '../src/checks/checker.js';
import { IntakeModule } from '../src/intake.module.js';
import { begin } from '../src/engine/advance.js';
import { viewOfKind } from '../src/engine/replies.js';
import { FakeLedgerModule } from './fake-participants.js';
import { Others, usd } from './others.js';
import { someDetails } from './withdrawal.builder.js';

let others = new Others();
const requests = { request: (...args: Parameters<Others['request']>) => others.request(...args) };
let intake: TestService;
let caller: TestService;
beforeAll(async () => {
  intake = await startTestService({ module: IntakeModule, service: 'intake', hear: false, overrides: [[Requests, requests], [Rechecks, Object.assign(new Rechecks(), { pausesMs: [50, 50] })]] });
  caller = await startTestService({ module: FakeLedgerModule, service: 'ledger', namespace: intake.namespace, hear: false });
  others.caller = caller;
});
afterAll(() => Promise.all([intake.stop(), caller.stop()]));
afterEach(() => {
  others = Object.assign(new Others(), { caller });
});

/** A withdrawal of a tenant of its own, with the event that tells of it. */
async function taken(): Promise<{ id: string; tenantId: string }> {
  const [id, tenantId] = [newId(), `tenant-${newId()}`];
  const details = someDetails({ withdrawalId: id });
  const stored = await intake.app.get(Withdrawals).change(id, { id: newId(), tenantId }, () => begin({ kind: 'account', tenantId, dialectId: numericId('wth_'), details }, new Date()));
  others.events.push({ withdrawalId: id, sequence: 1, view: viewOfKind(stored!) });
  return { id, tenantId };
}

const write = (id: string, update: object) => intake.app.get<Connection>(getConnectionToken()).collection<{ _id: string }>('withdrawals').updateOne({ _id: id }, update);
const read = (tenantId: string): Promise<Verdict> => caller.requests.request(getVerdict, {}, { tenantId });
const reported = ({ ok, invariants }: Verdict): string[] => {
  expect(invariants.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  const violations = invariants.flatMap(({ number, violations: texts }) => texts.map((text) => `${number}: ${text}`));
  expect([ok, invariants.every((invariant) => invariant.ok)]).toEqual([violations.length === 0, violations.length === 0]);
  return violations;
};

describe('a withdrawal that is as it was made', () => {
  it('breaks nothing, at the first check', async () => {
    const { tenantId } = await taken();
    expect(reported(await read(tenantId))).toEqual([]);
    expect(others.checks).toBe(1);
  });

  it('is not checked again for a request right afterwards', async () => {
    const { tenantId } = await taken();
    const first = await read(tenantId);
    expect(await read(tenantId)).toEqual(first);
    expect(others.checks).toBe(1);
  });
});

describe('a withdrawal that somebody has written into', () => {
  it.each<[number, string, object, (id: string) => string[]]>([
    [4, 'settled without a delivery', { $set: { phase: 'settled' } }, (id) => [`4: ${id} is settled, and 0.00 of 2500.00 USD were delivered`]],
    [5, 'settled without a posting', { $set: { phase: 'settled', 'details.payoutLegs.0.status': 'delivered' } }, () => ['5: clearing:ACH:USD stands at 0.00 USD, withdrawals delivered 2500.00']],
    [6, 'to somebody else than was acknowledged', { $set: { 'details.destinationId': 'cpty_2' } }, (id) => [`6: ${id}: destinationId is not what it was at first`]],
    [7, 'in a state that its history does not lead to', { $set: { state: 'nowhere' } }, (id) => [`7: ${id} is in nowhere, its history ends in screening`]],
    [8, 'of a version that never was', { $set: { version: 7, 'history.0.at': new Date(0).toISOString() } }, (id) => [`8: ${id} has version 7, its history has 1`, `8: ${id} has version 7 and the events 1`]],
    [9, 'from sources that are not its amount', { $set: { 'details.sourceLegs': [{ id: 's1', positionKey: 'cash', amount: usd('249999') }] } }, (id) => [`9: ${id} has sources of 2499.99 for 2500.00 USD`]],
    [12, 'whose messages nobody sends', { $set: { 'outbox.$[].at': new Date(0) } }, (id) => [`12: intake: messages of ${id} wait in its outbox`]],
  ])('breaks invariant %i: %s', async (_number, _case, update, violations) => {
    const { id, tenantId } = await taken();
    await write(id, update);
    expect(reported(await read(tenantId))).toEqual(violations(id));
  });
});

describe('what another service finds', () => {
  it.each([['ledger', 1], ['ledger', 2], ['ledger', 3], ['payout', 5], ['webhooks', 8], ['payout', 10], ['ledger', 13]])('in %s breaks invariant %i', async (service, invariant) => {
    others.findings = { [service]: [{ invariant, text: 'it is wrong' }] };
    expect(reported(await read((await taken()).tenantId))).toEqual([`${invariant}: it is wrong`]);
  });

  it('is a hold that no withdrawal has: invariant 11', async () => {
    others.holds = [{ holdId: 'w9/1', accountId: 'acc_9', open: usd('100') }];
    expect(reported(await read((await taken()).tenantId))).toEqual(['11: hold w9/1 of acc_9 is open, and no withdrawal under way has it']);
  });

  it.each([2, 3])('is nothing when it is gone at check %i', async (gone) => {
    const { tenantId } = await taken();
    const first = [{ holdId: 'w9/1', accountId: 'acc_9', open: usd('100') }];
    Object.defineProperty(others, 'holds', { get: () => (others.checks < gone ? first : []) });
    expect(reported(await read(tenantId))).toEqual([]);
    expect(others.checks).toBe(gone);
  });
});

describe('a service that does not answer', () => {
  it('leaves the checker without a verdict: that nothing was found is not said', async () => {
    const { tenantId } = await taken();
    others.isSilent = true;
    await expect(read(tenantId)).rejects.toThrow();
    others.isSilent = false;
    expect(reported(await read(tenantId))).toEqual([]);
  });
});

describe('reconciliations that were made', () => {
  const listed = (tenantId: string, page: { limit: number; after?: string }) => caller.requests.request(listReconciliations, page, { tenantId });

  it('are listed newest first, in pages without a gap or a double, also when two are of the same time', async () => {
    const [tenantId, other] = [newId(), newId()];
    const times = ['2026-01-15T10:30:00.000Z', '2026-01-15T10:30:00.000Z', '2026-01-15T10:31:00.000Z'];
    const made = times.map((checkedAt, index) => ({ id: `${tenantId}/${index}`, checkedAt, breaks: [] }));
    for (const { id, ...state } of made) await intake.app.get(Reconciliations).change(id, { id: newId(), tenantId }, () => ({ state }));
    const [first, second, third] = made.toReversed();
    expect(await listed(tenantId, { limit: 2 })).toEqual({ reconciliations: [first, second], hasMore: true });
    expect(await listed(tenantId, { limit: 2, after: second!.id })).toEqual({ reconciliations: [third], hasMore: false });
    await expect(listed(tenantId, { limit: 2, after: newId() })).rejects.toMatchObject({ code: 'invalid_request', details: [{ field: 'after' }] });
    await expect(listed(other, { limit: 2, after: second!.id })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
