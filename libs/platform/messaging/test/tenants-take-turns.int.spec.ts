import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { Parcels, ParcelsModule, parcelStored, storeParcel, Troubles } from './parcels.ts';

const BURST = 100;

describe('a burst of one tenant', () => {
  let service: TestService;
  let release: () => void;

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels' });
    const gate = new Promise<void>((resolve) => (release = resolve));
    service.app.get(Troubles).actions.set('gate', () => gate);
    await Promise.all(Array.from({ length: BURST }, (_, index) => service.publish(storeParcel, { parcelId: `burst-${index}`, trouble: 'gate' })));
  });
  afterAll(() => service.stop());

  const stored = (): Promise<number> => service.app.get(Parcels).model.countDocuments({}).exec();

  it('leaves room for what another tenant sends after it', async () => {
    await service.publish(storeParcel, { parcelId: 'other' }, { tenantId: 'globex' });
    expect(await service.next(parcelStored)).toMatchObject({ tenantId: 'globex', body: { parcelId: 'other' } });
    expect(await stored()).toBe(1);
  });

  it('is not worked on beyond its share, and is whole in the end', async () => {
    expect(service.app.get(Troubles).tried.filter((parcelId) => parcelId.startsWith('burst'))).toHaveLength(15);
    release();
    await until('all of it is done', async () => (await stored()) === BURST + 1);
  });
});

describe('a service that stops with more than it works on', () => {
  it('gives back what it has not begun, for the next to do, uncounted', async () => {
    const first = await startTestService({ module: ParcelsModule, service: 'parcels', messaging: { drainTimeoutMs: 60_000 } });
    const open = Promise.withResolvers<void>();
    first.app.get(Troubles).actions.set('gate', () => open.promise);
    await Promise.all(Array.from({ length: 40 }, (_, index) => first.publish(storeParcel, { parcelId: `p-${index}`, trouble: 'gate' })));
    await until('some are in hand', () => Promise.resolve(first.app.get(Troubles).tried.length === 15));
    const stopping = first.stopOnly();
    open.resolve();
    await stopping;
    expect(first.app.get(Troubles).tried).toHaveLength(15);
    const second = await startTestService({ module: ParcelsModule, service: 'parcels', namespace: first.namespace });
    await until('all are done', async () => (await second.app.get(Parcels).model.countDocuments({}).exec()) === 40);
    expect(second.app.get(Troubles).tried).toHaveLength(25);
    await second.stop();
    await first.stop();
  });
});
