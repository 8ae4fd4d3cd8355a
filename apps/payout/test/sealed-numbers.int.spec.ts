import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import { until, type TestService } from '@sluice/builders';
import { addBankAccount, delivered, getCounterparty } from '@sluice/contract-payout';
import { KeyRing, newId } from '@sluice/kernel';
import { Sealing } from '@sluice/persistence';
import type { Connection } from 'mongoose';
import { Deliveries } from '../src/bank-payments/deliveries.repository.js';
import { BankAccounts } from '../src/payees/bank-accounts.repository.js';
import { Counterparties } from '../src/payees/counterparties.repository.js';
import { Payment, sendFile, World } from './world.js';

const [old, next] = [randomBytes(32), randomBytes(32)];
/** Those of the world's counterparties, and one of a bank account. */
const numbers = ['021000021', '12345678', '20-00-00', '200000', 'DE89370400440532013000', '55779911'];

let world: World;
let service: TestService;
beforeAll(async () => {
  world = await World.start();
  service = await world.payout({ dataKeys: new KeyRing(old) });
});
afterAll(async () => {
  await service.stop();
  await world.stop();
});

const database = (): Connection => service.app.get<Connection>(getConnectionToken());

async function allThatIsStored(): Promise<string> {
  const collections = await database().listCollections();
  const contents = await Promise.all(collections.map(async ({ name }) => [name, await database().collection(name).find().toArray()]));
  return JSON.stringify(contents);
}

async function expectNoNumberIn(text: string): Promise<void> {
  for (const number of numbers) expect({ number, at: text.indexOf(number) }).toEqual({ number, at: -1 });
}

const paid = async (): Promise<Payment> => {
  const payment = await new Payment(world, service).addCounterparty();
  await payment.deliver();
  await payment.next(delivered);
  return payment;
};

describe('account numbers in the database', () => {
  it('are in clear nowhere: not of a counterparty, a bank account, a payment, nor a file that cannot be read', async () => {
    const payment = await paid();
    const account = { id: `ban_${newId()}`, partyId: 'p_1', name: 'Ada Lovelace', sortCode: '200000', accountNumber: '55779911', currency: 'GBP' as const, countryCode: 'GB', status: 'active' as const, isDefault: true };
    await service.requests.request(addBankAccount, account, { tenantId: payment.tenantId });
    expect(await sendFile(service.url, payment.tenantId, `a report about 12345678 that nobody can read`)).toBe(204);
    const stored = await allThatIsStored();
    for (const name of ['counterparties', 'bank_accounts', 'deliveries', 'quarantined_files']) expect(stored).toContain(`"${name}",[{`);
    await expectNoNumberIn(stored);
    expect(stored).not.toContain(Buffer.from('a report about 12345678').toString('base64').slice(0, 20));
    expect((await service.app.get(BankAccounts).find(account.id))?.state).toMatchObject({ sortCode: '200000', accountNumber: '55779911' });
  });

  it('of an older version are read as they are, and sealed when the document changes', async () => {
    const payment = await new Payment(world, service).addCounterparty();
    const clear = { routingNumber: '021000021', accountNumber: '12345678' };
    await database().collection('counterparties').updateOne({ _id: payment.counterpartyId as never }, { $set: { numbers: clear } });
    expect((await service.requests.request(getCounterparty, { id: payment.counterpartyId }, payment)).numbers).toEqual(clear);
    await service.app.get(Counterparties).change(payment.counterpartyId, { id: newId(), tenantId: payment.tenantId }, (current) => current && { state: { ...current.state, name: 'Ada King' } });
    await expectNoNumberIn(await allThatIsStored());
  });

  it('open in no other document than their own', async () => {
    const [one, other] = [await new Payment(world, service).addCounterparty(), await new Payment(world, service).addCounterparty()];
    const found = await database().collection('counterparties').findOne({ _id: one.counterpartyId as never });
    await database().collection('counterparties').updateOne({ _id: other.counterpartyId as never }, { $set: { numbers: found?.['numbers'] as string } });
    await expect(service.app.get(Counterparties).find(other.counterpartyId)).rejects.toThrow('cannot be opened');
    await database().collection('counterparties').deleteOne({ _id: other.counterpartyId as never });
  });
});

describe('the key of account numbers', () => {
  it('is changed for another while payments are made, and then opens nothing any more', async () => {
    const before = await paid();
    const payments = await Promise.all(Array.from({ length: 4 }, () => new Payment(world, service).addCounterparty()));
    await Promise.all(payments.map((payment) => payment.deliver()));
    const after = await world.payout({ namespace: service.namespace, dataKeys: new KeyRing(next, old) });
    // Answers may go to either instance's probe; that a payment is over is in its document.
    await until('all are paid', async () => (await Promise.all(payments.map(({ withdrawalId }) => service.app.get(Deliveries).find(withdrawalId)))).every((found) => found?.state.endedAt !== undefined));
    const resealed = await after.app.get(Sealing).resealAll();
    expect(resealed['counterparties']).toBeGreaterThanOrEqual(5);
    expect(resealed['deliveries']).toBeGreaterThanOrEqual(5);
    expect(await after.app.get(Sealing).resealAll()).toEqual(Object.fromEntries(Object.keys(resealed).map((name) => [name, 0])));
    await after.stopOnly();
    await after.probe.close();
    const last = await world.payout({ namespace: service.namespace, dataKeys: new KeyRing(next) });
    expect((await last.app.get(Counterparties).find(before.counterpartyId))?.state.numbers).toMatchObject({ accountNumber: '12345678' });
    await expectNoNumberIn(await allThatIsStored());
    await last.stopOnly();
    await last.probe.close();
  });
});
