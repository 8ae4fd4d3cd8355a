import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { newId } from '@sluice/kernel';
import { lettersOf } from './letters.ts';
import { parcelStored, ParcelsModule, storeParcel, Troubles } from './parcels.ts';

describe('messages that nobody should try again', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels' });
  });
  afterAll(() => service.stop());

  const sendText = (text: string): Promise<void> => service.probe.sendRaw(`${service.namespace}.commands`, 'parcels.store-parcel', text, { id: newId() });

  it('are parked with the stack when the handler says so, after one try', async () => {
    await service.publish(storeParcel, { parcelId: 'ticking', trouble: 'park' });
    const [letter] = await lettersOf(service, 'The parcel ticks.');
    expect(letter?.stack).toContain('parcels.ts');
    expect(service.app.get(Troubles).tried.filter((id) => id === 'ticking')).toHaveLength(1);
  });

  it('are parked after one try when a command is refused in code', async () => {
    await service.publish(storeParcel, { parcelId: 'refused', trouble: 'refusal' });
    await lettersOf(service, 'DomainError: Parcels only.');
    expect(service.app.get(Troubles).tried.filter((id) => id === 'refused')).toHaveLength(1);
  });

  it('do not hold up the messages behind them', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => sendText(`poison ${index}`)));
    await service.publish(storeParcel, { parcelId: 'behind' });
    expect((await service.next(parcelStored)).body.parcelId).toBe('behind');
  });
});
