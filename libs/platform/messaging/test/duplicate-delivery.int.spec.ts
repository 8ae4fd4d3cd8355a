import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { Parcels, ParcelsModule, parcelStored, storeParcel } from './parcels.ts';

describe('a command that is delivered twice', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels' });
  });
  afterAll(() => service.stop());

  it('is done once and answered twice with the same message id', async () => {
    const id = 'a1';
    await service.publish(storeParcel, { parcelId: 'twice' }, { id });
    const first = await service.next(parcelStored);
    await service.publish(storeParcel, { parcelId: 'twice' }, { id });
    const second = await service.next(parcelStored);
    expect(second.id).toBe(first.id);
    expect((await service.app.get(Parcels).find('twice'))?.version).toBe(1);
  });

  it('is done once when both copies arrive at the same moment', async () => {
    await Promise.all([1, 2, 3].map(() => service.publish(storeParcel, { parcelId: 'at-once' }, { id: 'b1' })));
    const answers = [await service.next(parcelStored), await service.next(parcelStored), await service.next(parcelStored)];
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect((await service.app.get(Parcels).find('at-once'))?.state.handled).toBe(1);
  });

  it('is answered with different ids when two commands ask for the same', async () => {
    await service.publish(storeParcel, { parcelId: 'asked-twice' }, { id: 'c1' });
    await service.publish(storeParcel, { parcelId: 'asked-twice' }, { id: 'c2' });
    const answers = [await service.next(parcelStored), await service.next(parcelStored)];
    expect(new Set(answers.map(({ id }) => id)).size).toBe(2);
    expect(answers.map(({ causationId }) => causationId).sort()).toEqual(['c1', 'c2']);
  });
});
