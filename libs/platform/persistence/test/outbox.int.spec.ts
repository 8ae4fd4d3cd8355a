import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { Publisher, toEntries, type Cause } from '@sluice/messaging';
import { Outbox } from '@sluice/persistence';
import { counted, Tallies, TalliesModule, tally } from './tallies.ts';

const cause = (id = newId()): Cause => ({ id, tenantId: 'acme', replyTo: 'tester' });
const answer = (count: string) => send(counted, { tallyId: 't', count });

describe('messages in an outbox', () => {
  let service: TestService;
  let tallies: Tallies;

  beforeAll(async () => {
    service = await startTestService({ module: TalliesModule, service: 'tallies' });
    tallies = service.app.get(Tallies);
  });
  afterAll(() => service.stop());

  const outboxOf = async (id: string): Promise<string[]> => ((await tallies.findDocuments({ _id: id }))[0]?.outbox ?? []).map((entry) => entry.id);

  /** Until the sent messages are taken out, which happens a moment after the write. */
  const cleared = async (id: string): Promise<void> => {
    while ((await outboxOf(id)).length > 0) await new Promise(setImmediate);
  };

  it('are sent right after the write and then taken out', async () => {
    await tallies.change('sent', cause(), () => ({ state: tally(1n), send: [answer('1')] }));
    expect((await service.next(counted)).body.count).toBe('1');
    await cleared('sent');
  });

  it('are swept up when the process died between write and publish', async () => {
    const stored = toEntries([answer('2')], cause('died'), 'tallies', new Date(Date.now() - 10_000), { aggregate: 'died', version: 1 });
    await tallies.model.collection.insertOne({ _id: 'crashed' as never, tenantId: 'acme', version: 1, outbox: stored, cause: {}, count: '2' });
    const swept = await service.next(counted);
    expect([swept.id, swept.body.count]).toEqual([stored[0]?.id, '2']);
    await cleared('crashed');
  });

  it('are swept up when the clock of the process that died was two days ahead', async () => {
    const stored = toEntries([answer('ahead')], cause('ahead'), 'tallies', new Date(Date.now() + 48 * 3_600_000), { aggregate: 'ahead', version: 1 });
    await tallies.model.collection.insertOne({ _id: 'ahead' as never, tenantId: 'acme', version: 1, outbox: stored, cause: {}, count: '2' });
    await service.app.get(Outbox).sweep();
    expect((await service.next(counted)).body.count).toBe('ahead');
    await cleared('ahead');
  });

  it('are left alone by the sweeper while they are young: whoever wrote them is sending them', async () => {
    const stored = toEntries([answer('young')], cause('young'), 'tallies', new Date(Date.now() + 60_000), { aggregate: 'young', version: 1 });
    await tallies.model.collection.insertOne({ _id: 'young' as never, tenantId: 'acme', version: 1, outbox: stored, cause: {}, count: '1' });
    await service.app.get(Outbox).sweep();
    expect(await outboxOf('young')).toHaveLength(1);
    expect(service.seen(counted).filter(({ body }) => body.count === 'young')).toEqual([]);
  });

  it('are all sent when clearing and pushing meet in one document', async () => {
    const outbox = service.app.get(Outbox);
    const sweeps: Promise<void>[] = [];
    for (let count = 1; count <= 40; count += 1) {
      await tallies.change('busy', cause(), () => ({ state: tally(BigInt(count)), send: [answer(`busy-${count}`)] }));
      sweeps.push(outbox.sweep());
    }
    const received = new Set<string>();
    while (received.size < 40) received.add((await service.next(counted)).body.count);
    await Promise.all(sweeps);
    await cleared('busy');
    expect((await tallies.find('busy'))?.version).toBe(40);
  });

  it('stay when they cannot be sent, and do not fail the change', async () => {
    const unroutable = send({ ...counted, kind: 'command' as const, service: 'nobody', type: 'nobody.do-it' }, { tallyId: 't', count: '1' });
    await service.probe.deafen();
    await expect(tallies.change('stuck', cause(), () => ({ state: tally(1n), send: [unroutable] }))).resolves.toMatchObject({ version: 1 });
    expect(await outboxOf('stuck')).toHaveLength(1);
  });

  it('have the same ids when the same cause is handled again', async () => {
    const ids = [1, 2].map(() => toEntries([answer('1'), answer('2')], cause('again'), 'tallies', new Date(), { aggregate: 'again', version: 1 }).map(({ id }) => id));
    expect(ids[0]).toEqual(ids[1]);
    expect(new Set(ids[0]).size).toBe(2);
  });

  it('fail the handling when they are stored nowhere and cannot be sent', async () => {
    const refusing = { ...service.app.get(Publisher), publish: () => Promise.reject(new Error('No broker.')) };
    const outbox = new Outbox(refusing as never, {} as never, { service: 'tallies' } as never);
    const store = new Tallies(tallies.model, outbox);
    await expect(store.change('sent', cause(), () => ({ send: [answer('1')] }))).rejects.toThrow('No broker.');
  });
});
