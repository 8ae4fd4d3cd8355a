import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@sluice/kernel';
import { startSimulators, type Simulators } from '../src/index.js';
import { startReceiver, type CallbackReceiver } from './callback-receiver.js';
import { nachaOrder, paymentIdFor, sepaOrder, type Ordered } from './order-files.js';

let journalFolder: string;
let simulators: Simulators;
let receiver: CallbackReceiver;

beforeEach(async () => {
  journalFolder = mkdtempSync(join(tmpdir(), 'bank-files-'));
  [simulators, receiver] = await Promise.all([startSimulators({ port: 0, journalFolder, callbackSecret: 'a secret of the bank and its client' }), startReceiver()]);
});

afterEach(async () => {
  await Promise.all([simulators.stop(), receiver.stop()]);
  rmSync(journalFolder, { recursive: true });
});

const shared = () => ({ endToEndId: 'w1:1/1', tenantId: 'acme', reference: 'Monthly transfer', valueDate: '2030-01-20T14:20:00.000Z', callbackUrl: receiver.url });

function byAch(ordered: Ordered = {}, key = newId()) {
  return {
    ...shared(), key, rail: 'ACH', amount: { currency: 'USD', units: '250000' }, creditor: { name: 'Ada Lovelace', routingNumber: '021000021', accountNumber: '12345678' },
    file: { format: 'nacha', text: nachaOrder({ paymentId: paymentIdFor(key), ...ordered }) },
  };
}

function bySepa(ordered: Ordered = {}, key = newId()) {
  return {
    ...shared(), key, rail: 'SEPA', amount: { currency: 'EUR', units: '250000' }, creditor: { name: 'Ada Lovelace', iban: 'DE89370400440532013000' },
    file: { format: 'pain.001.001.09', text: sepaOrder({ paymentId: paymentIdFor(key), ...ordered }) },
  };
}

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(simulators.url + path, { method, ...sent });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const pay = (order: object) => call('POST', '/bank/payments', order);
const giveBack = (reference: string, code: string) => call('POST', '/control/tenants/acme/bank-returns', { reference, code });
const correct = (reference: string, code: string, data: string) => call('POST', '/control/tenants/acme/bank-corrections', { reference, code, data });
const filesOf = async (key: string) => (await call('GET', `/bank/payments/${key}`)).body['files'] as { contentType: string; text: string }[];
const journal = async () => (await call('GET', '/bank/journal?tenantId=acme')).body['payments'] as Record<string, unknown>[];

const wrong: Ordered[] = [{ units: '250001' }, { name: 'EVE' }, { reference: 'ANOTHER' }, { date: '300121' }];

describe('an order file', () => {
  it('is journalled by what it says, under the id that it gives', async () => {
    const order = byAch();
    expect((await pay(order)).body).toMatchObject({ status: 'accepted', trace: '091000011234567', files: [] });
    expect(await journal()).toMatchObject([{ key: order.key, paymentId: paymentIdFor(order.key), amount: order.amount, reference: order.reference }]);
    expect((await journal())[0]).not.toHaveProperty('file');
  });

  it('cut or told in other letters by its rail is taken', async () => {
    const long = { ...byAch({ name: 'ADA LOVELACE OF THE AN' }), creditor: { ...byAch().creditor, name: 'Ada Lovelace of the Analytical Engine' } };
    const greek = { ...bySepa({ name: 'Ada Lavleis' }), creditor: { ...bySepa().creditor, name: 'Άντα Λάβλεϊς' } };
    expect([(await pay(long)).status, (await pay(greek)).status]).toEqual([200, 200]);
  });

  it.each(wrong)('that says %j, other than what stands beside it, is not taken', async (ordered) => {
    expect((await pay(byAch(ordered))).status).toBe(422);
    expect((await pay(bySepa({ ...ordered, ...(ordered.date ? { date: '2030-01-21' } : {}) }))).status).toBe(422);
    expect(await journal()).toEqual([]);
  });

  it.each([
    ['in the format of another rail', { format: 'pain.001.001.09', text: sepaOrder({}) }],
    ['without its entry', { format: 'nacha', text: nachaOrder({}).split('\n').filter((line) => !line.startsWith('6')).join('\n') }],
    ['cut short', { format: 'nacha', text: nachaOrder({}).slice(0, 300) }],
    ['of a format nobody knows', { format: 'pigeon', text: 'coo' }],
  ])('%s is not taken', async (_, file) => {
    expect((await pay({ ...byAch(), file })).status).toBe(422);
    expect(await journal()).toEqual([]);
  });

  it('to another account than stands beside it is not taken', async () => {
    expect((await pay({ ...byAch(), creditor: { name: 'Ada Lovelace', routingNumber: '021000021', accountNumber: '87654321' } })).status).toBe(422);
  });

  it('whose payment was given under another key is not taken again', async () => {
    const order = byAch();
    await pay(order);
    expect((await pay(byAch({ paymentId: paymentIdFor(order.key) }))).status).toBe(409);
    expect(await journal()).toHaveLength(1);
  });
});

describe('what the bank tells', () => {
  it('of a settlement is a pain.002 by SEPA, and its plain notice by ACH', async () => {
    await pay(bySepa());
    expect(await receiver.next()).toMatchObject({ headers: { 'content-type': 'application/xml' }, text: expect.stringContaining('<TxSts>ACSC</TxSts>') as unknown });
    await pay(byAch());
    const { headers, text } = await receiver.next();
    expect([headers['content-type'], JSON.parse(text)]).toMatchObject(['application/json', { status: 'settled', trace: '091000011234567' }]);
  });

  it('of money that comes back is a file, and the statement has all of them', async () => {
    const order = bySepa();
    await pay(order);
    await receiver.next();
    await giveBack(order.key, 'AC04');
    expect((await receiver.next()).text).toContain('pacs.004.001.09');
    expect((await filesOf(order.key)).map(({ text }) => /pa\w+\.00\d/.exec(text)?.[0])).toEqual(['pain.002', 'pacs.004']);
  });

  it('of an ACH return is a NACHA file of ten lines of 94', async () => {
    const order = byAch();
    await pay(order);
    await receiver.next();
    await giveBack(order.key, 'R03');
    const lines = (await receiver.next()).text.trimEnd().split('\n');
    expect(lines.map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => 94));
    expect(lines[3]).toMatch(/^799R03091000011234567/);
  });

  it('of a code that the rail has no form for is the plain notice', async () => {
    const order = byAch();
    await pay(order);
    await receiver.next();
    await giveBack(order.key, 'AC04');
    expect(JSON.parse((await receiver.next()).text)).toMatchObject({ status: 'returned', returnCode: 'AC04' });
    expect(await filesOf(order.key)).toEqual([]);
  });

  it('of new numbers is a notification of change', async () => {
    const order = byAch();
    await pay(order);
    await receiver.next();
    expect((await correct(order.key, 'C01', '87654321')).status).toBe(200);
    expect((await receiver.next()).text).toContain('\n798C01091000011234567');
    expect(await filesOf(order.key)).toHaveLength(1);
  });

  it('of new numbers is nothing where ACH did not carry the payment', async () => {
    const order = bySepa();
    await pay(order);
    expect((await correct(order.key, 'C01', '87654321')).status).toBe(409);
    expect((await correct('w9', 'C01', '87654321')).status).toBe(404);
    expect((await correct(order.key, 'R01', '')).status).toBe(400);
  });
});
