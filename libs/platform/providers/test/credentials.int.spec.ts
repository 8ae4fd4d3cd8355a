import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, Provider, type Credentials } from '@sluice/providers';
import { z } from 'zod';
import { selfSigned } from './certificate.js';
import { answering, bodyOf, clockAhead, serverThat, stopServers, type Answers } from './local-server.js';

const clock = clockAhead();
afterAll(() => clock.restore());
afterEach(stopServers);

const get = { method: 'GET', path: '/who', answer: z.object({ authorization: z.string().optional() }) } as const;
const tellsWho: Answers = (request, response) => void response.end(JSON.stringify({ authorization: request.headers.authorization }));
const providerWith = (url: string, credentials?: Credentials, timeoutMs = 5_000): Provider => new Provider({ name: 'bank', url, timeoutMs, credentials });

describe('a bearer token', () => {
  it('is sent with every call', async () => {
    expect(await providerWith(await serverThat(tellsWho), { bearer: 'secret' }).call(get)).toEqual({ authorization: 'Bearer secret' });
  });

  it('is not sent where none is given', async () => {
    expect(await providerWith(await serverThat(tellsWho)).call(get)).toEqual({});
  });
});

describe('a token by client credentials', () => {
  /** A token endpoint that numbers its tokens. */
  async function endpoint(fields: object = { expires_in: 3_600 }) {
    const requests: unknown[] = [];
    const tokenUrl = await serverThat(async (request, response) => {
      requests.push([request.method, request.headers.authorization, request.headers['content-type'], await bodyOf(request)]);
      setTimeout(() => void response.end(JSON.stringify({ access_token: `t${requests.length}`, token_type: 'Bearer', ...fields })), 20);
    });
    return { requests, oauth: { tokenUrl, clientId: 'a:b', clientSecret: 's ü', scope: 'payments' } };
  }

  it('is requested as RFC 6749 says, and sent', async () => {
    const { requests, oauth } = await endpoint();
    expect(await providerWith(await serverThat(tellsWho), { oauth }).call(get)).toEqual({ authorization: 'Bearer t1' });
    const basic = `Basic ${Buffer.from('a%3Ab:s+%C3%BC').toString('base64')}`;
    expect(requests).toEqual([['POST', basic, 'application/x-www-form-urlencoded', 'grant_type=client_credentials&scope=payments']]);
  });

  it('is requested once by many calls, and used again', async () => {
    const { requests, oauth } = await endpoint();
    const provider = providerWith(await serverThat(tellsWho), { oauth });
    const first = await Promise.all(Array.from({ length: 20 }, () => provider.call(get)));
    expect(new Set([...first, await provider.call(get)].map(({ authorization }) => authorization))).toEqual(new Set(['Bearer t1']));
    expect(requests).toHaveLength(1);
  });

  it('is replaced before it expires, once by many', async () => {
    const { requests, oauth } = await endpoint({ expires_in: 100 });
    const provider = providerWith(await serverThat(tellsWho), { oauth });
    await provider.call(get);
    clock.ms += 79_000;
    expect(await provider.call(get)).toEqual({ authorization: 'Bearer t1' });
    clock.ms += 1_001;
    const next = await Promise.all(Array.from({ length: 20 }, () => provider.call(get)));
    expect([new Set(next.map(({ authorization }) => authorization)), requests.length]).toEqual([new Set(['Bearer t2']), 2]);
  });

  it('is requested anew after the provider has not taken it', async () => {
    const { oauth } = await endpoint();
    const provider = providerWith(await serverThat((request, response) => (request.headers.authorization === 'Bearer t1' ? answering(401, {}) : tellsWho)(request, response)), { oauth });
    await expect(provider.call(get)).rejects.toThrow(OutcomeUnknown);
    expect(await provider.call(get)).toEqual({ authorization: 'Bearer t2' });
  });

  const noToken: [string, Answers][] = [
    ['silence', () => undefined],
    ['a refusal', answering(401, { error: 'invalid_client' })],
    ['an error', answering(500, {})],
    ['a redirect', (_, response) => void response.writeHead(302, { location: '/' }).end()],
    ['no JSON', answering(200, 'hunter2')],
    ['no token', answering(200, { token_type: 'Bearer' })],
    ['a token of another kind', answering(200, { access_token: 'hunter2', token_type: 'mac' })],
    ['a token that is no header', answering(200, { access_token: 'hunter2\r\nx: y', token_type: 'Bearer' })],
  ];

  it.each(noToken)('that is answered by %s leaves the outcome unknown, the provider without a call, and nothing told', async (_, answers) => {
    let calls = 0;
    const url = await serverThat((request, response) => {
      calls += 1;
      tellsWho(request, response);
    });
    const oauth = { tokenUrl: await serverThat(answers), clientId: 'a', clientSecret: 'secret' };
    const error = await providerWith(url, { oauth }, 500).call(get).catch((failure: unknown) => failure);
    expect([error, calls]).toEqual([expect.any(OutcomeUnknown), 0]);
    expect((error as Error).message).not.toMatch(/hunter2|secret/);
  });
});

describe('mutual TLS', () => {
  const server = selfSigned('server');
  const client = selfSigned('client');
  const tls = { ...client, ca: server.cert };
  const strict = (answers: Answers): Promise<string> => serverThat(answers, { ...server, ca: client.cert, requestCert: true, rejectUnauthorized: true });

  it('shows the client\'s certificate, with any token', async () => {
    expect(await providerWith(await strict(tellsWho), { tls, bearer: 'secret' }).call(get)).toEqual({ authorization: 'Bearer secret' });
  });

  it('sends bodies and reads answers as any call does', async () => {
    const url = await strict(async (request, response) => void response.writeHead(404).end(await bodyOf(request)));
    const call = { method: 'POST', path: '/', body: { units: 'ü' }, otherwise: (status: number, text: string) => `${status} ${text}` } as const;
    expect(await providerWith(url, { tls }).call<string>(call)).toBe('404 {"units":"ü"}');
  });

  it.each([
    ['without a certificate', undefined],
    ['with the certificate of somebody else', { tls: { ...selfSigned('stranger'), ca: server.cert } }],
    ['at a server that nobody vouches for', { tls: client }],
    ['with a key that is not the certificate\'s', { tls: { ...tls, key: selfSigned('other').key } }],
  ])('has no answer %s', async (_, credentials) => {
    const url = await strict(tellsWho);
    await expect((async () => providerWith(url, credentials).call(get))()).rejects.toThrow();
  });

  it('is not done without TLS', async () => {
    await expect(providerWith(await serverThat(tellsWho), { tls }).call(get)).rejects.toThrow(OutcomeUnknown);
  });

  it.each<[string, Answers]>([
    ['silence', () => undefined], ['a redirect', (_, response) => void response.writeHead(302, { location: '/' }).end()],
    ['a body that does not end', (_, response) => void response.writeHead(200).write('{')],
    ['a connection cut off', (request) => request.destroy()], ['too much', (_, response) => void response.end('x'.repeat(2_000))],
  ])('leaves the outcome unknown after %s', async (_, answers) => {
    await expect(providerWith(await strict(answers), { tls }, 500).call({ ...get, longestBytes: 1_000 })).rejects.toThrow(OutcomeUnknown);
  });
});
