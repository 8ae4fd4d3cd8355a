import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { OutcomeUnknown } from '@sluice/providers';
import { CustodianClient, HttpCustodian } from '../src/providers/custodian.http.js';
import type { SellOrder } from '../src/providers/custodian.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A custodian that answers as told. */
async function custodianThat(answers: RequestListener): Promise<HttpCustodian> {
  server = createServer(answers).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new HttpCustodian(new CustodianClient({ custodianUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, custodianTimeoutMs: 200, sampleDays: 400 }));
}

const answering = (status: number, body: unknown): RequestListener => (_, response) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));

const isin = 'GB00B3X7QG63';
const order: SellOrder = { key: 'k/1', tenantId: 'acme', portfolioId: 'prt-a', isin, quantity: '11.5', currency: 'GBP' };
const key = { key: 'k/1', tenantId: 'acme' };
const fill = { id: 'f1', quantity: '6', price: '10.5', matchedAt: '2026-11-23T10:00:00.000Z', settlesAt: '2026-11-25T17:00:00.000Z' };
const view = { key: 'k/1', status: 'partly_filled', fills: [fill] };

const unreliable: [string, RequestListener][] = [
  ['an error of its own', answering(500, {})],
  ['an error with an order in it', answering(500, view)],
  ['too many requests', answering(429, {})],
  ['a conflict', answering(409, {})],
  ['text that is not JSON', answering(200, '<html>')],
  ['nothing', answering(200, '')],
  ['a status that nobody knows', answering(200, { ...view, status: 'exploded' })],
  ['a price that is a number', answering(200, { ...view, fills: [{ ...fill, price: 10.5 }] })],
  ['a quantity below zero', answering(200, { ...view, fills: [{ ...fill, quantity: '-6' }] })],
  ['no fills at all', answering(200, { key: 'k/1', status: 'accepted' })],
  ['another order', answering(200, { ...view, key: 'k/2' })],
  ['a redirect', (_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()],
  ['a connection cut off', (request) => request.destroy()],
  ['half an answer', (_, response) => { response.writeHead(200, { 'content-length': 100 }).write('{"key":'); response.destroy(); }],
  ['no answer at all', () => undefined],
];

describe('a custodian that answers with', () => {
  it.each(unreliable)('%s leaves the outcome of an order unknown', async (_, answers) => {
    await expect((await custodianThat(answers)).sell(order)).rejects.toThrow(OutcomeUnknown);
  });

  it.each(unreliable)('%s has not said what became of a key', async (_, answers) => {
    await expect((await custodianThat(answers)).inquire(key)).rejects.toThrow(OutcomeUnknown);
  });

  it.each([...unreliable, ['not found', answering(404, {})] as [string, RequestListener]])('%s has stopped nothing', async (_, answers) => {
    await expect((await custodianThat(answers)).stop(key)).rejects.toThrow(OutcomeUnknown);
  });

  it.each([...unreliable, ['the price of another', answering(200, { isin: 'US0378331005', price: '1', currency: 'GBP' })] as [string, RequestListener]])('%s gives no price', async (_, answers) => {
    await expect((await custodianThat(answers)).price(isin, 'acme')).rejects.toThrow(OutcomeUnknown);
  });

  it.each([...unreliable, ['the rates of another base', answering(200, { base: 'EUR', rates: { GBP: '0.8' } })] as [string, RequestListener]])('%s gives no rates', async (_, answers) => {
    await expect((await custodianThat(answers)).rates('GBP')).rejects.toThrow(OutcomeUnknown);
  });
});

describe('a custodian that is clear', () => {
  it('does not know a key when it says 404', async () => {
    expect(await (await custodianThat(answering(404, {}))).inquire(key)).toBeNull();
  });

  it('saying 404 to an order has said nothing', async () => {
    await expect((await custodianThat(answering(404, {}))).sell(order)).rejects.toThrow(OutcomeUnknown);
  });

  it.each([400, 413, 415, 422])('has not taken what it cannot read: %i', async (status) => {
    expect(await (await custodianThat(answering(status, {}))).sell(order)).toEqual({ status: 'rejected', fills: [], reason: 'malformed_order' });
  });

  it('is sent whose order it is, under the key in its path', async () => {
    const received = Promise.withResolvers<unknown>();
    const custodian = await custodianThat((request, response) => {
      request.on('data', (chunk: Buffer) => received.resolve([request.method, request.url, JSON.parse(chunk.toString('utf8'))]));
      request.on('end', () => response.end(JSON.stringify(view)));
    });
    expect(await custodian.sell(order)).toEqual({ status: 'partly_filled', fills: [fill], reason: undefined });
    const { key: _, ...body } = order;
    expect(await received.promise).toEqual(['PUT', '/custodian/orders/k%2F1', { ...body, side: 'sell' }]);
  });

  it('has no price for an instrument when it says 404', async () => {
    expect(await (await custodianThat(answering(404, {}))).price(isin, 'acme')).toBeNull();
  });
});

describe('without a custodian', () => {
  it('no outcome is known', async () => {
    await expect(new HttpCustodian(new CustodianClient({ custodianUrl: undefined, custodianTimeoutMs: 200, sampleDays: 400 })).sell(order)).rejects.toThrow(OutcomeUnknown);
  });
});
