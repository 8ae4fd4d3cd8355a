import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { caseClosed, cleared, closeCase, documentsRequired, screen } from '@sluice/contract-compliance';
import { acceptWithdrawal, cancelWithdrawal, createWithdrawal, getWithdrawal, listWithdrawals, type WithdrawalView } from '@sluice/contract-intake';
import type { BodyOf, MessageContract } from '@sluice/contract-kit';
import type { z } from 'zod';
import { bookReturn, holdPlaced, holdPosted, holdRefused, holdVoided, placeHold, postHold, returnBooked, voidHold } from '@sluice/contract-ledger';
import { liquiditySourced, sourceLiquidity } from '@sluice/contract-liquidity';
import { deliver, delivered, returned, undelivered } from '@sluice/contract-payout';
import { recordChange } from '@sluice/contract-webhooks';
import { newId, numericId } from '@sluice/kernel';
import { IntakeModule } from '../src/intake.module.js';
import { account, Answers, FakeLedgerModule, FakePayoutModule } from './fake-participants.js';

let intake: TestService;
let ledger: TestService;
let payout: TestService;
let asLedger: Answers;
let asPayout: Answers;

beforeAll(async () => {
  intake = await startTestService({ module: IntakeModule, service: 'intake' });
  ledger = await startTestService({ module: FakeLedgerModule, service: 'ledger', namespace: intake.namespace });
  payout = await startTestService({ module: FakePayoutModule, service: 'payout', namespace: intake.namespace });
  asLedger = ledger.app.get(Answers);
  asPayout = payout.app.get(Answers);
});

afterAll(async () => {
  await Promise.all([intake.stop(), ledger.stop(), payout.stop()]);
});

beforeEach(() => {
  asLedger.account = account();
  asPayout.destination = null;
});

const acme = { tenantId: 'acme' };
const anOrder = (change: object = {}) => ({
  id: newId(), dialect: 'bultra' as const, dialectId: numericId('wth_'), accountId: 'acc_1', destinationId: 'cpty_1', amount: '2500.00', purpose: 'PERSONAL_ACCOUNT' as const, ...change,
});
const create = (change: object = {}): Promise<WithdrawalView> => intake.requests.request(createWithdrawal, anOrder(change), acme);
const read = (dialectId: string): Promise<WithdrawalView> => intake.requests.request(getWithdrawal, { dialect: 'bultra', dialectId }, acme);
const accept = (id: string, acceptanceId = newId()): Promise<WithdrawalView> => intake.requests.request(acceptWithdrawal, { id, acceptanceId }, acme);
const cancel = (id: string, cancellationId = newId()): Promise<WithdrawalView> => intake.requests.request(cancelWithdrawal, { id, cancellationId }, acme);

/** Takes the command that intake sent for this withdrawal and gives it this answer. */
async function answering<C extends MessageContract, A extends MessageContract>(command: C, answer: A, body: (sent: BodyOf<C>) => z.input<A['body']>, id: string): Promise<BodyOf<C>> {
  let sent = await intake.next(command);
  while (sent.withdrawalId !== id) sent = await intake.next(command);
  expect(sent.replyTo).toBe('intake');
  await intake.publish(answer, body(sent.body as BodyOf<C>), { withdrawalId: id });
  return sent.body;
}

const clear = (id: string) => answering(screen, cleared, ({ stage }) => ({ stage, ruleVersion: '1' }), id);
const place = (id: string) => answering(placeHold, holdPlaced, ({ holdId, accountId }) => ({ holdId, accountId, amount: { currency: 'USD' as const, units: '250000' } }), id);

async function becomes(dialectId: string, expected: Partial<WithdrawalView>): Promise<WithdrawalView> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const view = await read(dialectId);
    if (Object.entries(expected).every(([field, value]) => view[field as keyof WithdrawalView] === value)) return view;
    if (Date.now() > deadline) throw new Error(`Still ${JSON.stringify(view)}`);
  }
}

async function accepted(): Promise<WithdrawalView> {
  const { id } = await create();
  await clear(id);
  const accepting = accept(id);
  await place(id);
  return accepting;
}

async function delivering(): Promise<WithdrawalView> {
  const { id, dialectId } = await accepted();
  await clear(id);
  await answering(sourceLiquidity, liquiditySourced, ({ amount }) => ({ legs: [{ id: newId(), positionKey: 'cash', amount }] }), id);
  return becomes(dialectId, { phase: 'delivering' });
}

