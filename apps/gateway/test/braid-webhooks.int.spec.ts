import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { subscribe } from '@sluice/contract-webhooks';
import { DomainError, newId } from '@sluice/kernel';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
});
afterAll(() => gateway.stop());

const withdrawals = 'portfolio_wallet.withdrawal.status_changed';
const order = { callbackUrl: 'https://hooks.partner.com/braid', eventTypes: [withdrawals, 'portfolio_wallet.balance.updated'] };
const call = (method: string, path = '', body?: unknown, caller: Caller = 'acme-braid'): Promise<Answer> => gateway.as(caller, method, `/braid/webhooks/registrations${path}`, body);
const errorOf = ({ status, body }: Answer): unknown[] => [status, body['code']];

async function refusing(error: DomainError): Promise<Answer> {
  gateway.fake.on(subscribe, () => {
    throw error;
  });
  const answer = await call('POST', '', order);
  gateway.world.listen(gateway.fake);
  return answer;
}

describe('an organisation that registers', () => {
  it('is answered with exactly the documented keys, and shown its secret this once', async () => {
    const { status, body } = await call('POST', '', order);
    expect([status, body]).toEqual([201, {
      id: expect.stringMatching(/^wh_[0-9a-f-]{36}$/), url: order.callbackUrl, events: order.eventTypes, createdAt: '2026-01-15T10:30:00.123Z', secret: expect.stringMatching(/^[0-9a-f]{64}$/),
    }]);
    expect(gateway.fake.received(subscribe).at(-1)?.body).toMatchObject({ dialect: 'braid', url: order.callbackUrl, events: order.eventTypes, secret: body['secret'] });
    const listed = await call('GET');
    expect(listed.text).not.toContain('secret');
    expect(listed.body).toEqual({ endpoints: [{ id: body['id'], url: order.callbackUrl, events: order.eventTypes, createdAt: '2026-01-15T10:30:00.123Z' }] });
  });

  it('has another secret each time', async () => {
    const secrets = await Promise.all([1, 2, 3].map(async () => (await call('POST', '', order, 'globex-braid')).body['secret']));
    expect(new Set(secrets).size).toBe(3);
  });

  it.each([
    [{}, 'callbackUrl, eventTypes'], [{ ...order, callbackUrl: null }, 'callbackUrl'], [{ ...order, callbackUrl: 5 }, 'callbackUrl'], [{ ...order, callbackUrl: '' }, 'callbackUrl'],
    [{ ...order, eventTypes: [] }, 'eventTypes'], [{ ...order, eventTypes: ['portfolio_wallet.lost'] }, 'eventTypes'], [{ ...order, eventTypes: withdrawals }, 'eventTypes'], [{ url: order.callbackUrl, events: order.eventTypes }, 'callbackUrl'],
  ])('is refused with %j', async (body, named) => {
    const answer = await call('POST', '', body);
    expect(errorOf(answer)).toEqual([400, 'validation_error']);
    expect(answer.body['error']).toContain(named);
  });

  it('is told in its own words what is wrong with the address', async () => {
    const { status, body } = await refusing(new DomainError('invalid_request', 'The subscription cannot be made so.', [{ field: 'url', message: 'must be at a public host' }]));
    expect([status, body]).toEqual([400, { error: 'callbackUrl must be at a public host.', code: 'validation_error' }]);
  });

  it('is told when it has too many', async () => {
    const { status, body } = await refusing(new DomainError('limit_exceeded', 'There are 20 subscriptions already.'));
    expect([status, body]).toEqual([400, { error: 'There are 20 subscriptions already.', code: 'validation_error' }]);
  });

  it('needs a token', async () => {
    for (const [method, path] of [['POST', ''], ['GET', ''], ['DELETE', `/wh_${newId()}`]] as const) expect(errorOf(await call(method, path, undefined, 'nobody'))).toEqual([401, 'unauthenticated']);
  });
});

describe('a registration', () => {
  it('ends once, and only by its organisation', async () => {
    const id = gateway.world.subscribe('acme', { id: `wh_${newId()}`, dialect: 'braid' });
    expect(errorOf(await call('DELETE', `/${id}`, undefined, 'globex-braid'))).toEqual([404, 'webhook_not_found']);
    const ended = await call('DELETE', `/${id}`);
    expect([ended.status, ended.body]).toEqual([200, { id, deleted: true }]);
    expect(errorOf(await call('DELETE', `/${id}`))).toEqual([404, 'webhook_not_found']);
  });

  it.each(['wh_x', 'x', 'sub_123'])('is not found as %s', async (id) => {
    expect(errorOf(await call('DELETE', `/${id}`))).toEqual([404, 'webhook_not_found']);
  });

  it('has no other methods', async () => {
    expect(errorOf(await call('PUT', '', order))).toEqual([405, 'method_not_allowed']);
  });
});
