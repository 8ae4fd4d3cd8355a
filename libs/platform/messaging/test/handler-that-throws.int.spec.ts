import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { lettersOf } from './letters.ts';
import { parcelMoved, parcelStored, ParcelsModule, storeParcel, Troubles } from './parcels.ts';

const DELAYS_MS = [50, 150, 300];
const EARLY_FOR_MS = 1_500;

describe('a handler that throws', () => {
  let service: TestService;
  let troubles: Troubles;

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels', retryDelaysMs: DELAYS_MS, messaging: { earlyForMs: EARLY_FOR_MS } });
    troubles = service.app.get(Troubles);
  });
  afterAll(() => service.stop());

  const triesOf = (parcelId: string): number => troubles.tried.filter((id) => id === parcelId).length;

  /** Fails the given number of times, and notes when it was called. */
  const failing = (times: number): { word: string; calledAt: number[] } => {
    const calledAt: number[] = [];
    const word = `fails ${times} times`;
    troubles.actions.set(word, () => {
      calledAt.push(Date.now());
      if (calledAt.length <= times) throw new Error('Not yet.');
    });
    return { word, calledAt };
  };

  it('is called again until it succeeds', async () => {
    await service.publish(storeParcel, { parcelId: 'second-try', trouble: failing(1).word });
    expect((await service.next(parcelStored)).body.parcelId).toBe('second-try');
    expect(triesOf('second-try')).toBe(2);
  });

  it('is called after growing delays, and parked when the last is used up', async () => {
    const { word, calledAt } = failing(99);
    await service.publish(storeParcel, { parcelId: 'hopeless', trouble: word });
    const [letter] = await lettersOf(service, 'Error: Not yet.');
    expect(letter).toMatchObject({ attempts: DELAYS_MS.length + 1, queue: `${service.namespace}.parcels.commands` });
    const gaps = calledAt.slice(1).map((at, index) => at - (calledAt[index] ?? 0));
    gaps.forEach((gap, index) => expect(gap).toBeGreaterThanOrEqual(DELAYS_MS[index] ?? 0));
    expect(letter?.lastAt.getTime()).toBeGreaterThan(letter?.firstAt.getTime() ?? 0);
  });

  it('is called again after an error that nobody foresaw', async () => {
    await service.publish(storeParcel, { parcelId: 'shelf', trouble: 'unknown error' });
    await lettersOf(service, 'Error: The shelf collapsed.');
    expect(triesOf('shelf')).toBe(DELAYS_MS.length + 1);
  });

  it('is called more often than it has attempts when it was too early, and parked only after a time', async () => {
    await service.publish(storeParcel, { parcelId: 'early', trouble: 'retry later' });
    const [letter] = await lettersOf(service, 'RetryLater: The door is stuck.');
    expect(triesOf('early')).toBeGreaterThan(DELAYS_MS.length + 1);
    expect(Number(letter?.lastAt) - Number(letter?.firstAt)).toBeGreaterThanOrEqual(EARLY_FOR_MS);
  });

  it('keeps the message whole on its way round', async () => {
    const id = await service.publish(storeParcel, { parcelId: 'whole', trouble: failing(2).word }, { withdrawalId: 'w-7', replyTo: 'tester' });
    expect(await service.next(parcelStored)).toMatchObject({ causationId: id, withdrawalId: 'w-7' });
  });

  it('returns the message to the queue of its own service, and to no other listener of the event', async () => {
    const receivedBefore = service.seen(parcelMoved).length;
    let calls = 0;
    troubles.tried.push = (...ids) => {
      if (ids[0] === 'moved-twice' && (calls += 1) === 1) throw new Error('Slipped.');
      return Array.prototype.push.apply(troubles.tried, ids);
    };
    await service.publish(parcelMoved, { parcelId: 'moved-twice' });
    while (triesOf('moved-twice') === 0) await new Promise(setImmediate);
    expect(calls).toBe(2);
    expect(service.seen(parcelMoved).length - receivedBefore).toBe(1);
  });
});
