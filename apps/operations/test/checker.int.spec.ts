import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { getModelToken } from '@nestjs/mongoose';
import { startTestService, type TestService } from '@sluice/builders';
import { getReconciliation, getVerdict, listReconciliations, reconcile, type Verdict } from '@sluice/contract-operations';
import { newId } from '@sluice/kernel';
import { Requests } from '@sluice/messaging';
import type { AggregateModel } from '@sluice/persistence';
import { Checker, Rechecks } from '../src/checks/checker.js';
import { ChecksController } from '../src/checks/checks.controller.js';
import { Verdicts } from '../src/checks/verdicts.repository.js';
import { OperationsModule } from '../src/operations.module.js';
import { Reconciliations } from '../src/reconciliation/reconciliations.repository.js';
import { FakeGatewayModule } from './fake-gateway.js';
import { AT, aWithdrawal, Others, usd } from './others.js';

let others = new Others();
const requests = { request: (...args: Parameters<Others['request']>) => others.request(...args) };
let operations: TestService;
let caller: TestService;
beforeAll(async () => {
  const overrides = [[Requests, requests], [Rechecks, Object.assign(new Rechecks(), { pausesMs: [50, 50] })]] as const;
  operations = await startTestService({ module: OperationsModule, service: 'operations', hear: false, overrides });
  caller = await startTestService({ module: FakeGatewayModule, service: 'gateway', namespace: operations.namespace, hear: false });
});
afterAll(() => Promise.all([operations.stop(), caller.stop()]));
afterEach(() => {
  others = new Others();
});

/** A withdrawal of a tenant of its own, with the event that tells of it. */
function taken(): { id: string; tenantId: string } {
  const [id, tenantId] = [newId(), `tenant-${newId()}`];
  others.withdrawals = { ...others.withdrawals, newest: [aWithdrawal(id)] };
  others.events.push({ withdrawalId: id, sequence: 1, view: aWithdrawal(id).view });
  return { id, tenantId };
}

