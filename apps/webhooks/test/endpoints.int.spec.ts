import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyRing } from '@sluice/kernel';
import type { ServiceConfig } from '@sluice/service-host';
import { HttpWebhookTarget } from '../src/deliveries/webhook-target.http.js';
import { WebhooksConfig } from '../src/webhooks.config.js';
import { Sink } from './sink.js';

let sink: Sink;
beforeEach(async () => { sink = await Sink.open(); });
afterEach(() => sink.close());

const service: ServiceConfig = {
  service: 'webhooks', port: 0, mongodbUri: '', amqpUrl: '', namespace: 'none', sandbox: true, databaseEndAfterMs: 1, logLevel: 'silent',
};
const target = (answerWithinMs = 30_000) => new HttpWebhookTarget(service, new WebhooksConfig(new KeyRing(Buffer.alloc(32)), { answerWithinMs }));
const posting = (url: string, answerWithinMs?: number) => target(answerWithinMs).post({ url, headers: { 'x-own': 'ours' }, body: '{"é":1}' }, new Date());

describe('an endpoint', () => {
  it('is sent the raw body under its own and our headers', async () => {
    expect((await posting(sink.url)).status).toBe(200);
    const { body, headers } = await sink.call(1);
    expect(body).toBe('{"é":1}');
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '8', 'x-own': 'ours', 'user-agent': 'Sluice-Webhooks/1' });
  });

  it.each([200, 204, 301, 400, 429, 500, 503])('that answers %d is heard', async (status) => {
    sink.answer(status);
    expect((await posting(sink.url)).status).toBe(status);
  });

  it('that answers without end is taken, and not read to its end', async () => {
    sink.answer((response) => {
      response.writeHead(200);
      const talk = (): void => { while (!response.destroyed && response.write('x'.repeat(16_384))); };
      response.on('drain', talk);
      talk();
    });
    expect((await posting(sink.url)).status).toBe(200);
  });
});

describe('an endpoint that gives no answer', () => {
  it('because it does not answer has failed once its time is over', async () => {
    sink.answer(() => undefined);
    expect(await posting(sink.url, 200)).toEqual({ at: expect.any(String), tookMs: expect.any(Number), error: 'no answer within 0.2 s' });
  });

  it('because it is late has failed, whatever it answers then', async () => {
    sink.answer((response) => void setTimeout(() => response.writeHead(200).end(), 600));
    expect((await posting(sink.url, 200)).status).toBeUndefined();
  });

  it('because it begins and never ends has failed', async () => {
    sink.answer((response) => void response.writeHead(200, { 'content-length': '100' }).write('x'));
    expect((await posting(sink.url, 200)).error).toBe('no answer within 0.2 s');
  });

  it('because it hangs up, before or within its answer, has failed', async () => {
    sink.answer((response) => void response.destroy(), (response) => void response.writeHead(200, { 'content-length': '100' }).write('x', () => response.destroy()));
    for (let n = 0; n < 2; n += 1) expect((await posting(sink.url)).error).toEqual(expect.any(String));
  });

  it('because nobody is there has failed', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect((await posting(`http://127.0.0.1:${port}/hook`)).error).toContain('ECONNREFUSED');
  });

  it.each(['http://10.0.0.1/hook', 'http://[fd00::1]/hook', 'ftp://127.0.0.1/hook', 'nowhere', 'http://me:secret@127.0.0.1/hook'])('because it may not be called has failed: %s', async (url) => {
    expect((await posting(url)).error).toEqual(expect.any(String));
  });
});
