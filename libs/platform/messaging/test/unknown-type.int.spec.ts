import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { lettersOf } from './letters.ts';
import { parcelStored, ParcelsModule, storeParcel } from './parcels.ts';

describe('messages of an unknown type', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels' });
  });
  afterAll(() => service.stop());

  it('are parked at once when nobody handles their type', async () => {
    await service.publish({ ...storeParcel, type: 'parcels.burn-parcel' as never }, { parcelId: 'p' });
    const [letter] = await lettersOf(service, 'Nobody here handles parcels.burn-parcel.');
    expect(letter).toMatchObject({ type: 'parcels.burn-parcel', attempts: 1 });
  });

  it('do not keep the known ones from being handled', async () => {
    await service.publish({ ...storeParcel, type: 'parcels.burn-parcel' as never }, { parcelId: 'p' });
    await service.publish(storeParcel, { parcelId: 'known' });
    expect((await service.next(parcelStored)).body.parcelId).toBe('known');
  });

  it('name no metric after themselves', async () => {
    await service.publish({ ...storeParcel, type: 'parcels.invented-word' as never }, { parcelId: 'p' });
    await lettersOf(service, 'Nobody here handles parcels.invented-word.');
    expect(await (await fetch(`${service.url}/metrics`)).text()).not.toContain('invented-word');
  });
});
