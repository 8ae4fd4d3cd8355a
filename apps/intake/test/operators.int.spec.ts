import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { caseClosed, cleared, closeCase, screen } from '@sluice/contract-compliance';
import { createWithdrawal, getCanonicalWithdrawal, listCanonicalWithdrawals, operateWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import type { RequestOf } from '@sluice/contract-kit';
import { newId, numericId } from '@sluice/kernel';
import { IntakeModule } from '../src/intake.module.js';
import { Answers, FakeLedgerModule, FakePayoutModule } from './fake-participants.js';

let intake: TestService;
let others: TestService[];
beforeAll(async () => {
  intake = await startTestService({ module: IntakeModule, service: 'intake' });
  others = [
    await startTestService({ module: FakeLedgerModule, service: 'ledger', namespace: intake.namespace }),
    await startTestService({ module: FakePayoutModule, service: 'payout', namespace: intake.namespace }),
  ];
  expect(others.every(({ app }) => app.get(Answers))).toBe(true);
});
afterAll(() => Promise.all([intake, ...others].map((service) => service.stop())));

const acme = { tenantId: 'acme' };
const globex = { tenantId: 'globex' };

async function created(reference?: string): Promise<{ id: string; dialectId: string }> {
  const order = { id: newId(), dialect: 'bultra' as const, dialectId: numericId('wth_'), accountId: 'acc_1', destinationId: 'cpty_1', amount: '2500.00', purpose: 'PERSONAL_ACCOUNT' as const, reference };
  return intake.requests.request(createWithdrawal, order, acme);
}

const read = (id: string, context = acme): Promise<CanonicalView> => intake.requests.request(getCanonicalWithdrawal, { id }, context);
const list = async (filter: Partial<RequestOf<typeof listCanonicalWithdrawals>> = {}, context = acme): Promise<string[]> =>
  (await intake.requests.request(listCanonicalWithdrawals, { limit: 100, ...filter }, context)).withdrawals.map(({ id }) => id);
const operate = (id: string, action: 'retry-step' | 'fail' | 'cancel', actionId = newId(), context = acme): Promise<CanonicalView> =>
  intake.requests.request(operateWithdrawal, { id, action, actionId, reason: 'The customer called.' }, context);

async function asked(contract: typeof screen | typeof closeCase, id: string): Promise<string | undefined> {
  let command = await intake.next(contract);
  while (command.withdrawalId !== id) command = await intake.next(contract);
  return command.traceparent?.slice(3, 35);
}

describe('a withdrawal as operators see it', () => {
  it('is found by its canonical id and by its dialect’s, with the trace it was asked for in', async () => {
    const { id, dialectId } = await created();
    const view = await read(id);
    expect(view).toMatchObject({ id, dialectId, dialect: 'bultra', phase: 'created', hold: 'none', version: 1, amount: { currency: 'USD', units: '250000' }, delivered: { units: '0' } });
    expect(view.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(view.payoutLegs).toMatchObject([{ key: 'cash', status: 'planned', rail: 'ACH' }]);
    expect(view.steps).toMatchObject([{ name: 'screening', promise: 'PT10M' }]);
    expect(await read(dialectId)).toEqual(view);
  });

  it('is not there for another tenant, nor under an unknown id', async () => {
    const { id, dialectId } = await created();
    for (const name of [id, dialectId]) await expect(read(name, globex)).rejects.toMatchObject({ code: 'not_found' });
    await expect(read('wth-unknown')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the list', () => {
  it('is newest first, in pages that neither miss nor repeat', async () => {
    const made = [await created(), await created(), await created()].map(({ id }) => id);
    const all = await list();
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(made));
    const first = await list({ limit: 2 });
    expect([...first, ...(await list({ after: first[1] ?? '' }))]).toEqual(all);
  });

  it('is narrowed by text that means itself, phase, dialect and time', async () => {
    const { id } = await created('R.V (1)');
    expect(await list({ text: 'r.v (1)' })).toEqual([id]);
    expect(await list({ text: 'r.v .1.' })).toEqual([]);
    expect(await list({ text: id.slice(0, 13) })).toEqual([id]);
    expect(await list({ phase: 'settled' })).toEqual([]);
    expect(await list({ dialect: 'braid' })).toEqual([]);
    const { createdAt } = await read(id);
    expect(await list({ createdFrom: createdAt, text: id })).toEqual([id]);
    expect(await list({ createdTo: createdAt, text: id })).toEqual([]);
    expect(await list({ stuck: true })).toEqual([]);
    expect(await list({ stuck: false, text: id })).toEqual([id]);
  });

  it('is each tenant’s own, and no page begins after another’s', async () => {
    const { id } = await created();
    expect(await list({}, globex)).toEqual([]);
    await expect(list({ after: id }, globex)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('an operator’s order', () => {
  it('has the step’s question asked once more', async () => {
    const { id } = await created();
    await asked(screen, id);
    const view = await operate(id, 'retry-step');
    expect(view).toMatchObject({ version: 2, phase: 'created', steps: [{ name: 'screening' }] });
    await asked(screen, id);
  });

  it('fails it, by whichever id, once what was asked is taken back', async () => {
    const { id, dialectId } = await created();
    expect(await operate(dialectId, 'fail')).toMatchObject({ id, steps: [{ name: 'closingCaseForFailure' }] });
    await asked(closeCase, id);
    await intake.publish(caseClosed, {}, { withdrawalId: id });
    for (let view = await read(id); view.phase !== 'failed'; view = await read(id)) expect(view.phase).toBe('created');
    expect(await read(id)).toMatchObject({ phase: 'failed', steps: [], payoutLegs: [{ status: 'not_needed' }] });
  });

  it('belongs to the trace that the withdrawal began in', async () => {
    const { id } = await created();
    const { traceId } = await read(id);
    expect(await asked(screen, id)).toBe(traceId);
    await operate(id, 'fail');
    expect(await asked(closeCase, id)).toBe(traceId);
  });

  it('is carried out once, however often it is given', async () => {
    const { id } = await created();
    const actionId = newId();
    const first = await operate(id, 'retry-step', actionId);
    expect(await operate(id, 'retry-step', actionId)).toMatchObject({ version: first.version });
  });

  it('is refused where the state has no place for it', async () => {
    const { id } = await created();
    await asked(screen, id);
    await intake.publish(cleared, { stage: 'up-front', ruleVersion: '1' }, { withdrawalId: id });
    for (let view = await read(id); view.steps[0]?.name !== 'awaitingAcceptance'; view = await read(id)) expect(view.phase).toBe('created');
    await expect(operate(id, 'retry-step')).rejects.toMatchObject({ code: 'invalid_status' });
    expect(await operate(id, 'cancel')).toMatchObject({ phase: 'cancelled' });
    for (const action of ['retry-step', 'fail', 'cancel'] as const) await expect(operate(id, action)).rejects.toMatchObject({ code: 'invalid_status' });
  });

  it('reaches no other tenant’s withdrawal', async () => {
    const { id } = await created();
    await expect(operate(id, 'fail', newId(), globex)).rejects.toMatchObject({ code: 'not_found' });
    expect(await read(id)).toMatchObject({ version: 1 });
  });
});
