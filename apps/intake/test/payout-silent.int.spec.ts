import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { caseClosed, closeCase } from '@sluice/contract-compliance';
import { cancelWithdrawal, createWithdrawal, getWithdrawal, listWithdrawals, type WithdrawalView } from '@sluice/contract-intake';
import { newId, numericId } from '@sluice/kernel';
import { Requests, ServiceAway } from '@sluice/messaging';
import { IntakeModule } from '../src/intake.module.js';
import { Answers, FakeLedgerModule, FakePayoutModule } from './fake-participants.js';

/** As many of one tenant as may wait for one thing of one service. */
const SHARE = 75;

let intake: TestService;
let ledger: TestService;
let payout: TestService;
beforeAll(async () => {
  intake = await startTestService({ module: IntakeModule, service: 'intake' });
  ledger = await startTestService({ module: FakeLedgerModule, service: 'ledger', namespace: intake.namespace });
  // For as long as a test takes on whatever machine: that time is up is another story.
  const requests = intake.app.get(Requests);
  const request = requests.request.bind(requests);
  requests.request = (contract, ask, context) => request(contract, ask, { timeoutMs: 60_000, ...context });
  payout = await startTestService({ module: FakePayoutModule, service: 'payout', namespace: intake.namespace });
});
afterAll(() => Promise.all([intake.stop(), ledger.stop(), payout.stop()]));

const acme = { tenantId: 'acme' };
const order = () => ({ id: newId(), dialect: 'bultra' as const, dialectId: numericId('wth_'), accountId: 'acc_1', destinationId: 'cpty_1', amount: '10.00', purpose: 'PERSONAL_ACCOUNT' as const });

/** Asked from elsewhere, as the gateway does. */
const create = (): Promise<WithdrawalView> => ledger.requests.request(createWithdrawal, order(), acme);

describe('payout that does not answer, with as many waiting for it as may', () => {
  it('holds up nothing else, and is refused at once to who needs it, until it answers', async () => {
    const { dialectId, id } = await create();
    const held = Promise.withResolvers<void>();
    const answers = Object.assign(payout.app.get(Answers), { held: held.promise, asked: 0 });
    let answered = 0;
    const waiting = Array.from({ length: SHARE }, () => create().finally(() => (answered += 1)));
    await until('all of them wait for payout', () => answers.asked === SHARE);
    await expect(payout.requests.request(createWithdrawal, order(), acme)).rejects.toBeInstanceOf(ServiceAway);
    expect(await ledger.requests.request(getWithdrawal, { dialect: 'bultra', dialectId }, acme)).toMatchObject({ id });
    expect((await ledger.requests.request(listWithdrawals, { dialect: 'bultra', limit: 10 }, acme)).withdrawals).toHaveLength(1);
    const cancelling = ledger.requests.request(cancelWithdrawal, { id, cancellationId: newId() }, acme);
    await intake.next(closeCase);
    await intake.publish(caseClosed, {}, { withdrawalId: id });
    expect(await cancelling).toMatchObject({ phase: 'cancelled' });
    expect(answered).toBe(0);
    held.resolve();
    expect((await Promise.all(waiting)).every(({ phase }) => phase === 'created')).toBe(true);
    expect(await create()).toMatchObject({ phase: 'created' });
  });
});