const read = (tenantId: string, full = false): Promise<Verdict> => caller.requests.request(getVerdict, { full }, { tenantId });
const reported = ({ ok, invariants }: Verdict): string[] => {
  expect(invariants.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  const violations = invariants.flatMap(({ number, violations: texts }) => texts.map((text) => `${number}: ${text}`));
  expect([ok, invariants.every((invariant) => invariant.ok)]).toEqual([violations.length === 0, violations.length === 0]);
  return violations;
};

describe('a withdrawal that is as it was made', () => {
  it('breaks nothing, at the first check', async () => {
    const { tenantId } = taken();
    expect(reported(await read(tenantId))).toEqual([]);
    expect(others.checks).toBe(1);
  });

  it('is not checked again for a request right afterwards', async () => {
    const { tenantId } = taken();
    const first = await read(tenantId);
    expect(await read(tenantId)).toEqual(first);
    expect(others.checks).toBe(1);
  });
});

describe('a withdrawal that somebody has written into', () => {
  const settled = { clearing: [{ accountId: 'clearing:ACH:USD', amount: usd('250000') }] };
  it.each<[number, string, (id: string) => Partial<Others['withdrawals']>, (id: string) => string[]]>([
    [4, 'settled without a delivery', (id) => ({ findings: [{ invariant: 4, text: `${id} is settled` }] }), (id) => [`4: ${id} is settled`]],
    [5, 'settled without a posting', () => settled, () => ['5: clearing:ACH:USD stands at 0.00 USD, withdrawals delivered 2500.00']],
    [6, 'to somebody else than was acknowledged', (id) => ({ newest: [{ ...aWithdrawal(id), view: { id, destinationId: 'cpty_2' } }] }), (id) => [`6: ${id}: destinationId is not what it was at first`]],
    [7, 'in a state that its history does not lead to', (id) => ({ findings: [{ invariant: 7, text: `${id} is in nowhere` }] }), (id) => [`7: ${id} is in nowhere`]],
    [8, 'of a version that never was', (id) => ({ newest: [{ ...aWithdrawal(id), version: 7 }] }), (id) => [`8: ${id} has version 7 and the events 1`]],
    [9, 'from sources that are not its amount', (id) => ({ findings: [{ invariant: 9, text: `${id} has sources` }] }), (id) => [`9: ${id} has sources`]],
    [11, 'whose hold is gone', () => ({ holds: [{ holdId: 'w1/1', accountId: 'acc_1', units: '1', ledgerHold: 'open' as const }] }), () => ['11: hold w1/1 of acc_1 is not open']],
  ])('breaks invariant %i: %s', async (_number, _case, change, violations) => {
    const { id, tenantId } = taken();
    others.withdrawals = { ...others.withdrawals, ...change(id) };
    expect(reported(await read(tenantId))).toEqual(violations(id));
  });

  it('breaks invariant 12: whose messages nobody sends', async () => {
    const { id, tenantId } = taken();
    others.unsent = { intake: [{ invariant: 12, text: `intake: messages of ${id} wait in its outbox` }] };
    expect(reported(await read(tenantId))).toEqual([`12: intake: messages of ${id} wait in its outbox`]);
  });
});

describe('a withdrawal that is still moving', () => {
  it('is held against no clearing account', async () => {
    const { tenantId } = taken();
    others.withdrawals = { ...others.withdrawals, clearing: [{ accountId: 'clearing:ACH:USD', amount: null }] };
    others.clearing = usd('7');
    expect(reported(await read(tenantId))).toEqual([]);
  });

  it('breaks nothing while its last event may still be on its way, by the clock of its tenant', async () => {
    const { id, tenantId } = taken();
    others.withdrawals = { ...others.withdrawals, newest: [{ ...aWithdrawal(id), version: 2, changes: [{ version: 1, at: AT }, { version: 2, at: AT }] }], now: '2026-01-15T12:01:59.999Z' };
    expect(reported(await read(tenantId))).toEqual([]);
    others.withdrawals = { ...others.withdrawals, now: '2026-01-15T12:02:00.000Z' };
    expect(reported(await read(tenantId, true))).toEqual([`8: ${id} has version 2 and the events 1`]);
  });
});

describe('what another service finds', () => {
  it.each([['ledger', 1], ['ledger', 2], ['ledger', 3], ['payout', 5], ['webhooks', 8], ['payout', 10], ['ledger', 13]])('in %s breaks invariant %i', async (service, invariant) => {
    others.findings = { [service]: [{ invariant, text: 'it is wrong' }] };
    expect(reported(await read(taken().tenantId))).toEqual([`${invariant}: it is wrong`]);
  });

  it('is a hold that no withdrawal has: invariant 11', async () => {
    others.holds = [{ holdId: 'w9/1', accountId: 'acc_9', open: usd('100') }];
    expect(reported(await read(taken().tenantId))).toEqual(['11: hold w9/1 of acc_9 is open, and no withdrawal under way has it']);
  });

  it('is a hold that is never released: at every check', async () => {
    const { tenantId } = taken();
    others.holds = [{ holdId: 'w9/1', accountId: 'acc_9', open: usd('100') }];
    for (let checks = 0; checks < 2; checks += 1) expect(reported(await operations.app.get(Checker).check(tenantId))).toEqual(['11: hold w9/1 of acc_9 is open, and no withdrawal under way has it']);
  });

  it('is a payment that the ledger has and no withdrawal: at every check', async () => {
    const { tenantId } = taken();
    others.withdrawals = { ...others.withdrawals, clearing: [{ accountId: 'clearing:ACH:USD', amount: usd('500000') }] };
    others.clearing = usd('750000');
    for (let checks = 0; checks < 2; checks += 1) expect(reported(await operations.app.get(Checker).check(tenantId))).toEqual(['5: clearing:ACH:USD stands at 7500.00 USD, withdrawals delivered 5000.00']);
  });

  it.each([2, 3])('is nothing when it is gone at check %i', async (gone) => {
    const { tenantId } = taken();
    const first = [{ holdId: 'w9/1', accountId: 'acc_9', open: usd('100') }];
    Object.defineProperty(others, 'holds', { get: () => (others.checks < gone ? first : []) });
    expect(reported(await read(tenantId))).toEqual([]);
    expect(others.checks).toBe(gone);
  });
});

describe('a service that does not answer', () => {
  it('leaves the checker without a verdict: that nothing was found is not said', async () => {
    const { tenantId } = taken();
    others.isSilent = true;
    await expect(read(tenantId)).rejects.toThrow();
    others.isSilent = false;
    expect(reported(await read(tenantId))).toEqual([]);
  });
});

describe('everything that is stored', () => {
  const asked = async (tenantId: string, full = false): Promise<string[]> => {
    others.inFull.clear();
    await operations.app.get(Checker).check(tenantId, full);
    return [...others.inFull].sort();
  };
  const all = ['intake', 'ledger', 'liquidity', 'payout', 'webhooks'];
  const verdicts = () => operations.app.get<AggregateModel>(getModelToken('verdicts')).collection;
  const write = (tenantId: string, update: object) => verdicts().updateOne({ _id: tenantId } as never, { $set: update });
  const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

  it('is checked by every service at first and on request, and not in between', async () => {
    const { tenantId } = taken();
    expect([await asked(tenantId), await asked(tenantId), await asked(tenantId, true), await asked(tenantId)]).toEqual([all, [], all, []]);
  });

  it.each([
    ['a day after it was checked last', { followed: 90_000_000, inFull: 86_400_000 }, all],
    ['once more, when ten minutes have passed since the first time', { followed: 600_000, inFull: 600_000 }, all],
    ['not before that', { followed: 300_000, inFull: 300_000 }, []],
    ['not again after that', { followed: 700_000, inFull: 50_000 }, []],
  ])('is checked %s', async (_, { followed, inFull }, expected) => {
    const { tenantId } = taken();
    await asked(tenantId);
    await write(tenantId, { followedSince: ago(followed), checkedInFullAt: ago(inFull) });
    expect(await asked(tenantId)).toEqual(expected);
  });

  it('is checked again when intake could not prove its totals', async () => {
    const { tenantId } = taken();
    others.withdrawals = { ...others.withdrawals, isProved: false };
    expect([await asked(tenantId), await asked(tenantId)]).toEqual([all, all]);
  });

  it('is no part of the reply that the verdict is', async () => {
    const { tenantId } = taken();
    expect(Object.keys(await read(tenantId)).sort()).toEqual(['checkedAt', 'invariants', 'ok']);
  });
});

describe('the running check', () => {
  const run = (): Promise<void> => operations.app.get(ChecksController)['checkAll']();
  const verdictOf = async (tenantId: string) => (await operations.app.get(Verdicts).find(tenantId))?.state.ok;

  it('checks every tenant with a withdrawal at first, and then those of whom one has changed', async () => {
    const [early, late] = [taken().tenantId, taken().tenantId];
    others.tenants = { all: [early], unchecked: [late] };
    await run();
    expect([await verdictOf(early), await verdictOf(late)]).toEqual([true, undefined]);
    await run();
    expect([await verdictOf(early), await verdictOf(late)]).toEqual([true, true]);
  });

  it('goes on with those it knows while intake does not answer, and says nothing of them', async () => {
    const { tenantId } = taken();
    others.isSilent = true;
    await run();
    expect(await verdictOf(tenantId)).toBeUndefined();
  });
});

describe('a reconciliation', () => {
  const usdc = (units: string) => ({ currency: 'USDC' as const, units });
  const make = (tenantId: string, id = newId()) => caller.requests.request(reconcile, { id }, { tenantId });
  const wallet = (onChain: string) => ({ id: 'wlt-1', onChain: usdc(onChain), booked: usdc('5000000') });

  it('has no break where what left the chain is on its way', async () => {
    Object.assign(others, { clearing: usdc('5000000'), wallets: [wallet('2000000')], underWay: [{ accountId: 'wlt-1', units: '3000000' }] });
    expect((await make(newId())).breaks).toEqual([]);
  });

  it('has a break where nothing of the wallet is on its way', async () => {
    Object.assign(others, { clearing: usdc('5000000'), wallets: [wallet('2000000')], underWay: [{ accountId: 'wlt-2', units: '3000000' }] });
    expect((await make(newId())).breaks).toEqual([{ kind: 'amount', provider: 'chain', reference: 'wlt-1', expected: '5.000000 USDC', actual: '2.000000 USDC' }]);
  });

  it('has the breaks of every service, and is made once for an id', async () => {
    const [tenantId, id] = [newId(), newId()];
    const extra = { kind: 'extra', provider: 'bank', reference: 'leg-9/1', expected: null, actual: '50.00 USD' };
    others.breaks = { payout: [extra], liquidity: [{ ...extra, provider: 'custodian' }] };
    const made = await make(tenantId, id);
    expect(made.breaks).toEqual([extra, { ...extra, provider: 'custodian' }]);
    others.breaks = {};
    expect([await make(tenantId, id), await caller.requests.request(getReconciliation, { id }, { tenantId })]).toEqual([made, made]);
  });

  it('is not made while a service does not answer, and is not there for another tenant', async () => {
    const [tenantId, id] = [newId(), newId()];
    others.isSilent = true;
    await expect(make(tenantId, id)).rejects.toThrow();
    others.isSilent = false;
    await make(tenantId, id);
    await expect(caller.requests.request(getReconciliation, { id }, { tenantId: newId() })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('reconciliations that were made', () => {
  const listed = (tenantId: string, page: { limit: number; after?: string }) => caller.requests.request(listReconciliations, page, { tenantId });

  it('are listed newest first, in pages without a gap or a double, also when two are of the same time', async () => {
    const [tenantId, other] = [newId(), newId()];
    const times = ['2026-01-15T10:30:00.000Z', '2026-01-15T10:30:00.000Z', '2026-01-15T10:31:00.000Z'];
    const made = times.map((checkedAt, index) => ({ id: `${tenantId}/${index}`, checkedAt, breaks: [] }));
    for (const { id, ...state } of made) await operations.app.get(Reconciliations).change(id, { id: newId(), tenantId }, () => ({ state }));
    const [first, second, third] = made.toReversed();
    expect(await listed(tenantId, { limit: 2 })).toEqual({ reconciliations: [first, second], hasMore: true });
    expect(await listed(tenantId, { limit: 2, after: second!.id })).toEqual({ reconciliations: [third], hasMore: false });
    await expect(listed(tenantId, { limit: 2, after: newId() })).rejects.toMatchObject({ code: 'invalid_request', details: [{ field: 'after' }] });
    await expect(listed(other, { limit: 2, after: second!.id })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
