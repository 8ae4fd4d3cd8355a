import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addSecret, subscribe } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { invalid, problem, problemOf, WealthKernelUnderTest } from './wealthkernel-fixtures.js';

let wk: WealthKernelUnderTest;
beforeAll(async () => {
  wk = await WealthKernelUnderTest.start();
});
afterAll(() => wk.stop());

const CREATED = '2026-01-15T10:30:00.1230000Z';
const url = 'https://hooks.partner.com/wealthkernel';
const every = [
  ...['requested', 'activated', 'settled', 'rejected', 'cancelling', 'cancelled'].map((verb) => `withdrawals.withdrawal_${verb}`), 'webhooks.test',
];
const subscribing = (body: unknown, headers = {}) => wk.send('POST', '/webhooks/subscriptions', body, headers);

describe('a client that subscribes', () => {
  it('is answered with the subscription, to every event where it named none', async () => {
    const { status, body } = await subscribing({ url });
    expect([status, body]).toEqual([201, { id: expect.stringMatching(/^whsub-[a-z2-7]{14}$/), url, eventTypes: every, status: 'Active', createdAt: CREATED }]);
    expect(wk.gateway.fake.received(subscribe).at(-1)?.body).toEqual({ id: body['id'], dialect: 'wealthkernel', url, events: every });
    const listed = await wk.send('GET', '/webhooks/subscriptions');
    expect([listed.body, listed.headers.get('pagination-last')]).toEqual([[body], expect.any(String)]);
  });

  it('makes one subscription under one key', async () => {
    const key = { 'idempotency-key': 'subscribe' };
    const [first, again] = [await subscribing({ url, eventTypes: ['webhooks.test'] }, key), await subscribing({ url, eventTypes: ['webhooks.test'] }, key)];
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(problemOf(await subscribing({ url }, key))[0]).toBe(409);
  });

  it.each<[unknown, string]>([[{}, 'url'], [{ url: 5 }, 'url'], [{ url: '' }, 'url'], [{ url, eventTypes: [] }, 'eventTypes'], [{ url, eventTypes: ['withdrawals.lost'] }, 'eventTypes.0'], [{ url, eventTypes: 'webhooks.test' }, 'eventTypes']])(
    'is refused with %j', async (body, field) => {
      expect(problemOf(await subscribing(body))).toEqual(invalid(field));
    });

  it('is told in its own words what is wrong, and that it has too many', async () => {
    const refusing = async (error: DomainError) => {
      wk.gateway.fake.on(subscribe, () => {
        throw error;
      });
      const answer = await subscribing({ url });
      wk.gateway.world.listen(wk.gateway.fake);
      return problemOf(answer);
    };
    expect(await refusing(new DomainError('invalid_request', 'Not so.', [{ field: 'url', message: 'must be at a public host' }, { field: 'events', message: 'x' }]))).toEqual(invalid('url', 'eventTypes'));
    expect(await refusing(new DomainError('limit_exceeded', 'There are 20 subscriptions already.'))).toEqual(problem(409, 'Conflict'));
  });
});

describe('a subscription', () => {
  it('is sent a test when its client asks, and nobody else’s', async () => {
    const id = String((await subscribing({ url })).body['id']);
    const { status, text } = await wk.send('POST', `/webhooks/subscriptions/${id}/test`);
    expect([status, text]).toEqual([202, '']);
    expect(problemOf(await wk.send('POST', `/webhooks/subscriptions/${id}/test`, undefined, {}, 'globex-wealthkernel'))).toEqual(problem(404, 'Not Found'));
    expect(problemOf(await wk.send('POST', '/webhooks/subscriptions/x/test'))).toEqual(problem(404, 'Not Found'));
  });

  it('ends once, and only by its client', async () => {
    const path = `/webhooks/subscriptions/${String((await subscribing({ url })).body['id'])}`;
    expect((await wk.send('DELETE', path, undefined, {}, 'globex-wealthkernel')).status).toBe(404);
    expect((await wk.send('DELETE', path)).status).toBe(204);
    expect((await wk.send('DELETE', path)).status).toBe(404);
  });
});

describe('the secrets of a client', () => {
  it('are shown once, at most two, and no more once withdrawn', async () => {
    const { status, body: first } = await wk.send('POST', '/webhooks/secrets', undefined, { 'idempotency-key': 'first' });
    expect([status, first]).toEqual([201, { id: expect.stringMatching(/^whsec-[a-z2-7]{14}$/), secret: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/), createdAt: CREATED, expiresAt: '2027-01-15T10:30:00.1230000Z' }]);
    expect(wk.gateway.fake.received(addSecret).at(-1)?.body).toEqual({ id: first['id'], dialect: 'wealthkernel', secret: first['secret'] });
    await wk.gateway.idempotencyRecords().updateOne({ key: 'first' }, { $set: { answer: null, leaseUntil: new Date(0) }, $unset: { sealedAnswer: '' } });
    expect((await wk.send('POST', '/webhooks/secrets', undefined, { 'idempotency-key': 'first' })).body).toEqual(first);
    const { body: second } = await wk.send('POST', '/webhooks/secrets');
    expect(second['secret']).not.toBe(first['secret']);
    expect(problemOf(await wk.send('POST', '/webhooks/secrets'))).toEqual(problem(409, 'Conflict', 'status'));
    const listed = await wk.send('GET', '/webhooks/secrets');
    expect(listed.body).toMatchObject([{ id: first['id'] }, { id: second['id'] }]);
    expect(listed.text).not.toContain('"secret"');
    expect((await wk.send('DELETE', `/webhooks/secrets/${String(first['id'])}`)).status).toBe(204);
    expect((await wk.send('DELETE', `/webhooks/secrets/${String(first['id'])}`)).status).toBe(404);
    expect((await wk.send('POST', '/webhooks/secrets')).status).toBe(201);
  });

  it('are nobody else’s', async () => {
    const id = String((await wk.send('POST', '/webhooks/secrets', undefined, {}, 'globex-wealthkernel')).body['id']);
    expect(problemOf(await wk.send('DELETE', `/webhooks/secrets/${id}`))).toEqual(problem(404, 'Not Found'));
    expect(problemOf(await wk.send('DELETE', '/webhooks/secrets/x'))).toEqual(problem(404, 'Not Found'));
  });
});
