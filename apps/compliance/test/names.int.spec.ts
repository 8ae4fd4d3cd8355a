import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestService, until, type Message, type TestService } from '@sluice/builders';
import { cancelScreening, caseClosed, cleared, clearedForNow, closeCase, decideReferral, documentsRequired, listReferrals, referred, refused, screen, screeningCancelled, setLimits, type Stage } from '@sluice/contract-compliance';
import { applyTenantSettings, type MessageContract } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { Cases } from '../src/cases/cases.repository.js';
import { ComplianceModule } from '../src/compliance.module.js';
import { inventedList, NameLists } from '../src/names/name-lists.js';
import { WatchmanNameLists } from '../src/names/watchman.http.js';
import { WatchmanServer } from './watchman-server.js';

const server = new WatchmanServer();
let service: TestService;
beforeAll(async () => {
  const lists = new WatchmanNameLists({ url: await server.start(), timeoutMs: 1_500 });
  service = await startTestService({ module: ComplianceModule, service: 'compliance', overrides: [[NameLists, lists]] });
});
afterAll(async () => {
  await service.stop();
  await server.stop();
});
beforeEach(() => void Object.assign(server, { entries: inventedList, failure: null, isSilent: false, searches: [] }));

const wanted = 'Viktor Malakhov';
type Screened = Partial<(typeof screen)['sample']>;
const ask = (withdrawalId: string, about: Screened = {}, tenantId = 'acme'): Promise<string> =>
  service.publish(screen, { ...screen.sample, names: [wanted], ...about }, { withdrawalId, tenantId });
const decide = (withdrawalId: string, decision: 'clear' | 'refuse', stage: Stage = 'up-front', tenantId = 'acme') =>
  service.requests.request(decideReferral, { withdrawalId, stage, decision, reason: 'Looked into it.' }, { tenantId });
const caseOf = async (withdrawalId: string) => (await service.app.get(Cases).find(withdrawalId))!.state;

const failuresOf = async (withdrawalId: string) => (await service.app.get(Cases).find(withdrawalId))?.state.inquiry?.failures ?? 0;

/** The next answer about a withdrawal: one that was asked about twice may be answered again while another is looked at. */
async function next<C extends MessageContract>(contract: C, withdrawalId: string): Promise<Message<C>> {
  const message = await service.next(contract);
  return message.withdrawalId === withdrawalId ? message : next(contract, withdrawalId);
}

const seen = (contract: MessageContract, ...withdrawalIds: readonly string[]) => service.seen(contract).filter(({ withdrawalId }) => withdrawalIds.includes(withdrawalId ?? ''));

/** A withdrawal to someone who is like someone on the list. */
async function referral(about: Screened = {}): Promise<string> {
  const withdrawalId = newId();
  await ask(withdrawalId, about);
  expect(await next(referred, withdrawalId)).toMatchObject({ body: { stage: about.stage ?? 'up-front' } });
  return withdrawalId;
}

describe('a payee on no list', () => {
  it('is cleared, and what was looked up is kept', async () => {
    const withdrawalId = newId();
    await ask(withdrawalId, { names: ['Ada Example', 'Example Ltd'] });
    await next(cleared, withdrawalId);
    const { screenings } = await caseOf(withdrawalId);
    expect(screenings[0]?.finding).toMatchObject({ names: ['Ada Example', 'Example Ltd'], hits: [], decision: null });
    expect(server.searches).toHaveLength(6);
  });

  it('without a name is not looked up', async () => {
    const withdrawalId = newId();
    server.failure = { status: 500, body: '' };
    await ask(withdrawalId, { names: undefined });
    await next(cleared, withdrawalId);
    expect((await caseOf(withdrawalId)).screenings[0]?.finding).toBeNull();
  });
});

