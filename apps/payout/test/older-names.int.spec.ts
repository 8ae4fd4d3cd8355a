import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, type TestService } from '@sluice/builders';
import { addCounterparty, nameGiven } from '@sluice/contract-payout';
import { BankAccounts } from '../src/payees/bank-accounts.repository.js';
import { Counterparties } from '../src/payees/counterparties.repository.js';
import { World } from './world.js';

let world: World;
let service: TestService;
beforeAll(async () => {
  world = await World.start();
  service = await world.payout();
});
afterAll(async () => {
  await service.stop();
  await world.stop();
});

const acme = { tenantId: 'acme' };
const createdAt = '2026-01-15T10:30:00.000Z';
const counterparty = { customerId: 'cus_1', type: 'INDIVIDUAL', status: 'APPROVED', supportedRails: ['ACH'], relationship: 'SELF', numbers: { routingNumber: '021000021', accountNumber: '12345678' } } as const;
const account = { partyId: 'pty-1', sortCode: '20-00-00', accountNumber: '12345678', currency: 'GBP', countryCode: 'GB', status: 'active', isMarked: false, addedAt: createdAt };
const stored = (_id: string, tenantId: string, fields: object) => ({ _id: _id as never, tenantId, version: 1, outbox: [], cause: {}, ...fields });

const notes = () => service.app.get(Counterparties).model.db.collection<{ _id: string; notBefore: Date; isDone: boolean }>('older_documents');
const noted = (count: number, filter: object) => until('it is noted', async () => (await notes().countDocuments(filter)) === count);

/** Another start of the service with the same data, until all names are sent. */
async function restarted(): Promise<void> {
  await service.stopOnly();
  await service.probe.close();
  service = await world.payout({ namespace: service.namespace });
  await noted(2, { isDone: true });
}

const sent = (): string[] => service.seen(nameGiven).map(({ tenantId, body: { subjectId, name } }) => `${tenantId} ${subjectId} ${name}`).toSorted();

describe('names of payees that were stored by a version that sent none', () => {
  it('are sent after a start, once, with those of other tenants and those that were sent already; and not after another start', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `cpty_${1_000 + index}`);
    await service.app.get(Counterparties).model.collection.insertMany(ids.map((id, index) => stored(id, index === 0 ? 'globex' : 'acme', { ...counterparty, name: `Ada ${id}`, createdAt })));
    await service.app.get(BankAccounts).model.collection.insertOne(stored('bac-1', 'globex', { ...account, name: 'Main account', position: 1 }));
    await service.requests.request(addCounterparty, { ...counterparty, supportedRails: ['ACH'], id: 'cpty_9999', name: 'Grace Hopper' }, acme);
    const { id: idOfNew } = await service.next(nameGiven);
    await noted(2, {});
    expect(sent()).toEqual([]);

    await notes().updateMany({}, { $set: { notBefore: new Date(0) } });
    await restarted();
    await until('all are sent', () => sent().length >= 122);
    expect(sent()).toEqual(['globex bac-1 Main account', 'acme cpty_9999 Grace Hopper', ...ids.map((id, index) => `${index === 0 ? 'globex' : 'acme'} ${id} Ada ${id}`)].toSorted());
    expect(service.seen(nameGiven).find(({ body }) => body.subjectId === 'cpty_9999')?.id).toBe(idOfNew);

    await restarted();
    expect(sent()).toEqual([]);
  });
});
