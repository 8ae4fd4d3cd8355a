import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { listDeliveries, listSubscriptions, recordChange, redeliver, subscribe, unsubscribe, type DeliveryView } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { createHmac } from 'node:crypto';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { WebhooksModule } from '../src/webhooks.module.js';
import { Sink } from './sink.js';
import { setClock } from './webhooks-world.js';

let service: TestService;
let sink: Sink;
let tenantId: string;

beforeAll(async () => { service = await startTestService({ module: WebhooksModule, service: 'webhooks' }); });
afterAll(() => service.stop());
beforeEach(async () => {
  sink = await Sink.open();
  tenantId = `t-${newId()}`;
  await pass(0);
});
afterEach(() => sink.close());

const secret = 'whsec';
const every = ['WITHDRAWAL_REQUESTED', 'WITHDRAWAL_ACCEPTED', 'WITHDRAWAL_EXECUTED'];
const subscribing = (change: object = {}, id = `sub_${newId()}`) =>
  service.requests.request(subscribe, { id, dialect: 'bultra', url: sink.url, events: every, secret, ...change }, { tenantId });

async function changes(...phases: readonly { phase: string; view?: Record<string, unknown> }[]): Promise<string> {
  const withdrawalId = newId();
  for (const [index, { phase, view }] of phases.entries()) {
    await service.publish(recordChange, {
      withdrawalId, dialect: 'bultra', dialectId: `wth_${withdrawalId.slice(0, 8)}`, sequence: index + 1, phase, hold: 'none', view,
      amount: { currency: 'USD', units: '250000' }, at: '2026-01-15T10:30:00.000Z',
    }, { tenantId, withdrawalId });
  }
  return withdrawalId;
}

const created = { phase: 'created' };
const accepted = { phase: 'authorized', view: { authorizedAt: '2026-01-15T10:35:00.000Z' } };

async function deliveryOnce(is: (delivery: DeliveryView) => boolean): Promise<DeliveryView> {
  for (const deadline = Date.now() + 60_000; ; ) {
    const { deliveries } = await service.requests.request(listDeliveries, { limit: 50 }, { tenantId });
    const found = deliveries.find(is);
    if (found) return found;
    if (Date.now() > deadline) throw new Error(JSON.stringify(deliveries));
  }
}

/** Lets time pass on this tenant's clock. */
let revision = 0;
const pass = (passedMs: number): Promise<void> => setClock(service, tenantId, (revision += 1), passedMs);