describe('a name that cannot be compared', () => {
  it.each(['سمير القندهوري', '🦊🦊', '---', '12345'])('is referred, never cleared: %j', async (name) => {
    const withdrawalId = await referral({ names: ['Ada Example', name] });
    expect(seen(cleared, withdrawalId)).toEqual([]);
    const { referrals } = await service.requests.request(listReferrals, {}, { tenantId: 'acme' });
    expect(referrals.find((one) => one.withdrawalId === withdrawalId)).toMatchObject({ hits: [], incomparable: [name] });
    await decide(withdrawalId, 'clear');
    expect(await next(cleared, withdrawalId)).toMatchObject({ body: { stage: 'up-front' } });
  });

  it('is referred in a label that an older version kept apart', async () => {
    await referral({ names: ['Ada Example'], labels: ['محفظتي'] });
    await referral({ names: ['Ada Example'], labels: [wanted] });
  });

  it('is decided on once for a withdrawal: the decision holds for its payments', async () => {
    const withdrawalId = await referral({ names: ['محفظتي'], stage: 'in-review' });
    await decide(withdrawalId, 'clear', 'in-review');
    await next(cleared, withdrawalId);
    const payment = { legId: newId(), attempt: 1 };
    await ask(withdrawalId, { names: ['محفظتي'], stage: 'before-payment', ...payment });
    expect(await next(cleared, withdrawalId)).toMatchObject({ body: payment });
  });
});

