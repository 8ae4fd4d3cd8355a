import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { subscribe } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
});
afterAll(() => gateway.stop());

const order = { url: 'https://example.com/hook', events: ['WITHDRAWAL_EXECUTED', 'WITHDRAWAL_FAILED'], secret: 'a secret' };
const call = (method: string, path = '', body?: unknown, caller: Caller = 'acme-bultra', headers = {}): Promise<Answer> => gateway.as(caller, method, `/bultra/v1/subscriptions${path}`, body, headers);
const errorOf = ({ status, body }: Answer): unknown[] => {
  const { code, details = [] } = body['error'] as { code: string; details?: { field: string }[] };
  return [status, code, ...details.map(({ field }) => field)];
};

describe('a client that subscribes', () => {
  it('is answered with exactly the documented keys, and its secret is never shown', async () => {
    const { status, body } = await call('POST', '', { ...order, events: [...order.events, 'WITHDRAWAL_FAILED'] });
    expect([status, body]).toEqual([201, { id: expect.stringMatching(/^sub_\d{15}$/), url: order.url, events: order.events, active: true, created_at: '2026-01-15T10:30:00Z' }]);
    expect(gateway.fake.received(subscribe).at(-1)?.body).toMatchObject({ dialect: 'bultra', secret: 'a secret', events: order.events });
    expect((await call('GET')).text).not.toContain('a secret');
  });

  it('without a secret is shown the one that was made, the same under its idempotency key and another each time', async () => {
    const { secret: _secret, ...bare } = order;
    const key = { 'x-bultra-idempotency-id': 'subscribe' };
    const first = await call('POST', '', bare, 'acme-bultra', key);
    const made = String(first.body['secret']);
    expect(made).toMatch(/^[\w-]{43}$/);
    expect(gateway.fake.received(subscribe).at(-1)?.body.secret).toBe(made);
    await gateway.idempotencyRecords().updateOne({ key: 'subscribe' }, { $set: { answer: null, leaseUntil: new Date(0) }, $unset: { sealedAnswer: '' } });
    expect((await call('POST', '', bare, 'acme-bultra', key)).text).toBe(first.text);
    expect((await call('POST', '', bare)).body['secret']).not.toBe(made);
  });

  it.each([
    [{}, 'url', 'events'], [{ ...order, url: 5 }, 'url'], [{ ...order, events: [] }, 'events'], [{ ...order, events: ['WITHDRAWAL_LOST'] }, 'events.0'], [{ ...order, events: 'WITHDRAWAL_FAILED' }, 'events'],
    [{ ...order, secret: '' }, 'secret'], [{ ...order, secret: 'x'.repeat(501) }, 'secret'],
  ])('is refused with %j', async (body, ...fields) => {
    expect(errorOf(await call('POST', '', body))).toEqual([400, 'INVALID_REQUEST', ...fields]);
  });

  it('is told when it has too many, and no field is to blame', async () => {
    gateway.fake.on(subscribe, () => {
      throw new DomainError('limit_exceeded', 'There are 100 subscriptions already.');
    });
    const answer = await call('POST', '', order);
    gateway.world.listen(gateway.fake);
    expect(answer.body).toEqual({ error: { code: 'INVALID_REQUEST', message: 'There are 100 subscriptions already.' } });
  });

  it('needs the scope', async () => {
    expect(errorOf(await call('POST', '', order, 'acme-bultra-ro'))).toEqual([403, 'FORBIDDEN']);
    expect(errorOf(await call('DELETE', '/sub_1', undefined, 'acme-bultra-ro'))).toEqual([403, 'FORBIDDEN']);
    expect((await call('GET', '', undefined, 'acme-bultra-ro')).status).toBe(200);
  });
});

describe('subscriptions', () => {
  it('are listed in pages, newest first, to their tenant alone', async () => {
    const ids = [1, 2, 3].map(() => gateway.world.subscribe('globex')).reverse();
    const first = await call('GET', '?limit=2', undefined, 'globex-bultra');
    expect(first.body).toMatchObject({ data: [{ id: ids[0] }, { id: ids[1] }], pagination: { has_more: true, next_cursor: ids[1] } });
    const second = await call('GET', `?limit=2&starting_after=${ids[1] ?? ''}`, undefined, 'globex-bultra');
    expect(second.body).toMatchObject({ data: [{ id: ids[2] }], pagination: { has_more: false } });
    expect(errorOf(await call('GET', '?starting_after=sub_404'))).toEqual([400, 'INVALID_REQUEST', 'starting_after']);
  });

  it('end once, and only by their tenant', async () => {
    const id = gateway.world.subscribe('acme');
    expect(errorOf(await call('DELETE', `/${id}`, undefined, 'globex-bultra'))).toEqual([404, 'NOT_FOUND']);
    const ended = await call('DELETE', `/${id}`);
    expect([ended.status, ended.text]).toEqual([204, '']);
    expect(errorOf(await call('DELETE', `/${id}`))).toEqual([404, 'NOT_FOUND']);
    expect(errorOf(await call('DELETE', '/sub_x'))).toEqual([404, 'NOT_FOUND']);
  });
});
