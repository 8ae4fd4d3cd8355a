import { createHmac } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@sluice/kernel';
import { startSimulators, type Simulators } from '../src/index.js';
import { startReceiver, type CallbackReceiver } from './callback-receiver.js';
import { nachaOrder, paymentIdFor } from './order-files.js';

const callbackSecret = 'a secret of the bank and its client';
let journalFolder: string;
let simulators: Simulators;
let receiver: CallbackReceiver;

const start = (): Promise<Simulators> => startSimulators({ port: 0, journalFolder, callbackSecret });

beforeEach(async () => {
  journalFolder = mkdtempSync(join(tmpdir(), 'bank-'));
  [simulators, receiver] = await Promise.all([start(), startReceiver()]);
});

afterEach(async () => {
  await Promise.all([simulators.stop(), receiver.stop()]);
  rmSync(journalFolder, { recursive: true });
});

function instruction(changed: { readonly [field: string]: unknown; readonly key?: string } = {}) {
  const key = changed.key ?? newId();
  return {
    key, endToEndId: 'w1:1/1', tenantId: 'acme', rail: 'ACH', amount: { currency: 'USD', units: '250000' },
    creditor: { name: 'Ada Lovelace', routingNumber: '021000021', accountNumber: '12345678' }, reference: 'Monthly transfer',
    valueDate: '2030-01-20T14:20:00.000Z', callbackUrl: receiver.url, file: { format: 'nacha', text: nachaOrder({ paymentId: paymentIdFor(key) }) }, ...changed,
  };
}