describe('a payee who may be on a list', () => {
  it('is found by any of several names', async () => {
    await referral({ names: ['Main account', wanted] });
    await referral({ names: [wanted, 'Main account'] });
  });

  it('waits for an operator, is shown to those of its tenant, and is answered the same when screened again', async () => {
    const withdrawalId = await referral();
    await ask(withdrawalId);
    expect(await next(referred, withdrawalId)).toMatchObject({ body: { stage: 'up-front', ruleVersion: '1.0' } });
    const of = async (tenantId: string) => (await service.requests.request(listReferrals, {}, { tenantId })).referrals.filter((one) => one.withdrawalId === withdrawalId);
    expect(await of('acme')).toMatchObject([{ stage: 'up-front', hits: [{ name: wanted, listed: 'Viktor Dragunovich Malakhov', list: 'invented', listedId: 'SLX-001' }] }]);
    expect(await of('globex')).toEqual([]);
    await decide(withdrawalId, 'clear');
    expect(await of('acme')).toEqual([]);
    await next(cleared, withdrawalId);
  });

  it('goes on to the rules when cleared', async () => {
    const withdrawalId = await referral({ amount: { currency: 'USD', units: '6000000' } });
    expect(await decide(withdrawalId, 'clear')).toEqual({ withdrawalId, stage: 'up-front', decision: 'clear', reason: 'Looked into it.' });
    expect(await next(documentsRequired, withdrawalId)).toMatchObject({ tenantId: 'acme' });
    expect((await caseOf(withdrawalId)).screenings[0]?.finding?.decision).toMatchObject({ decision: 'clear', reason: 'Looked into it.' });
  });

  it('is refused when refused, once, and not otherwise afterwards', async () => {
    const withdrawalId = await referral();
    await decide(withdrawalId, 'refuse');
    expect(await decide(withdrawalId, 'refuse')).toMatchObject({ decision: 'refuse' });
    expect(await next(refused, withdrawalId)).toMatchObject({ body: { stage: 'up-front', reason: 'sanctions', ruleVersion: '1.0' } });
    await expect(decide(withdrawalId, 'clear')).rejects.toMatchObject({ code: 'invalid_status' });
    expect([...seen(refused, withdrawalId), ...seen(cleared, withdrawalId)]).toEqual([]);
    await ask(withdrawalId);
    await next(refused, withdrawalId);
  });

  it('is decided by nobody else, nor at another stage, nor after the end', async () => {
    const withdrawalId = await referral();
    await expect(decide(withdrawalId, 'clear', 'up-front', 'globex')).rejects.toMatchObject({ code: 'not_found' });
    await expect(decide(withdrawalId, 'clear', 'in-review')).rejects.toMatchObject({ code: 'not_found' });
    await expect(decide(newId(), 'clear')).rejects.toMatchObject({ code: 'not_found' });
    await service.publish(closeCase, {}, { withdrawalId });
    await next(caseClosed, withdrawalId);
    await expect(decide(withdrawalId, 'clear')).rejects.toMatchObject({ code: 'not_found' });
    expect(seen(cleared, withdrawalId)).toEqual([]);
  });

  it('is decided one way when two operators decide at once', async () => {
    const withdrawalId = await referral();
    const results = await Promise.allSettled([decide(withdrawalId, 'clear'), decide(withdrawalId, 'refuse')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const outcome = (await caseOf(withdrawalId)).screenings.map((screening) => screening.outcome);
    expect(outcome).toEqual([results[0].status === 'fulfilled' ? 'cleared' : 'refused']);
    await next(outcome[0] === 'cleared' ? cleared : refused, withdrawalId);
  });
});

describe('lists that do not answer', () => {
  it.each([
    ['fail', () => (server.failure = { status: 503, body: '{"error":"starting"}' })],
    ['do not answer', () => (server.isSilent = true)],
    ['answer with nonsense', () => (server.failure = { status: 200, body: '{}' })],
  ])('are inquired again until they do, and clear nobody: they %s', async (_, spoil) => {
    const [clean, listed] = [newId(), newId()];
    spoil();
    await ask(clean, { names: ['Ada Example'] });
    await ask(listed);
    await ask(clean, { names: ['Ada Example'] });
    await until('an inquiry failed', async () => (await failuresOf(clean)) > 0 && (await failuresOf(listed)) > 0);
    expect((await caseOf(clean)).inquiry).toMatchObject({ step: 'names' });
    expect([...seen(cleared, clean, listed), ...seen(referred, clean, listed)]).toEqual([]);
    Object.assign(server, { failure: null, isSilent: false });
    expect(await next(cleared, clean)).toMatchObject({ body: { stage: 'up-front' } });
    await next(referred, listed);
    expect(seen(cleared, listed)).toEqual([]);
  });

  it('are not inquired again once the withdrawal was given up', async () => {
    const withdrawalId = newId();
    server.failure = { status: 503, body: '' };
    await ask(withdrawalId);
    await until('an inquiry failed', async () => (await failuresOf(withdrawalId)) > 0);
    await service.publish(closeCase, {}, { withdrawalId });
    await next(caseClosed, withdrawalId);
    server.failure = null;
    expect(await service.app.get(Cases).find(withdrawalId)).toMatchObject({ dueAt: null, state: { closed: true, inquiry: null } });
  });

  it('make a growing pause on the tenant\'s clock', async () => {
    const withdrawalId = newId();
    server.failure = { status: 503, body: '' };
    await ask(withdrawalId, {}, 'initech');
    await until('an inquiry failed', async () => (await failuresOf(withdrawalId)) > 0);
    const { now } = await service.requests.request(applyTenantSettings('compliance'), { revision: 1, clockOffsetMs: 3_600_000, pace: 'clock' }, { tenantId: 'initech' });
    await until('an inquiry failed', async () => (await failuresOf(withdrawalId)) > 1);
    const { inquiry } = await caseOf(withdrawalId);
    expect(inquiry!.goesOnAt!.getTime()).toBeGreaterThan(Date.parse(now));
    server.failure = null;
    await next(referred, withdrawalId);
  });
});

describe('the second lookup, in review', () => {
  const review = { stage: 'in-review' } as const;

  it('stands on the first while the lists are the same, an operator\'s clearance included', async () => {
    const withdrawalId = await referral();
    await decide(withdrawalId, 'clear');
    await next(cleared, withdrawalId);
    server.searches.length = 0;
    await ask(withdrawalId, review);
    expect(await next(cleared, withdrawalId)).toMatchObject({ body: { stage: 'in-review' } });
    expect(server.searches).toEqual([]);
  });

  it('is taken anew when the lists have changed', async () => {
    const withdrawalId = newId();
    await ask(withdrawalId, { names: ['Ada Example'] });
    await next(cleared, withdrawalId);
    server.entries = [...inventedList, { id: 'SLX-099', name: 'Ada Example', aliases: [] }];
    await ask(withdrawalId, { ...review, names: ['Ada Example'] });
    expect(await next(referred, withdrawalId)).toMatchObject({ body: { stage: 'in-review' } });
    await decide(withdrawalId, 'refuse', 'in-review');
    expect(await next(refused, withdrawalId)).toMatchObject({ body: { stage: 'in-review', reason: 'sanctions' } });
  });

  it('is taken anew when the lists have changed although an operator had cleared the first', async () => {
    const withdrawalId = await referral();
    await decide(withdrawalId, 'clear');
    await next(cleared, withdrawalId);
    server.entries = inventedList.slice(0, 5);
    await ask(withdrawalId, review);
    expect(await next(referred, withdrawalId)).toMatchObject({ body: { stage: 'in-review' } });
    await decide(withdrawalId, 'clear', 'in-review');
    expect(await next(cleared, withdrawalId)).toMatchObject({ body: { stage: 'in-review' } });
  });

  it('does not stand on lists that no longer answer', async () => {
    const withdrawalId = newId();
    await ask(withdrawalId, { names: ['Ada Example'] });
    await next(cleared, withdrawalId);
    server.failure = { status: 500, body: '' };
    await ask(withdrawalId, { ...review, names: ['Ada Example'] });
    await until('an inquiry failed', async () => (await failuresOf(withdrawalId)) > 0);
    expect(seen(cleared, withdrawalId)).toEqual([]);
    server.failure = null;
    expect(await next(cleared, withdrawalId)).toMatchObject({ body: { stage: 'in-review' } });
  });

  it('is followed by a third, before a payment that is far off, which finds who was listed since', async () => {
    const [withdrawalId, names] = [newId(), ['Ada Example']];
    await ask(withdrawalId, { ...review, names, paysAt: '2099-01-01T00:00:00.000Z' });
    expect(await next(clearedForNow, withdrawalId)).toMatchObject({ body: { stage: 'in-review' } });
    server.entries = [...inventedList, { id: 'SLX-099', name: 'Ada Example', aliases: [] }];
    await ask(withdrawalId, { stage: 'before-payment', names });
    expect(await next(referred, withdrawalId)).toMatchObject({ body: { stage: 'before-payment' } });
    await decide(withdrawalId, 'refuse', 'before-payment');
    expect(await next(refused, withdrawalId)).toMatchObject({ body: { stage: 'before-payment', reason: 'sanctions' } });
  });

  it('is followed by a third that stands on it while the lists are the same', async () => {
    const [withdrawalId, names] = [newId(), ['Ada Example']];
    await ask(withdrawalId, { ...review, names });
    await next(cleared, withdrawalId);
    server.searches.length = 0;
    await ask(withdrawalId, { stage: 'before-payment', names });
    expect(await next(cleared, withdrawalId)).toMatchObject({ body: { stage: 'before-payment' } });
    expect(server.searches).toEqual([]);
  });

  it('is followed by one for each of several payments, whose referral ends with the last that is not made', async () => {
    const [withdrawalId, names] = [newId(), ['Ada Example']];
    const [one, other] = [{ legId: newId(), attempt: 1 }, { legId: newId(), attempt: 1 }];
    const before = (payment: typeof one) => ask(withdrawalId, { stage: 'before-payment', names, ...payment });
    await ask(withdrawalId, { ...review, names });
    await next(cleared, withdrawalId);
    await before(one);
    expect(await next(cleared, withdrawalId)).toMatchObject({ body: one });
    server.entries = [...inventedList, { id: 'SLX-099', name: 'Ada Example', aliases: [] }];
    await before({ ...one, attempt: 2 });
    expect(await next(referred, withdrawalId)).toMatchObject({ body: { stage: 'before-payment', ...one, attempt: 2 } });
    await before(other);
    expect(await next(referred, withdrawalId)).toMatchObject({ body: other });
    const waiting = async () => (await service.requests.request(listReferrals, {}, { tenantId: 'acme' })).referrals.filter((referral) => referral.withdrawalId === withdrawalId).length;
    await service.publish(cancelScreening, other, { withdrawalId });
    await next(screeningCancelled, withdrawalId);
    expect(await waiting()).toBe(1);
    await service.publish(cancelScreening, { ...one, attempt: 2 }, { withdrawalId });
    await next(screeningCancelled, withdrawalId);
    expect(await waiting()).toBe(0);
    expect(seen(cleared, withdrawalId)).toEqual([]);
  });

  it('refers before anything is taken from the limits', async () => {
    await service.requests.request(setLimits, { limits: [{ scope: 'tenant', currency: 'USD', countPerDay: 0 }], revision: 1 }, { tenantId: 'acme' });
    const withdrawalId = await referral(review);
    expect((await caseOf(withdrawalId)).reservation).toBeNull();
    await decide(withdrawalId, 'clear', 'in-review');
    expect(await next(refused, withdrawalId)).toMatchObject({ body: { reason: 'velocity_exceeded' } });
  });
});