async function settled(): Promise<WithdrawalView> {
  const { id, dialectId } = await delivering();
  await answering(deliver, delivered, ({ legs }) => ({ legs: legs.map((leg) => ({ ...leg, status: 'delivered' as const, trace: '091000019000001' })) }), id);
  await answering(postHold, holdPosted, ({ holdId, accountId }) => ({ holdId, accountId, posted: { currency: 'USD' as const, units: '250000' }, open: { currency: 'USD' as const, units: '0' } }), id);
  return becomes(dialectId, { phase: 'settled' });
}

describe('a withdrawal that goes well', () => {
  it('is created, accepted once its funds are held, delivered, posted and settled', async () => {
    const view = await settled();
    expect(view).toMatchObject({ phase: 'settled', hold: 'none', delivered: { units: '250000' }, trace: '091000019000001', estimatedCompletion: '2026-01-17T17:00:00.000Z' });
  });

  it('tells of each of its versions once, without a gap', async () => {
    const { id, version } = await settled();
    const sequences = () => intake.seen(recordChange).filter((message) => message.withdrawalId === id).map(({ body }) => body.sequence);
    await until('the last is reported', async () => sequences().includes(version));
    const reported = sequences();
    expect(reported.sort((a, b) => a - b)).toEqual(Array.from({ length: version }, (_, index) => index + 1));
  });

  it('books what comes back after the end once', async () => {
    const { id, dialectId, version } = await settled();
    const leg = { legId: `${id}:1`, attempt: 1, amount: { currency: 'USD' as const, units: '250000' }, code: 'R03', at: '2026-01-20T09:00:00.000Z' };
    const messageId = await intake.publish(returned, leg, { withdrawalId: id });
    await answering(bookReturn, returnBooked, ({ returnId, accountId }) => ({ returnId, accountId }), id);
    await intake.publish(returned, leg, { withdrawalId: id, id: messageId });
    const view = await becomes(dialectId, { version: version + 2 });
    expect(view).toMatchObject({ phase: 'settled', returned: { code: 'R03' } });
    expect(intake.seen(bookReturn).filter((message) => message.withdrawalId === id)).toEqual([]);
  });
});