async function call(method: string, path: string, body?: object, timeoutMs = 5_000): Promise<{ status: number; body: Record<string, unknown> }> {
  const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(simulators.url + path, { method, ...sent, signal: AbortSignal.timeout(timeoutMs) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

const pay = (order: object, timeoutMs?: number) => call('POST', '/bank/payments', order, timeoutMs);
const ask = (key: string) => call('GET', `/bank/payments/${key}`);
const fault = (mode: string, more: object = {}) => call('POST', '/control/tenants/acme/faults', { id: newId(), port: 'bank', mode, ...more });
const settings = (pace: string, clockOffsetMs = 0) => call('PUT', '/control/tenants/acme', { pace, clockOffsetMs });
const giveBack = (reference: string, code: string) => call('POST', '/control/tenants/acme/bank-returns', { reference, code });
const journal = async (tenantId = 'acme') => (await call('GET', `/bank/journal?tenantId=${tenantId}`)).body['payments'] as Record<string, unknown>[];
const nextNotice = async () => JSON.parse((await receiver.next()).text) as Record<string, unknown>;

describe('the journal', () => {
  const after = async (position: unknown) => (await call('GET', `/bank/journal?tenantId=acme&after=${String(position)}`)).body as { payments: { key: string; status: string }[]; position: number };

  it('tells what has changed after a position, as it is now', async () => {
    const { position: begin } = await after(0);
    const [one, other] = [instruction(), instruction()];
    await settings('clock');
    for (const order of [one, other]) await pay(order);
    const { payments, position } = await after(begin);
    expect(payments.map(({ key, status }) => [key, status])).toEqual([[one.key, 'accepted'], [other.key, 'accepted']]);
    await giveBack(String(other.key), 'R03');
    expect((await after(position)).payments).toMatchObject([{ key: other.key, status: 'returned' }]);
    expect((await after((await after(position)).position)).payments).toEqual([]);
    await settings('instant');
  });

  it.each(['-1', 'x'])('is not read after %s', async (position) => {
    expect((await call('GET', `/bank/journal?tenantId=acme&after=${position}`)).status).toBe(400);
  });
});

describe('an instruction at pace instant', () => {
  it('is accepted, settled and called back, signed', async () => {
    const order = instruction();
    expect(await pay(order)).toMatchObject({ status: 200, body: { key: order.key, status: 'accepted' } });
    const { headers, text } = await receiver.next();
    expect(JSON.parse(text)).toMatchObject({ key: order.key, status: 'settled', trace: expect.stringMatching(/^\d{15}$/) as unknown });
    const [, time, signature] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['x-bank-signature']))!;
    expect(signature).toBe(createHmac('sha256', callbackSecret).update(`${time}.${text}`).digest('hex'));
  });

  it('is taken once under its key, and has the same answer when repeated', async () => {
    const order = instruction();
    const answers = await Promise.all([pay(order), pay(order), pay(order)]);
    expect(new Set(answers.map(({ body }) => body['trace'])).size).toBe(1);
    expect(await journal()).toHaveLength(1);
  });

  it('is refused when its key was used for another', async () => {
    const order = instruction();
    await pay(order);
    expect((await pay({ ...order, amount: { currency: 'USD', units: '1' } })).status).toBe(409);
    expect(await journal()).toMatchObject([{ amount: { units: '250000' } }]);
  });

  it.each([{ key: '' }, { amount: { currency: 'USD', units: '0' } }, { amount: { currency: 'XXX', units: '1' } }, { rail: 'PIGEON' }, { callbackUrl: 'file:///x' }])(
    'is refused unread with %j', async (changed) => {
      expect((await pay(instruction(changed))).status).toBe(400);
      expect(await journal()).toEqual([]);
    },
  );

  it('is called back until the client has taken it in', async () => {
    const deaf = await startReceiver(500, 404);
    await pay(instruction({ callbackUrl: deaf.url }));
    const texts = [(await deaf.next()).text, (await deaf.next()).text, (await deaf.next()).text];
    expect(new Set(texts).size).toBe(1);
    await deaf.stop();
  });
});

describe('an unknown key', () => {
  it('is not found', async () => {
    expect((await ask(newId())).status).toBe(404);
  });

  it('is barred by a recall: an instruction that comes later is not taken', async () => {
    const order = instruction();
    expect((await call('POST', `/bank/payments/${order.key}/recall`, { tenantId: 'acme' })).body).toMatchObject({ status: 'recalled' });
    expect((await pay(order)).body).toMatchObject({ status: 'recalled' });
    expect(await journal()).toEqual([]);
  });

  it("of another tenant's is not found", async () => {
    const order = instruction();
    await pay(order);
    expect((await call('GET', `/bank/payments/${order.key}?tenantId=globex`)).status).toBe(404);
    expect(await journal('globex')).toEqual([]);
  });
});

describe('a payment that was taken', () => {
  it('cannot be recalled', async () => {
    const order = instruction();
    await pay(order);
    expect((await call('POST', `/bank/payments/${order.key}/recall`, { tenantId: 'acme' })).body['status']).not.toBe('recalled');
  });

  it('is returned on order after it settled, once per code', async () => {
    const order = instruction();
    await pay(order);
    await nextNotice();
    expect(await giveBack('w1', 'R03')).toMatchObject({ status: 200, body: { status: 'returned' } });
    expect((await giveBack('w1', 'R03')).status).toBe(200);
    expect((await giveBack('w1', 'R16')).status).toBe(409);
    expect((await receiver.next()).text).toContain('\n799R03');
    expect((await ask(order.key)).body).toMatchObject({ status: 'returned', returnCode: 'R03', settledAt: expect.any(String) as unknown });
  });

  it('is returned before it settled, and then never settles', async () => {
    await settings('clock');
    const order = instruction();
    await pay(order);
    await giveBack(order.key, 'R02');
    expect((await receiver.next()).text).toContain('\n799R02');
    expect((await ask(order.key)).body).not.toHaveProperty('settledAt');
    await settings('instant');
    expect((await ask(order.key)).body['status']).toBe('returned');
  });

  it('is not found by the reference of another', async () => {
    await pay(instruction());
    expect((await giveBack('w2', 'R03')).status).toBe(404);
  });
});

describe('pace clock', () => {
  it("settles at the value date on the tenant's clock", async () => {
    await settings('clock');
    const order = instruction();
    await pay(order);
    expect((await ask(order.key)).body['status']).toBe('accepted');
    await settings('clock', new Date(order.valueDate).getTime() - Date.now());
    expect(await nextNotice()).toMatchObject({ status: 'settled', settledAt: expect.stringMatching(/^2030-01-20T14:20:/) as unknown });
  });

  it('is not changed by an older revision that comes late', async () => {
    await call('PUT', '/control/tenants/acme', { pace: 'clock', clockOffsetMs: 0, revision: 2 });
    await call('PUT', '/control/tenants/acme', { pace: 'instant', clockOffsetMs: 0, revision: 1 });
    const [waiting, quick] = [instruction(), instruction({ tenantId: 'globex' })];
    await pay(waiting);
    await pay(quick);
    expect(await nextNotice()).toMatchObject({ key: quick.key });
    expect((await ask(waiting.key)).body['status']).toBe('accepted');
  });
});

describe('a fault', () => {
  it('reject rejects with its code, and is used up by its count', async () => {
    await fault('reject', { code: 'R04', count: 1 });
    expect((await pay(instruction())).body).toMatchObject({ status: 'rejected', reason: 'R04' });
    expect((await pay(instruction())).body).toMatchObject({ status: 'accepted' });
    expect(await journal()).toHaveLength(1);
  });

  it('fail takes nothing', async () => {
    await fault('fail', { count: 1 });
    const order = instruction();
    expect((await pay(order)).status).toBe(503);
    expect((await ask(order.key)).status).toBe(404);
  });

  it('fail_after_success takes it and says it failed', async () => {
    await fault('fail_after_success');
    const order = instruction();
    expect((await pay(order)).status).toBe(500);
    expect((await ask(order.key)).status).toBe(200);
  });

  it('silent takes it and never answers or calls back', async () => {
    await fault('silent', { count: 1 });
    const [lost, other] = [instruction(), instruction()];
    await expect(pay(lost, 300)).rejects.toThrow();
    await pay(other);
    expect(await nextNotice()).toMatchObject({ key: other.key });
    expect((await ask(lost.key)).body['status']).toBe('settled');
    expect(receiver.all).toHaveLength(1);
  });

  it('slow takes it late', async () => {
    await fault('slow', { delayMs: 1_500 });
    const order = instruction();
    const answer = pay(order);
    expect((await ask(order.key)).status).toBe(404);
    expect((await answer).body).toMatchObject({ status: 'accepted' });
  });

  it('duplicate calls back twice', async () => {
    await fault('duplicate');
    await pay(instruction());
    expect(await nextNotice()).toEqual(await nextNotice());
  });

  it("is the tenant's alone, and gone when cleared", async () => {
    await fault('fail');
    expect((await pay(instruction({ tenantId: 'globex' }))).status).toBe(200);
    await call('DELETE', '/control/tenants/acme/faults');
    expect((await pay(instruction())).status).toBe(200);
  });

  it('of another port leaves the bank alone', async () => {
    await call('POST', '/control/tenants/acme/faults', { id: newId(), port: 'chain', mode: 'fail' });
    expect((await pay(instruction())).status).toBe(200);
  });
});

describe('a restart', () => {
  it('keeps payments, barred keys, faults and settings, and what is still to be told', async () => {
    await settings('clock');
    const [order, barred] = [instruction(), instruction()];
    await pay(order);
    await call('POST', `/bank/payments/${barred.key}/recall`, { tenantId: 'acme' });
    await fault('fail', { count: 2 });
    await pay(instruction());
    await simulators.stop();
    appendFileSync(join(journalFolder, 'bank.jsonl'), '{"event":"taken","payme');
    simulators = await start();
    expect((await ask(order.key)).body['status']).toBe('accepted');
    expect((await pay(order)).body['status']).toBe('accepted');
    expect((await pay(barred)).body['status']).toBe('recalled');
    expect([(await pay(instruction())).status, (await pay(instruction())).status]).toEqual([503, 200]);
    await settings('instant');
    expect(await nextNotice()).toMatchObject({ key: order.key, status: 'settled' });
    expect(readFileSync(join(journalFolder, 'bank.jsonl'), 'utf8').trim().split('\n').every((line) => JSON.parse(line) !== null)).toBe(true);
  });
});
