import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { addSecret } from '@sluice/contract-webhooks';
import { KeyRing, newId } from '@sluice/kernel';
import { Sealing } from '@sluice/persistence';
import { SharedSecretsRepository, SubscriptionsRepository } from '../src/subscriptions/subscriptions.repository.js';
import { WebhooksConfig } from '../src/webhooks.config.js';
import { WebhooksModule } from '../src/webhooks.module.js';
import { Sink, type Received } from './sink.js';
import { WebhooksWorld } from './webhooks-world.js';

const [old, next] = [randomBytes(32), randomBytes(32)];
const SECRET = 'whsec-of-the-subscription';
let world: WebhooksWorld;
let sink: Sink;
const instances: TestService[] = [];
const start = (...keys: [Buffer, ...Buffer[]]): Promise<TestService> =>
  startTestService({ module: WebhooksModule, service: 'webhooks', namespace: world.service.namespace, overrides: [[WebhooksConfig, new WebhooksConfig(new KeyRing(...keys))]] });

beforeAll(async () => {
  world = await WebhooksWorld.start('bultra', { overrides: [[WebhooksConfig, new WebhooksConfig(new KeyRing(old))]] });
  sink = await Sink.open();
  await world.newTenant();
});
afterAll(async () => {
  await sink.close();
  for (const instance of instances) await instance.probe.close();
  await world.service.stop();
});

function expectSigned({ headers, body }: Received): void {
  const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-bultra-signature'])) ?? [];
  expect(signature).toBe(createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex'));
}

const created = [{ phase: 'created' }];
const many = async (count: number): Promise<void> => void (await Promise.all(Array.from({ length: count }, () => world.changes(created))));
const keyIds = async (): Promise<(string | undefined)[]> => {
  const { app } = world.service;
  const own = (await app.get(SubscriptionsRepository).findWhere({})).map(({ state }) => state.secret?.keyId);
  const shared = (await app.get(SharedSecretsRepository).findWhere({})).flatMap(({ state }) => state.secrets.map(({ sealed }) => sealed.keyId));
  return [...own, ...shared];
};

describe('the key that secrets are sealed with', () => {
  it('is changed for another while webhooks are sent, each signed with its secret, and then opens nothing any more', async () => {
    await world.subscribe(sink, ['WITHDRAWAL_REQUESTED'], SECRET);
    await world.ask(addSecret, { id: `whsec-${newId()}`, dialect: 'wealthkernel', secret: 'c2VjcmV0LXNlY3JldC1zZWNyZXQ=' });
    const sent = many(20);
    instances.push(await start(old, next));
    await many(10);
    const last = await start(next, old);
    instances.push(last);
    await instances[0]?.stopOnly();
    await many(10);
    expect(await keyIds()).toEqual([new KeyRing(old).current.id, new KeyRing(old).current.id]);
    expect(await last.app.get(Sealing).resealAll()).toEqual({ subscriptions: 1, shared_secrets: 1 });
    expect(await last.app.get(Sealing).resealAll()).toEqual({ subscriptions: 0, shared_secrets: 0 });
    expect(await keyIds()).toEqual([new KeyRing(next).current.id, new KeyRing(next).current.id]);
    await last.stopOnly();
    await world.service.stopOnly();
    instances.push(await start(next));
    await many(10);
    await sent;
    await sink.call(50);
    for (const call of sink.received) expectSigned(call);
    expect(new Set(sink.received.map(({ body }) => (JSON.parse(body) as { id: string }).id)).size).toBe(50);
  });
});
