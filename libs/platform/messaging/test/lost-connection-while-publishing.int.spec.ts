import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerProxy, startTestService, type TestService, until } from '@sluice/builders';
import { send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { BrokerHealth, NotConfirmed, Publisher, toEntries, type OutboxEntry } from '@sluice/messaging';
import { Outbox } from '@sluice/persistence';
import { countParcel, parcelMoved, Parcels, parcelStored, ParcelsModule, storeParcel, Troubles } from './parcels.ts';

describe('a connection that is lost', () => {
  let proxy: BrokerProxy;
  let service: TestService;
  let health: BrokerHealth;

  beforeAll(async () => {
    proxy = await BrokerProxy.start();
    service = await startTestService({ module: ParcelsModule, service: 'parcels', amqpUrl: proxy.url, messaging: { publishTimeoutMs: 5_000 } });
    health = service.app.get(BrokerHealth);
  });
  afterEach(async () => {
    proxy.refuse(false);
    proxy.loseAnswers(false);
    await until('the service is connected again', () => health.ready());
  });
  afterAll(async () => {
    await service.stop();
    await proxy.stop();
  });

  const moved = (parcelId: string): OutboxEntry[] => toEntries([send(parcelMoved, { parcelId })], { id: newId(), tenantId: 'acme' }, 'parcels', new Date(), { aggregate: newId(), version: 1 });

  it('fails what was not confirmed, instead of pretending', async () => {
    proxy.loseAnswers(true);
    const publishing = service.app.get(Publisher).publish(moved('unconfirmed'));
    await service.next(parcelMoved);
    proxy.cut();
    await expect(publishing).rejects.toThrow(NotConfirmed);
  });

  it('fails what was never confirmed while the connection seems to live', async () => {
    proxy.loseAnswers(true);
    await expect(service.app.get(Publisher).publish(moved('silence'))).rejects.toThrow('did not confirm');
    proxy.cut();
  });

  it('lets a publisher wait for the next connection', async () => {
    proxy.refuse(true);
    proxy.cut();
    await until('the loss is noticed', () => !health.ready());
    const publishing = service.app.get(Publisher).publish(moved('patient'));
    proxy.refuse(false);
    await expect(publishing).resolves.toBeUndefined();
  });

  it('fails a publisher that has waited long enough', async () => {
    proxy.refuse(true);
    proxy.cut();
    await until('the loss is noticed', () => !health.ready());
    await expect(service.app.get(Publisher).publish(moved('impatient'))).rejects.toThrow('cannot be reached');
  });

  it('does not fail a change: its messages are sent later, under the ids they had', async () => {
    const parcels = service.app.get(Parcels);
    proxy.loseAnswers(true);
    const changing = parcels.change('kept', { id: 'cause-1', tenantId: 'acme', replyTo: 'tester' }, () => ({ state: { handled: 1, requesters: [] }, send: [send(parcelStored, { parcelId: 'kept' })] }));
    const first = await service.next(parcelStored);
    proxy.cut();
    proxy.loseAnswers(false);
    await expect(changing).resolves.toMatchObject({ version: 1 });
    await until('the service is connected again', () => health.ready());
    await parcels.model.collection.updateOne({ _id: 'kept' as never }, { $set: { 'outbox.0.at': new Date(0) } });
    await service.app.get(Outbox).sweep();
    expect((await service.next(parcelStored)).id).toBe(first.id);
  });

  it('gives a message in hand to the next consumer, which sees a copy', async () => {
    const troubles = service.app.get(Troubles);
    troubles.actions.set('cut', () => {
      if (troubles.tried.filter((id) => id === 'in-hand').length === 1) proxy.cut();
    });
    await service.publish(storeParcel, { parcelId: 'in-hand', trouble: 'cut' });
    await until('the message came twice', () => troubles.tried.filter((id) => id === 'in-hand').length === 2);
    expect((await service.next(parcelStored)).body.parcelId).toBe('in-hand');
    expect((await service.app.get(Parcels).find('in-hand'))?.state.handled).toBe(1);
  });

  it('does not lose a request: it is asked again on the next connection', async () => {
    await service.app.get(Parcels).change('asked', { id: newId(), tenantId: 'acme' }, () => ({ state: { handled: 1, requesters: [] } }));
    proxy.refuse(true);
    proxy.cut();
    await until('the loss is noticed', () => !health.ready());
    const asking = service.requests.request(countParcel, { parcelId: 'asked' }, { tenantId: 'acme' });
    proxy.refuse(false);
    await expect(asking).resolves.toEqual({ handled: 1 });
  });
});
