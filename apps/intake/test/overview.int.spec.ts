import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { caseClosed, cleared, closeCase, screen } from '@sluice/contract-compliance';
import { createWithdrawal, getOutlook, measureFlow, operateWithdrawal, previewAction } from '@sluice/contract-intake';
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

async function created(): Promise<{ id: string; dialectId: string }> {
  const order = { id: newId(), dialect: 'bultra' as const, dialectId: numericId('wth_'), accountId: 'acc_1', destinationId: 'cpty_1', amount: '2500.00', purpose: 'PERSONAL_ACCOUNT' as const };
  return intake.requests.request(createWithdrawal, order, acme);
}

async function asked(contract: typeof screen | typeof closeCase, id: string): Promise<void> {
  let command = await intake.next(contract);
  while (command.withdrawalId !== id) command = await intake.next(contract);
}

const flow = (context = acme) => intake.requests.request(measureFlow, { window: 'PT1H' }, context);
const preview = async (ids: string[], action: 'retry-step' | 'fail' | 'cancel', context = acme) => (await intake.requests.request(previewAction, { ids, action }, context)).previews;

describe('the flow of a tenant’s withdrawals', () => {
  it('counts what is under way by dialect, rail, phase and hold, and what began and ended lately', async () => {
    const { id } = await created();
    await created();
    await asked(screen, id);
    const before = await flow();
    expect(before.underWay).toEqual([expect.objectContaining({ dialect: 'bultra', rail: 'ACH', phase: 'created', hold: 'none', count: 2 })]);
    expect(before.buckets.reduce((sum, { started }) => sum + started, 0)).toBe(2);
    await intake.requests.request(operateWithdrawal, { id, action: 'fail', actionId: newId(), reason: 'A test.' }, acme);
    await asked(closeCase, id);
    await intake.publish(caseClosed, {}, { withdrawalId: id });
    await until('it has ended', async () => (await flow()).ended.length > 0);
    const after = await flow();
    expect(after.underWay).toMatchObject([{ count: 1 }]);
    expect(after.ended).toMatchObject([{ dialect: 'bultra', rail: 'ACH', phase: 'failed', count: 1 }]);
    expect(after.buckets.reduce((sum, { failed }) => sum + failed, 0)).toBe(1);
    expect(after.buckets.every(({ medianSeconds }) => medianSeconds === null)).toBe(true);
  });

  it('has nothing of another tenant', async () => {
    await created();
    expect(await flow(globex)).toMatchObject({ underWay: [], ended: [] });
  });
});

describe('a preview of an action', () => {
  it('says where it would lead, and changes nothing', async () => {
    const { id, dialectId } = await created();
    await asked(screen, id);
    await intake.publish(cleared, { stage: 'up-front', ruleVersion: '1.0' }, { withdrawalId: id });
    await until('it waits for acceptance', async () => (await preview([id], 'fail'))[0]?.step === 'awaitingAcceptance');
    expect(await preview([dialectId], 'fail')).toEqual([{ id, dialectId, action: 'fail', possible: true, step: 'awaitingAcceptance', nextStep: 'failed', nextPhase: 'failed' }]);
    expect(await preview([id], 'cancel')).toMatchObject([{ possible: true, nextStep: 'cancelled' }]);
    expect(await preview([id], 'retry-step')).toMatchObject([{ possible: false, nextStep: null, nextPhase: null }]);
    expect(await preview([id], 'fail')).toMatchObject([{ step: 'awaitingAcceptance' }]);
  });

  it('is of those alone that are there and the tenant’s', async () => {
    const { id } = await created();
    expect((await preview([id, newId()], 'fail')).map((one) => one.id)).toEqual([id]);
    expect(await preview([id], 'fail', globex)).toEqual([]);
  });
});

describe('the outlook of a withdrawal', () => {
  it('has its table, the way it came, what is possible, and what its timers lead to', async () => {
    const { id, dialectId } = await created();
    const outlook = await intake.requests.request(getOutlook, { id: dialectId }, acme);
    expect(outlook).toMatchObject({ kind: 'account', path: [{ step: 'screening' }], timers: [{ name: 'screening', leadsTo: 'screening' }] });
    expect(outlook.states.find(({ name }) => name === 'screening')).toMatchObject({ phase: 'created', sends: 'compliance.screen', timeout: '10m', onTimeout: 'screening', ends: false, on: expect.arrayContaining([{ message: 'client.cancel', to: 'closingCaseForCancel' }]) });
    expect(outlook.states.find(({ name }) => name === 'settled')).toMatchObject({ ends: true, sends: null, timeout: null });
    expect(outlook.actions.map(({ action, possible }) => [action, possible])).toEqual([['retry-step', true], ['fail', true], ['cancel', true]]);
    await expect(intake.requests.request(getOutlook, { id }, globex)).rejects.toMatchObject({ code: 'not_found' });
  });
});
