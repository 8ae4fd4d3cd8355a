import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { DeadLetterStore, type DeadLetter } from '@sluice/messaging';
import { lettersOf } from './letters.ts';
import { parcelStored, ParcelsModule, storeParcel } from './parcels.ts';

/** A store that cannot be reached for the first so many times. */
class AwayStore extends DeadLetterStore {
  readonly kept: DeadLetter[] = [];
  tries = 0;

  constructor(private failures: number) {
    super();
  }

  park(letter: DeadLetter): Promise<void> {
    this.tries += 1;
    if ((this.failures -= 1) >= 0) return Promise.reject(new Error('No database.'));
    this.kept.push(letter);
    return Promise.resolve();
  }
}

describe('a dead letter whose store cannot be reached', () => {
  const services: TestService[] = [];
  afterEach(async () => {
    await Promise.all(services.splice(0).map((service) => service.stop()));
  });

  const start = async (store: DeadLetterStore | null, namespace = `t-${randomBytes(4).toString('hex')}`): Promise<TestService> => {
    const overrides = store === null ? [] : [[DeadLetterStore, store] as const];
    const service = await startTestService({ module: ParcelsModule, service: 'parcels', namespace, overrides });
    services.push(service);
    return service;
  };

  it('waits until it can', async () => {
    const store = new AwayStore(2);
    const service = await start(store);
    await service.publish(storeParcel, { parcelId: 'ticking', trouble: 'park' });
    await until('it is kept', () => store.kept.length === 1);
    expect([store.tries, store.kept[0]?.cause]).toEqual([3, 'The parcel ticks.']);
  });

  it('holds up nothing', async () => {
    const service = await start(new AwayStore(Infinity));
    await service.publish(storeParcel, { parcelId: 'ticking', trouble: 'park' });
    await service.publish(storeParcel, { parcelId: 'good' });
    expect((await service.next(parcelStored)).body.parcelId).toBe('good');
  });

  it('is kept by another instance when this one stops, however often that happens', async () => {
    const namespace = `t-${randomBytes(4).toString('hex')}`;
    for (let round = 0; round < 3; round += 1) {
      const store = new AwayStore(Infinity);
      const service = await start(store, namespace);
      if (round === 0) await service.publish(storeParcel, { parcelId: 'ticking', trouble: 'park' });
      await until('it was tried', () => store.tries > 0);
      await service.stopOnly();
    }
    const [letter] = await lettersOf(await start(null, namespace), 'The parcel ticks.');
    expect(letter).toMatchObject({ attempts: 1, queue: `${namespace}.parcels.commands` });
  });
});
