import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerProxy, startTestService, type TestService, until } from '@sluice/builders';
import { send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { BrokerHealth, NotConfirmed, Publisher, toEntries, type OutboxEntry } from '@sluice/messaging';
import { parcelMoved, Parcels, parcelStored, ParcelsModule } from './parcels.ts';

describe('a connection that the broker has blocked', () => {
  let proxy: BrokerProxy;
  let service: TestService;
  let health: BrokerHealth;

  beforeAll(async () => {
    proxy = await BrokerProxy.start();
    service = await startTestService({ module: ParcelsModule, service: 'parcels', amqpUrl: proxy.url, messaging: { publishTimeoutMs: 2_000 } });
    health = service.app.get(BrokerHealth);
  });
  afterEach(async () => {
    proxy.unblock();
    await until('the end of the block is noticed', () => health.ready());
  });
  afterAll(async () => {
    await service.stop();
    await proxy.stop();
  });

  const moved = (): OutboxEntry[] => toEntries([send(parcelMoved, { parcelId: 'p' })], { id: newId(), tenantId: 'acme' }, 'parcels', new Date(), { aggregate: newId(), version: 1 });

  const block = async (): Promise<void> => {
    proxy.block('low on memory');
    await until('the block is noticed', () => health.blocked());
  };

  it('shows in readiness and in the metrics', async () => {
    await block();
    const ready = await fetch(`${service.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ broker: 'blocked', database: 'reachable' });
    expect(await (await fetch(`${service.url}/metrics`)).text()).toContain('sluice_broker_connected{service="parcels"} 0');
  });

  it('lets nothing be sent, and says so after a while', async () => {
    await block();
    await expect(service.app.get(Publisher).publish(moved())).rejects.toThrow(NotConfirmed);
    expect(service.seen(parcelMoved)).toEqual([]);
  });

  it('lets those who waited send as soon as it ends', async () => {
    await block();
    const publishing = service.app.get(Publisher).publish(moved());
    proxy.unblock();
    await expect(publishing).resolves.toBeUndefined();
    expect(health.ready()).toBe(true);
  });

  it('does not fail a change, whose messages stay in the outbox', async () => {
    await block();
    const parcels = service.app.get(Parcels);
    await parcels.change('blocked', { id: newId(), tenantId: 'acme', replyTo: 'tester' }, () => ({ state: { handled: 1, requesters: [] }, send: [send(parcelStored, { parcelId: 'blocked' })] }));
    expect((await parcels.findDocuments({ _id: 'blocked' }))[0]?.outbox).toHaveLength(1);
    proxy.unblock();
    expect((await service.next(parcelStored)).body.parcelId).toBe('blocked');
  });
});
