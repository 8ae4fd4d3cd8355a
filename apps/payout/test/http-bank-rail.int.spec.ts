import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KeyRing } from '@sluice/kernel';
import { OutcomeUnknown } from '@sluice/providers';
import { Bank, HttpBankRail } from '../src/providers/bank.http.js';
import { sandboxOriginator } from '../src/bank-payments/rails/originator.js';
import type { Instruction } from '../src/providers/bank.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A bank with given answers. */
async function bankThat(answers: RequestListener): Promise<HttpBankRail> {
  server = createServer(answers).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bankUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = { bankUrl, publicUrl: 'http://payout.example', callbackKeys: new KeyRing(''), bankTimeoutMs: 200, receiptKey: '', originator: sandboxOriginator, reportDays: 800 };
  return new HttpBankRail(new Bank(config), config);
}

const answering = (status: number, body: unknown): RequestListener => (_, response) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));

const instruction: Instruction = {
  key: 'k1', endToEndId: 'w1:1/1', tenantId: 'acme', rail: 'ACH', amount: { currency: 'USD', units: '1' }, creditor: { name: 'Ada' }, valueDate: '2026-01-20T14:20:00.000Z',
  file: { format: 'nacha', text: '101' },
};

const unreliable: [string, RequestListener][] = [
  ['an error of its own', answering(500, {})],
  ['an error with a payment in it', answering(500, { key: 'k1', status: 'settled', trace: 't', settledAt: '2026-01-20T14:20:00.000Z' })],
  ['too many requests', answering(429, {})],
  ['a conflict', answering(409, {})],
  ['text that is not JSON', answering(200, '<html>')],
  ['nothing', answering(200, '')],
  ['a status that nobody knows', answering(200, { key: 'k1', status: 'exploded' })],
  ['files that are none', answering(200, { key: 'k1', status: 'accepted', files: ['<x/>'] })],
  ['a settlement without a trace', answering(200, { key: 'k1', status: 'settled', settledAt: '2026-01-20T14:20:00.000Z' })],
  ['another payment', answering(200, { key: 'k2', status: 'accepted' })],
  ['a redirect', (_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()],
  ['a connection cut off', (request) => request.destroy()],
  ['half an answer', (_, response) => { response.writeHead(200, { 'content-length': 100 }).write('{"key":'); response.destroy(); }],
  ['no answer at all', () => undefined],
];

describe('a bank that answers with', () => {
  it.each(unreliable)('%s leaves the outcome of an instruction unknown', async (_, answers) => {
    await expect((await bankThat(answers)).submit(instruction)).rejects.toThrow(OutcomeUnknown);
  });

  it.each(unreliable)('%s has not said what became of a key', async (_, answers) => {
    await expect((await bankThat(answers)).inquire('k1', 'acme')).rejects.toThrow(OutcomeUnknown);
  });

  it.each([...unreliable, ['not found', answering(404, {})] as [string, RequestListener]])('%s has not barred a key', async (_, answers) => {
    await expect((await bankThat(answers)).recall('k1', 'acme')).rejects.toThrow(OutcomeUnknown);
  });
});

describe('a bank that is clear', () => {
  it('does not know a key when it says 404', async () => {
    expect(await (await bankThat(answering(404, {}))).inquire('k1', 'acme')).toBeNull();
  });

  it('saying 404 to an instruction has said nothing', async () => {
    await expect((await bankThat(answering(404, {}))).submit(instruction)).rejects.toThrow(OutcomeUnknown);
  });

  it.each([400, 413, 415, 422])('has not taken what it cannot read: %i', async (status) => {
    expect(await (await bankThat(answering(status, {}))).submit(instruction)).toEqual({ notice: { status: 'rejected', reason: 'malformed_instruction' }, files: [] });
  });

  it('is given the address for callbacks', async () => {
    const received = Promise.withResolvers<Record<string, unknown>>();
    const bank = await bankThat((request, response) => {
      request.on('data', (chunk: Buffer) => received.resolve(JSON.parse(chunk.toString('utf8')) as Record<string, unknown>));
      request.on('end', () => response.end(JSON.stringify({ key: 'k1', status: 'accepted' })));
    });
    expect(await bank.submit(instruction)).toEqual({ notice: { status: 'accepted' }, files: [] });
    expect(await received.promise).toEqual({ ...instruction, callbackUrl: 'http://payout.example/callbacks/bank/acme' });
  });
});
