import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { recordChange, redeliver, unsubscribe } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { WebhooksModule } from '../src/webhooks.module.js';
import { Sink, slowly } from './sink.js';
import { WebhooksWorld } from './webhooks-world.js';

let world: WebhooksWorld;
let other: TestService;
let sink: Sink;
beforeAll(async () => {
  world = await WebhooksWorld.start('bultra');
  other = await startTestService({ module: WebhooksModule, service: 'webhooks', namespace: world.service.namespace });
});
afterAll(async () => {
  await other.stopOnly();
  await other.probe.close();
  await world.service.stop();
});
beforeEach(async () => {
  sink = await Sink.open();
  await world.newTenant();
});
afterEach(() => sink.close());

const created = [{ phase: 'created' }];
const subscribed = async (to: Sink = sink): Promise<string> => (await world.subscribe(to, ['WITHDRAWAL_REQUESTED'], 'whsec')).id;
const eventIds = (of: Sink): string[] => of.received.map(({ body }) => (JSON.parse(body) as { id: string }).id);

describe('two instances', () => {
  it('send four at once to one endpoint between them, and each event once', async () => {
    sink.answer(slowly);
    await subscribed();
    await Promise.all(Array.from({ length: 80 }, () => world.changes(created)));
    await sink.call(80);
    await world.deliveriesOnce((all) => all.length === 80 && all.every(({ status }) => status === 'delivered'));
    expect(new Set(eventIds(sink)).size).toBe(80);
    expect(sink.received).toHaveLength(80);
    expect(sink.mostOpen).toBe(4);
  });

  it('miss no event that came after a subscription was acknowledged, by whichever of them', async () => {
    await world.changes(created);
    for (let n = 0; n < 10; n += 1) {
      const next = await Sink.open();
      const id = await subscribed(next);
      await Promise.all([1, 2, 3].map(() => world.changes(created)));
      await next.call(3);
      await world.ask(unsubscribe, { id, dialect: 'bultra' });
      await next.close();
    }
  });

  it('try again what an operator wants, whoever holds the endpoint', async () => {
    await subscribed();
    await world.changes(created);
    const [delivery] = await world.deliveriesOnce(([one]) => one?.status === 'delivered');
    for (let n = 2; n <= 7; n += 1) {
      await world.ask(redeliver, { id: delivery?.id });
      await sink.call(n);
      await world.deliveriesOnce(([one]) => one?.status === 'delivered' && one.attempts.length === n);
    }
  });
});

describe('a subscription', () => {
  it('is sent no event that is older than it is, though it is logged later', async () => {
    const withdrawalId = newId();
    const change = (sequence: number, phase: string, at: string) => world.service.publish(recordChange, {
      withdrawalId, dialect: 'bultra', dialectId: 'wth_1', sequence, phase, hold: 'none', view: { authorizedAt: '2026-01-15T10:31:00.000Z' }, amount: { currency: 'USD', units: '1' }, at,
    }, { tenantId: world.tenantId, withdrawalId });
    await world.subscribe(sink, ['WITHDRAWAL_REQUESTED', 'WITHDRAWAL_EXECUTED', 'WITHDRAWAL_ACCEPTED'], 'whsec');
    await change(1, 'created', '2026-01-15T09:59:59.999Z');
    await change(2, 'settled', '2026-01-15T10:30:00.000Z');
    await until('it came', () => sink.received.length > 0);
    await world.workedThrough(2);
    expect(sink.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['WITHDRAWAL_EXECUTED']);
  });
});