describe('a subscription', () => {
  it('is sent each change of status, signed, as Bultra defines it', async () => {
    await subscribing();
    await changes(created);
    const { body, headers } = await sink.call(1);
    const event = JSON.parse(body) as { id: string; type: string; created_at: string; data: { status: string } };
    expect(event).toMatchObject({ type: 'WITHDRAWAL_REQUESTED', created_at: '2026-01-15T10:30:00Z', data: { status: 'REQUESTED' } });
    expect(event.id).toMatch(/^evt_[0-9a-f-]{36}$/);
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-bultra-signature'])) ?? [];
    expect(createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')).toBe(v1);
  });

  it('is sent nothing where the status is the same, nor of what it did not subscribe to', async () => {
    await subscribing({ events: ['WITHDRAWAL_ACCEPTED'] });
    await changes(created, created, accepted, accepted);
    expect(JSON.parse((await sink.call(1)).body)).toMatchObject({ type: 'WITHDRAWAL_ACCEPTED' });
    await deliveryOnce(({ status }) => status === 'delivered');
    expect((await service.requests.request(listDeliveries, { limit: 50 }, { tenantId })).deliveries).toHaveLength(1);
  });

  it('is sent them in time when changes came in the wrong order', async () => {
    await subscribing();
    const withdrawalId = newId();
    const change = (sequence: number, phase: string, view?: Record<string, unknown>) => service.publish(recordChange, {
      withdrawalId, dialect: 'bultra', dialectId: 'wth_1', sequence, phase, hold: 'none', view, amount: { currency: 'USD', units: '1' }, at: '2026-01-15T10:30:00.000Z',
    }, { tenantId, withdrawalId });
    await change(2, 'authorized', accepted.view);
    await change(1, 'created');
    await sink.call(2);
    expect(sink.received.map(({ body }) => (JSON.parse(body) as { type: string }).type).sort()).toEqual(['WITHDRAWAL_ACCEPTED', 'WITHDRAWAL_REQUESTED']);
  });

  it('of another tenant, or that was deleted, is sent nothing', async () => {
    const { id } = await subscribing();
    await service.requests.request(subscribe, { id: `sub_${newId()}`, dialect: 'bultra', url: sink.url, events: every, secret }, { tenantId: 'globex' });
    await service.requests.request(unsubscribe, { id, dialect: 'bultra' }, { tenantId });
    const other = await Sink.open();
    await subscribing({ url: other.url });
    await changes(created);
    await other.call(1);
    expect(sink.received).toEqual([]);
    await other.close();
  });

  it.each([
    ['an unknown event', { events: ['WITHDRAWAL_LOST'] }], ['no event', { events: [] }], ['a private address', { url: 'http://10.0.0.1/' }],
    ['a metadata host', { url: 'http://169.254.169.254/latest' }], ['no URL', { url: 'hooks' }], ['another scheme', { url: 'ftp://hooks.partner.com/' }],
  ])('with %s is refused', async (_, change) => {
    await expect(subscribing(change)).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await service.requests.request(listSubscriptions, { dialect: 'bultra' }, { tenantId })).subscriptions).toEqual([]);
  });

  it('does not show its secret again, and keeps it sealed', async () => {
    const { id } = await subscribing({ secret: 'a-very-plain-secret' });
    const stored = await service.app.get<Connection>(getConnectionToken()).collection('subscriptions').findOne({ _id: id as never });
    expect(JSON.stringify(stored)).not.toContain('a-very-plain-secret');
    expect(JSON.stringify(await service.requests.request(listSubscriptions, { dialect: 'bultra' }, { tenantId }))).not.toContain('secret');
  });

  it('beyond the hundredth is refused, and a stranger’s is unknown', async () => {
    for (let n = 0; n < 100; n += 1) await subscribing();
    await expect(subscribing()).rejects.toMatchObject({ code: 'limit_exceeded' });
    await expect(service.requests.request(unsubscribe, { id: 'sub_none', dialect: 'bultra' }, { tenantId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an endpoint that fails', () => {
  it('is tried again under the same event id, soon, until it answers', async () => {
    sink.answer(500, (response) => void response.destroy(), 200);
    await subscribing();
    await changes(created);
    await sink.call(1);
    await deliveryOnce(({ attempts }) => attempts.length === 1);
    await pass(10_000);
    await sink.call(2);
    await deliveryOnce(({ attempts }) => attempts.length === 2);
    await pass(60_000);
    await sink.call(3);
    const { attempts } = await deliveryOnce(({ status }) => status === 'delivered');
    expect(attempts.map(({ status }) => status)).toEqual([500, undefined, 200]);
    expect(new Set(sink.received.map(({ body }) => body)).size).toBe(1);
  });

  it('is not followed elsewhere by a redirect', async () => {
    const elsewhere = await Sink.open();
    sink.answer((response) => void response.writeHead(302, { location: elsewhere.url }).end());
    await subscribing();
    await changes(created);
    const { attempts } = await deliveryOnce((one) => one.attempts.length === 1);
    expect(attempts[0]?.status).toBe(302);
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  it('is given up after a day, and sent again by an operator', async () => {
    sink.answer(503);
    await subscribing();
    await changes(created);
    await deliveryOnce(({ attempts }) => attempts.length === 1);
    await pass(25 * 3_600_000);
    const failed = await deliveryOnce(({ status }) => status === 'failed');
    sink.answer(200);
    await service.requests.request(redeliver, { id: failed.id }, { tenantId });
    await deliveryOnce(({ status }) => status === 'delivered');
    await expect(service.requests.request(redeliver, { id: failed.id }, { tenantId: 'globex' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('delays no other', async () => {
    const slow = await Sink.open();
    slow.answer(() => undefined);
    await subscribing({ url: slow.url });
    await subscribing();
    await Promise.all(Array.from({ length: 8 }, () => changes(created)));
    await sink.call(8);
    expect(slow.received.length).toBeLessThanOrEqual(4);
    await slow.close();
  });
});
