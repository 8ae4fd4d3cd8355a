import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { contractOf, send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { Publisher, RequestTimedOut, toEntries, Unroutable, type OutboxEntry } from '@sluice/messaging';
import { Outbox } from '@sluice/persistence';
import { z } from 'zod';
import { Parcels, parcelStored, ParcelsModule, storeParcel } from './parcels.ts';
import { startListener } from './listener.ts';

const nobody = contractOf('nobody');
const unwanted = nobody.event('thing-happened', z.object({}), {});
const question = nobody.request('answer-me', { body: z.object({}), reply: z.object({}) });

describe('a message that no queue is bound for', () => {
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ module: ParcelsModule, service: 'parcels', namespace, hear: false });
  });
  afterAll(() => service.stop());

  const entryFor = (at: Date, outgoing = send(unwanted, {})): readonly OutboxEntry[] => toEntries([outgoing], { id: newId(), tenantId: 'acme' }, 'parcels', at, { aggregate: newId(), version: 1 });

  it('is refused by the publisher, though the broker confirms it', async () => {
    await expect(service.app.get(Publisher).publish(entryFor(new Date()))).rejects.toThrow(Unroutable);
  });

  it('does not keep the messages sent beside it from arriving', async () => {
    const good = toEntries([send(storeParcel, { parcelId: 'beside' })], { id: newId(), tenantId: 'acme' }, 'parcels', new Date(), { aggregate: newId(), version: 1 });
    const results = await service.app.get(Publisher).settle([...entryFor(new Date()), ...good]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('is let go when it is an event that nobody has listened to for a minute', async () => {
    await expect(service.app.get(Publisher).publish(entryFor(new Date(Date.now() - 61_000)))).resolves.toBeUndefined();
  });

  it('is never let go when it is an answer, however old', async () => {
    const answer = entryFor(new Date(0), send(parcelStored, { parcelId: 'p' }, { replyTo: 'absent' }));
    await expect(service.app.get(Publisher).publish(answer)).rejects.toThrow(Unroutable);
  });

  it('does not fail the change it belongs to, waits in the outbox, and arrives when its listener has started', async () => {
    const parcels = service.app.get(Parcels);
    await parcels.change('early', { id: newId(), tenantId: 'acme' }, () => ({
      state: { handled: 1, requesters: [] }, send: [send(parcelStored, { parcelId: 'early' }, { replyTo: 'latecomer' })],
    }));
    const listener = await startListener(namespace, 'latecomer', parcelStored);
    await parcels.model.collection.updateOne({ _id: 'early' as never }, { $set: { 'outbox.0.at': new Date(0) } });
    await service.app.get(Outbox).sweep();
    expect((await listener.received)?.body).toEqual({ parcelId: 'early' });
    // It may have been sent by the retry that was under way, which clears it when the broker has confirmed it.
    await until('it is cleared', async () => (await parcels.findDocuments({ _id: 'early' }))[0]?.outbox.length === 0);
    await listener.stop();
  });

  it('is asked again until its time is up when it is a request, and then times out', async () => {
    const asking = service.requests.request(question, {}, { tenantId: 'acme', timeoutMs: 400 });
    await expect(asking).rejects.toThrow(RequestTimedOut);
  });
});
