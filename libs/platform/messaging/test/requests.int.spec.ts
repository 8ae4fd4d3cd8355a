import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService, until } from '@sluice/builders';
import { newId } from '@sluice/kernel';
import { RequestFailed, RequestTimedOut } from '@sluice/messaging';
import { awaitParcel, countParcel, Parcels, ParcelsModule, storeParcel, Troubles } from './parcels.ts';

describe('a request', () => {
  let service: TestService;
  const acme = { tenantId: 'acme' };

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels' });
    await service.app.get(Parcels).change('here', { id: newId(), ...acme }, () => ({ state: { handled: 3, requesters: [] } }));
  });
  afterAll(() => service.stop());

  it('comes back with its reply', async () => {
    await expect(service.requests.request(countParcel, { parcelId: 'here' }, acme)).resolves.toEqual({ handled: 3 });
  });

  it('comes back as the refusal it met, with code and details', async () => {
    const asking = service.requests.request(countParcel, { parcelId: 'nowhere' }, acme);
    await expect(asking).rejects.toMatchObject({ name: 'DomainError', code: 'not_found', details: [{ field: 'parcelId', message: 'unknown' }] });
  });

  it('fails when the service fails, and is not tried again behind the caller', async () => {
    let calls = 0;
    service.app.get(Troubles).actions.set('broken', () => {
      calls += 1;
      throw new Error('The scales are broken.');
    });
    await expect(service.requests.request(countParcel, { parcelId: 'broken' }, acme)).rejects.toThrow(RequestFailed);
    expect(calls).toBe(1);
  });

  it('fails when the reply breaks its contract', async () => {
    await service.app.get(Parcels).change('odd', { id: newId(), ...acme }, () => ({ state: { handled: 3, requesters: [] } }));
    await service.app.get(Parcels).model.collection.updateOne({ _id: 'odd' as never }, { $set: { handled: 'three' } });
    await expect(service.requests.request(countParcel, { parcelId: 'odd' }, acme)).rejects.toThrow(RequestFailed);
  });

  it('times out when nothing comes in time', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    service.app.get(Troubles).actions.set('slow', () => promise);
    await expect(service.requests.request(countParcel, { parcelId: 'slow' }, { ...acme, timeoutMs: 150 })).rejects.toThrow(RequestTimedOut);
    resolve();
  });

  it('is refused before it is sent when the ask breaks its contract', async () => {
    const asking = service.requests.request(countParcel, { parcelId: 7 as unknown as string }, acme);
    await expect(asking).rejects.toMatchObject({ name: 'ZodError' });
  });

  it('is replied to later when its handler defers, from the write that knows', async () => {
    const asking = service.requests.request(awaitParcel, { parcelId: 'awaited' }, acme);
    await until('the reply address is stored', async () => (await service.app.get(Parcels).find('awaited'))?.state.requesters.length === 1);
    await service.publish(storeParcel, { parcelId: 'awaited' });
    await expect(asking).resolves.toEqual({ arrived: true });
  });

  it('does no harm when the requester is gone by then', async () => {
    const asking = service.requests.request(awaitParcel, { parcelId: 'abandoned' }, { ...acme, timeoutMs: 200 });
    await expect(asking).rejects.toThrow(RequestTimedOut);
    await service.publish(storeParcel, { parcelId: 'abandoned' });
    await until('the parcel is stored', async () => (await service.app.get(Parcels).find('abandoned'))?.state.handled === 1);
    await expect(service.requests.request(countParcel, { parcelId: 'here' }, acme)).resolves.toEqual({ handled: 3 });
  });

  it('is one of many at once, and each gets its own reply', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `many-${index}`);
    await Promise.all(ids.map((id, index) => service.app.get(Parcels).change(id, { id: newId(), ...acme }, () => ({ state: { handled: index, requesters: [] } }))));
    const replies = await Promise.all(ids.map((parcelId) => service.requests.request(countParcel, { parcelId }, acme)));
    expect(replies.map(({ handled }) => handled)).toEqual(ids.map((_, index) => index));
  });
});
