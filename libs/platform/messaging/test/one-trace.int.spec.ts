import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { currentTraceId } from '@sluice/telemetry';
import { countParcel, Parcels, parcelStored, ParcelsModule, storeParcel, Troubles } from './parcels.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${TRACE_ID}-b7ad6b7169203331-01`;

describe('one trace', () => {
  let service: TestService;
  let seen: (string | undefined)[] = [];

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels' });
    service.app.get(Troubles).actions.set('look', () => seen.push(currentTraceId()));
    service.app.get(Troubles).actions.set('fail once', () => {
      if (seen.push(currentTraceId()) === 1) throw new Error('Once.');
    });
  });
  afterAll(() => service.stop());

  it('leads from a message through its handler to what is sent because of it', async () => {
    seen = [];
    await service.publish(storeParcel, { parcelId: 'traced', trouble: 'look' }, { traceparent });
    expect((await service.next(parcelStored)).traceparent?.slice(3, 35)).toBe(TRACE_ID);
    expect(seen).toEqual([TRACE_ID]);
  });

  it('is kept by a message that is tried again', async () => {
    seen = [];
    await service.publish(storeParcel, { parcelId: 'again', trouble: 'fail once' }, { traceparent });
    expect((await service.next(parcelStored)).traceparent?.slice(3, 35)).toBe(TRACE_ID);
    expect(seen).toEqual([TRACE_ID, TRACE_ID]);
  });

  it('is stored with the aggregate, for its timers', async () => {
    await service.publish(storeParcel, { parcelId: 'stored' }, { traceparent });
    await service.next(parcelStored);
    const [document] = await service.app.get(Parcels).findDocuments({ _id: 'stored' });
    expect(document?.cause.traceparent?.slice(3, 35)).toBe(TRACE_ID);
  });

  it('begins with a request that nobody traced', async () => {
    seen = [];
    await service.requests.request(countParcel, { parcelId: 'look' }, { tenantId: 'acme' }).catch(() => undefined);
    expect(seen).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });
});
