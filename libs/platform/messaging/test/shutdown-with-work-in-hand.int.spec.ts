import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { startTestService, type TestService, until } from '@sluice/builders';
import type { MessagingOptions } from '@sluice/messaging';
import { parcelStored, ParcelsModule, storeParcel, Troubles } from './parcels.ts';

describe('a service that is told to stop with work in hand', () => {
  const newNamespace = (): string => `t-${randomBytes(4).toString('hex')}`;
  const start = (namespace: string, messaging: Partial<MessagingOptions> = {}): Promise<TestService> =>
    startTestService({ module: ParcelsModule, service: 'parcels', namespace, messaging: { drainTimeoutMs: 60_000, ...messaging } });

  /** Holds the handlers of such commands until it is opened. */
  const gateIn = (service: TestService): { open: () => void } => {
    const { promise, resolve } = Promise.withResolvers<void>();
    service.app.get(Troubles).actions.set('wait', () => promise);
    return { open: resolve };
  };

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
    // One at a time: the next is handed out when the first is done, and by then the broker has been told, on the same channel, to hand out no more.
    const service = await start(namespace, { prefetch: 1 });
    const gate = gateIn(service);
    await service.publish(storeParcel, { parcelId: 'in-hand', trouble: 'wait' });
    await until('the handler holds it', () => triesIn(service).includes('in-hand'));
    await service.publish(storeParcel, { parcelId: 'too-late' });
    const stopping = service.stopOnly();
    gate.open();
    await stopping;
    expect((await service.next(parcelStored)).body.parcelId).toBe('in-hand');
    const next = await start(namespace);
    expect((await next.next(parcelStored)).body.parcelId).toBe('too-late');
    expect(triesIn(service)).toEqual(['in-hand']);
    await Promise.all([next.stop(), service.stop()]);
  });

  it('gives back what does not finish in time, and another instance does it', async () => {
    const namespace = newNamespace();
    const service = await start(namespace, { drainTimeoutMs: 100 });
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
