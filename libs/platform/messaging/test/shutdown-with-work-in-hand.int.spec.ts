import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { infrastructure, startTestService, type TestService, until } from '@sluice/builders';
import { connect } from 'amqplib';
import { parcelStored, ParcelsModule, storeParcel, Troubles } from './parcels.ts';

describe('a service that is told to stop with work in hand', () => {
  const newNamespace = (): string => `t-${randomBytes(4).toString('hex')}`;
  const start = (namespace: string, drainTimeoutMs = 20_000): Promise<TestService> =>
    startTestService({ module: ParcelsModule, service: 'parcels', namespace, messaging: { drainTimeoutMs } });

  /** Holds the handlers of such commands until it is opened. */
  const gateIn = (service: TestService): { open: () => void } => {
    const { promise, resolve } = Promise.withResolvers<void>();
    service.app.get(Troubles).actions.set('wait', () => promise);
    return { open: resolve };
  };

  /** What comes before the broker knows of the end is still handed out. */
  async function nobodyConsumes(queue: string): Promise<void> {
    const connection = await connect(infrastructure().amqpUrl);
    const channel = await connection.createChannel();
    await until('the broker hands out no more', async () => (await channel.checkQueue(queue)).consumerCount === 0);
    await connection.close();
  }

  const triesIn = (service: TestService): readonly string[] => service.app.get(Troubles).tried;

  it('finishes it, answers, and only then lets go', async () => {
    const service = await start(newNamespace());
    const gate = gateIn(service);
    await service.publish(storeParcel, { parcelId: 'in-hand', trouble: 'wait' });
    await until('the handler holds it', () => triesIn(service).includes('in-hand'));
    const stopping = service.stopOnly();
    expect(service.seen(parcelStored)).toEqual([]);
    gate.open();
    expect((await service.next(parcelStored)).body.parcelId).toBe('in-hand');
    await stopping;
    await service.stop();
  });

  it('is not ready from then on, while it still finishes', async () => {
    const service = await start(newNamespace());
    const gate = gateIn(service);
    await service.publish(storeParcel, { parcelId: 'in-hand', trouble: 'wait' });
    await until('the handler holds it', () => triesIn(service).includes('in-hand'));
    const stopping = service.stopOnly();
    const ready = await fetch(`${service.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, expect.objectContaining({ service: 'stopping' })]);
    gate.open();
    await stopping;
    await service.stop();
  });

  it('takes nothing new: that stays for the next instance', async () => {
    const namespace = newNamespace();
    const service = await start(namespace);
    const gate = gateIn(service);
    await service.publish(storeParcel, { parcelId: 'in-hand', trouble: 'wait' });
    await until('the handler holds it', () => triesIn(service).includes('in-hand'));
    const stopping = service.stopOnly();
    await nobodyConsumes(`${namespace}.parcels.commands`);
    await service.publish(storeParcel, { parcelId: 'too-late' });
    gate.open();
    await stopping;
    const next = await start(namespace);
    expect((await next.next(parcelStored)).body.parcelId).toBe('too-late');
    expect(triesIn(service)).toEqual(['in-hand']);
    await Promise.all([next.stop(), service.stop()]);
  });

  it('gives back what does not finish in time, and another instance does it', async () => {
    const namespace = newNamespace();
    const service = await start(namespace, 100);
    const gate = gateIn(service);
    await service.publish(storeParcel, { parcelId: 'endless', trouble: 'wait' });
    await until('the handler holds it', () => triesIn(service).includes('endless'));
    await service.stopOnly();
    const next = await start(namespace);
    expect((await next.next(parcelStored)).body.parcelId).toBe('endless');
    gate.open();
    await Promise.all([next.stop(), service.stop()]);
  });
});
