import { randomBytes } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { contractOf, type Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { z } from 'zod';
import { lettersOf } from './letters.ts';
import { parcelStored, ParcelsModule, storeParcel } from './parcels.ts';

const burnParcel = contractOf('parcels').command('burn-parcel', { body: z.object({ parcelId: z.string() }), sample: { parcelId: 'p' }, answers: [] });
const burned: string[] = [];

@Controller()
class BurnController {
  @OnMessage(burnParcel)
  burn({ body }: Envelope<z.infer<typeof burnParcel.body>>): Promise<void> {
    burned.push(body.parcelId);
    return Promise.resolve();
  }
}

@Module({ imports: [ParcelsModule], controllers: [BurnController] })
class NewerParcelsModule {}

const UNKNOWN_FOR_MS = 1_000;

describe('messages of an unknown type', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels', messaging: { unknownForMs: UNKNOWN_FOR_MS } });
  });
  afterAll(() => service.stop());

  it('are tried again for as long as a roll-out may take, and parked only then', async () => {
    await service.publish(burnParcel, { parcelId: 'p' });
    const [letter] = await lettersOf(service, 'Nobody here handles parcels.burn-parcel.');
    expect(letter).toMatchObject({ type: 'parcels.burn-parcel', attempts: 1 });
    expect(Number(letter?.lastAt) - Number(letter?.firstAt)).toBeGreaterThanOrEqual(UNKNOWN_FOR_MS);
  });

  it('do not keep the known ones from being handled', async () => {
    await service.publish(burnParcel, { parcelId: 'p' });
    await service.publish(storeParcel, { parcelId: 'known' });
    expect((await service.next(parcelStored)).body.parcelId).toBe('known');
  });

  it('name no metric after themselves', async () => {
    await service.publish({ ...storeParcel, type: 'parcels.invented-word' as never }, { parcelId: 'p' });
    await lettersOf(service, 'Nobody here handles parcels.invented-word.');
    expect(await (await fetch(`${service.url}/metrics`)).text()).not.toContain('invented-word');
  });

  it('are parked at once when their body is broken rather than new', async () => {
    await service.publish({ ...storeParcel, body: z.any() } as never, { parcelId: 7 } as never);
    await lettersOf(service, 'The body of parcels.store-parcel breaks its contract: parcelId invalid_type.');
  });
});

describe('a message that is newer than the instance which takes it', () => {
  it('is handled by the next one', async () => {
    const namespace = `t-${randomBytes(4).toString('hex')}`;
    const older = await startTestService({ module: ParcelsModule, service: 'parcels', namespace });
    await older.publish(burnParcel, { parcelId: 'new-kind' });
    await until('the older one has met it', async () => /messages_handled_total\{[^}]*outcome="waits"/.test(await (await fetch(`${older.url}/metrics`)).text()));
    await older.stopOnly();
    const newer = await startTestService({ module: NewerParcelsModule, service: 'parcels', namespace });
    await until('it is handled', () => burned.includes('new-kind'));
    await newer.stop();
    await older.stop();
  });
});
