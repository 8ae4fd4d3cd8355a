import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { Publisher, toEntries, type OutboxEntry } from '@sluice/messaging';
import { lettersOf } from './letters.ts';
import { Parcels, ParcelsModule, storeParcel, Troubles } from './parcels.ts';

/** As one write would send them. */
const entriesFor = (parcels: readonly { parcelId: string; trouble?: string }[]): OutboxEntry[] =>
  toEntries(parcels.map((parcel) => send(storeParcel, parcel)), { id: newId(), tenantId: 'acme', replyTo: 'tester' }, 'parcels', new Date(), { aggregate: newId(), version: 1 });

const named = (prefix: string, count: number, trouble?: string) => Array.from({ length: count }, (_, index) => ({ parcelId: `${prefix}-${index}`, ...(trouble && { trouble }) }));

describe('messages that travel as one', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels' });
  });
  afterAll(() => service.stop());

  const stored = (prefix: string): Promise<number> => service.app.get(Parcels).model.countDocuments({ _id: { $regex: `^${prefix}-` } }).exec();
  const confirmed = async (): Promise<number> => Number(/^sluice_broker_publishes_total\{service="parcels"\} (\d+)/m.exec(await (await fetch(`${service.url}/metrics`)).text())?.[1] ?? 0);

  it('are confirmed once, and each is handled', async () => {
    const before = await confirmed();
    await service.app.get(Publisher).publish(entriesFor(named('whole', 12)));
    expect((await confirmed()) - before).toBeLessThan(12);
    await until('all are stored', async () => (await stored('whole')) === 12);
  });

  it('fail alone: one that can never be handled is parked under its own id, and the others are done', async () => {
    const entries = entriesFor([...named('beside', 3), { parcelId: 'bad', trouble: 'park' }]);
    await service.app.get(Publisher).publish(entries);
    const [letter] = await lettersOf(service, 'The parcel ticks.');
    expect(JSON.parse(letter?.content ?? '')).toEqual(JSON.parse(entries.at(-1)?.content ?? ''));
    await until('the others are stored', async () => (await stored('beside')) === 3);
  });
});

describe('a service that stops in the middle of a group', () => {
  it('leaves what it has not begun to the next, and what was done is done once', async () => {
    const first = await startTestService({ module: ParcelsModule, service: 'parcels', messaging: { drainTimeoutMs: 60_000 } });
    const open = Promise.withResolvers<void>();
    first.app.get(Troubles).actions.set('gate', () => open.promise);
    await first.app.get(Publisher).publish(entriesFor(named('p', 20, 'gate')));
    await until('some are in hand', () => Promise.resolve(first.app.get(Troubles).tried.length === 15));
    const stopping = first.stopOnly();
    open.resolve();
    await stopping;
    const second = await startTestService({ module: ParcelsModule, service: 'parcels', namespace: first.namespace });
    const parcels = second.app.get(Parcels);
    await until('all are stored', async () => (await parcels.model.countDocuments({}).exec()) === 20);
    await until('the group is ended', () => Promise.resolve(new Set(second.app.get(Troubles).tried).size === 20));
    expect(await parcels.model.countDocuments({ version: 1 }).exec()).toBe(20);
    await second.stop();
    await first.stop();
  });
});