describe('creating', () => {
  it('the same withdrawal again replies with it as it is', async () => {
    const order = anOrder();
    const first = await intake.requests.request(createWithdrawal, order, acme);
    expect(await intake.requests.request(createWithdrawal, order, acme)).toMatchObject({ id: first.id, createdAt: first.createdAt });
  });

  it.each([
    ['more than there is', { amount: '10000.01' }, 'insufficient_funds'], ['nothing', { amount: '0.00' }, 'invalid_amount'],
    ['three decimals', { amount: '1.001' }, 'precision_overflow'], ['no number', { amount: '1e3' }, 'invalid_amount'],
  ])('%s is refused, and nothing is stored', async (_, change, code) => {
    const order = anOrder(change);
    await expect(intake.requests.request(createWithdrawal, order, acme)).rejects.toMatchObject({ code });
    await expect(read(order.dialectId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each(['PENDING', 'FROZEN', 'CLOSED'] as const)('from a %s account is refused', async (status) => {
    asLedger.account = account({ status });
    await expect(create()).rejects.toMatchObject({ code: 'account_not_transactable' });
  });

  it('from an unknown account, or to a wrong destination, is refused with its owner’s refusal', async () => {
    asPayout.destination = 'counterparty_mismatch';
    await expect(create()).rejects.toMatchObject({ code: 'counterparty_mismatch' });
    asLedger.account = null;
    await expect(create()).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('accepting', () => {
  it('before the screening is over waits for it', async () => {
    const { id, dialectId } = await create();
    const accepting = accept(id);
    await becomes(dialectId, { version: 2 });
    await clear(id);
    await place(id);
    expect(await accepting).toMatchObject({ phase: 'authorized' });
  });

  it('is refused when the ledger refuses the hold, and may be tried again with a new hold', async () => {
    const { id } = await create();
    await clear(id);
    const first = accept(id);
    const asked = await answering(placeHold, holdRefused, ({ holdId, accountId }) => ({ holdId, accountId, reason: 'insufficient_funds' as const }), id);
    await expect(first).rejects.toMatchObject({ code: 'insufficient_funds' });
    const second = accept(id);
    expect((await place(id)).holdId).not.toBe(asked.holdId);
    expect(await second).toMatchObject({ phase: 'authorized' });
  });

  it('that was refused may be tried again under the same id, and a copy of the refused request is refused as before', async () => {
    const { id } = await create();
    await clear(id);
    const acceptanceId = newId();
    const requestId = newId();
    const acceptAs = (request: string) => intake.requests.request(acceptWithdrawal, { id, acceptanceId }, { ...acme, id: request });
    const first = acceptAs(requestId);
    await answering(placeHold, holdRefused, ({ holdId, accountId }) => ({ holdId, accountId, reason: 'insufficient_funds' as const }), id);
    await expect(first).rejects.toMatchObject({ code: 'insufficient_funds' });
    await expect(acceptAs(requestId)).rejects.toMatchObject({ code: 'insufficient_funds' });
    const second = acceptAs(newId());
    await place(id);
    expect(await second).toMatchObject({ phase: 'authorized' });
  });

  it('with the same id again is replied to again; with another it is in the wrong status', async () => {
    const { id } = await create();
    await clear(id);
    const acceptanceId = newId();
    const first = accept(id, acceptanceId);
    await place(id);
    const { estimatedCompletion } = await first;
    expect(await accept(id, acceptanceId)).toMatchObject({ id, estimatedCompletion });
    await expect(accept(id)).rejects.toMatchObject({ code: 'invalid_status' });
  });

  it('is refused while documents are asked for', async () => {
    const { id, dialectId } = await create();
    await answering(screen, documentsRequired, ({ stage }) => ({ stage, ruleVersion: '1' }), id);
    await becomes(dialectId, { hold: 'rfi' });
    await expect(accept(id)).rejects.toMatchObject({ code: 'invalid_status' });
    await expect(cancel(id)).rejects.toMatchObject({ code: 'invalid_status' });
  });
});

describe('cancelling', () => {
  it('gives the hold back first, and is replied to when it is cancelled', async () => {
    const { id } = await accepted();
    const cancelling = cancel(id);
    await answering(voidHold, holdVoided, ({ holdId, accountId, currency }) => ({ holdId, accountId, voided: { currency, units: '250000' } }), id);
    await answering(closeCase, caseClosed, () => ({}), id);
    expect(await cancelling).toMatchObject({ phase: 'cancelled' });
  });

  it('is refused once the money may have left', async () => {
    const { id } = await delivering();
    await expect(cancel(id)).rejects.toMatchObject({ code: 'invalid_status' });
  });

  it('is refused after the end', async () => {
    const { id, dialectId } = await delivering();
    await answering(deliver, undelivered, ({ legs }) => ({ legs: legs.map((leg) => ({ ...leg, status: 'failed' as const, reason: 'R03' })) }), id);
    await answering(voidHold, holdVoided, ({ holdId, accountId, currency }) => ({ holdId, accountId, voided: { currency, units: '250000' } }), id);
    await answering(closeCase, caseClosed, () => ({}), id);
    expect(await becomes(dialectId, { phase: 'failed' })).toMatchObject({ failure: { code: 'R03' }, delivered: { units: '0' } });
    await expect(cancel(id)).rejects.toMatchObject({ code: 'invalid_status' });
  });
});

describe('reading', () => {
  it('another tenant finds nothing, and can change nothing', async () => {
    const { id, dialectId } = await create();
    const globex = { tenantId: 'globex' };
    await expect(intake.requests.request(getWithdrawal, { dialect: 'bultra', dialectId }, globex)).rejects.toMatchObject({ code: 'not_found' });
    await expect(intake.requests.request(acceptWithdrawal, { id, acceptanceId: newId() }, globex)).rejects.toMatchObject({ code: 'not_found' });
    await expect(intake.requests.request(cancelWithdrawal, { id, cancellationId: newId() }, globex)).rejects.toMatchObject({ code: 'not_found' });
    expect((await intake.requests.request(listWithdrawals, { dialect: 'bultra', limit: 100 }, globex)).withdrawals).toEqual([]);
  });

  it('takes the canonical id as well as the dialect’s own', async () => {
    const { id, dialectId } = await create();
    expect(await read(id)).toMatchObject({ id, dialectId });
    await expect(read('wth_0')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('pages through a list, newest first, without gaps or repeats', async () => {
    const accountId = `acc_${newId()}`;
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.unshift((await create({ accountId })).dialectId);
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await intake.requests.request(listWithdrawals, { dialect: 'bultra', accountId, limit: 2, after }, acme);
      seen.push(...page.withdrawals.map(({ dialectId }) => dialectId));
      after = seen.at(-1);
      more = page.hasMore;
    }
    expect(seen).toEqual(made);
    await expect(intake.requests.request(listWithdrawals, { dialect: 'bultra', limit: 2, after: 'wth_0' }, acme)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
