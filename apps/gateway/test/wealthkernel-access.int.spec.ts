import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openParty } from '@sluice/contract-liquidity';
import { GatewayConfig } from '../src/gateway.config.js';
import { silence } from './fake-services.js';
import { clients } from './gateway-under-test.js';
import { invalid, problem, problemOf, WealthKernelUnderTest } from './wealthkernel-fixtures.js';

let wk: WealthKernelUnderTest;
beforeAll(async () => {
  wk = await WealthKernelUnderTest.start();
});
afterAll(() => wk.stop());

const { clientId: client_id, clientSecret: client_secret } = clients.tenants.acme.wealthkernel;
const token = (form: Record<string, string>) => wk.gateway.wealthkernelToken(form);

describe('a token', () => {
  it.each(['portfolios:read', 'a b c', 'gateway'])('is given for any scope, which is echoed: %s', async (scope) => {
    const { status, headers, body } = await token({ client_id, client_secret, scope });
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 43_200, scope });
    expect((await wk.gateway.raw('GET', '/wealthkernel/parties', { authorization: `Bearer ${String(body['access_token'])}` })).status).toBe(200);
  });

  it('is told the scopes with one blank between them, however many it wrote', async () => {
    const { status, body } = await token({ client_id, client_secret, scope: ' portfolios:read  withdrawals:write ' });
    expect([status, body['scope']]).toEqual([200, 'portfolios:read withdrawals:write']);
  });

  it('is given without a scope, and by HTTP Basic', async () => {
    const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
    expect((await token({ client_id, client_secret })).status).toBe(200);
    expect((await wk.gateway.wealthkernelToken({}, { authorization })).status).toBe(200);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['a wrong secret', { client_id, client_secret: 'wrong' }, 401, 'invalid_client'],
    ['an unknown client', { client_id: 'nobody', client_secret }, 401, 'invalid_client'],
    ['a client of another dialect', { client_id: 'acme-bultra', client_secret: 'acme-bultra-secret-0001' }, 401, 'invalid_client'],
    ['no secret', { client_id }, 401, 'invalid_client'],
    ['another grant', { client_id, client_secret, grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no grant', { client_id, client_secret, grant_type: '' }, 400, 'invalid_request'],
    ['a scope with quotes', { client_id, client_secret, scope: '"' }, 400, 'invalid_scope'],
  ])('is refused for %s', async (_, form, status, error) => {
    const answer = await token(form);
    expect([answer.status, answer.headers.get('content-type'), answer.body['error']]).toEqual([status, 'application/problem+json; charset=utf-8', error]);
    expect(answer.headers.has('www-authenticate')).toBe(status === 401);
  });

  it('is refused for a form that says a thing twice, or is none', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await wk.gateway.raw('POST', '/wealthkernel/connect/token', form, 'grant_type=client_credentials&client_id=a&client_id=b')).status).toBe(400);
    expect(problemOf(await wk.gateway.raw('POST', '/wealthkernel/connect/token', { 'content-type': 'application/json' }, '{}'))).toEqual(problem(415, 'Unsupported Media Type'));
  });
});

describe('a caller', () => {
  it.each<[string, Record<string, string>]>([
    ['without a token', {}], ['with a token that is none', { authorization: 'Bearer x' }], ['with its secret', { authorization: `Basic ${client_secret}` }],
  ])('%s is turned away', async (_, headers) => {
    const answer = await wk.gateway.raw('GET', '/wealthkernel/withdrawals', headers);
    expect(problemOf(answer)).toEqual(problem(401, 'Unauthorized'));
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  it('of another dialect is turned away', async () => {
    for (const caller of ['acme-bultra', 'acme-braid', 'acme-ops'] as const) expect((await wk.gateway.as(caller, 'GET', '/wealthkernel/withdrawals')).status).toBe(401);
    expect((await wk.gateway.as('acme-wealthkernel', 'GET', '/bultra/v1/accounts')).status).toBe(401);
  });
});

describe('the version', () => {
  it('may be named', async () => {
    expect((await wk.send('GET', '/parties', undefined, { 'accept-version': '2021-05-17' })).status).toBe(200);
  });

  it.each(['2020-01-01', '2021-5-17', 'latest', '1', '', '2021-05-17, 2021-05-17'])('is not spoken: %s', async (version) => {
    expect(problemOf(await wk.send('GET', '/parties', undefined, { 'accept-version': version }))).toEqual(problem(406, 'Not Acceptable', 'Accept-Version'));
    expect((await wk.send('POST', '/parties', { name: 'x' }, { 'accept-version': version })).status).toBe(406);
  });
});

describe('a failure', () => {
  it('has all that a problem has', async () => {
    const { body } = await wk.send('GET', '/nowhere');
    expect(body).toEqual({ type: expect.stringMatching(/^https:/), title: 'Not Found', status: 404, traceId: expect.stringMatching(/./), errors: {} });
  });

  it.each<[string, string, string, unknown[]]>([
    ['an unknown path', 'GET', '/nowhere', problem(404, 'Not Found')],
    ['a method that is not served', 'DELETE', '/withdrawals', problem(405, 'Method Not Allowed')],
    ['a path that cannot be read', 'GET', '/withdrawals/%ZZ', invalid('$')],
    ['no body', 'POST', '/withdrawals', invalid('type', 'portfolioId')],
  ])('is told of %s', async (_, method, path, expected) => {
    expect(problemOf(await wk.send(method, path))).toEqual(expected);
  });

  it('names the methods that are served', async () => {
    expect((await wk.send('PUT', '/withdrawals')).headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it('is told of a body of another type, and of one that is too large', async () => {
    expect(problemOf(await wk.post('/parties', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }))).toEqual(problem(415, 'Unsupported Media Type'));
    expect(problemOf(await wk.post('/parties', `{"name":"${'x'.repeat(300_000)}"}`))).toEqual(problem(413, 'Content Too Large'));
  });

  it('is told when there is too much to do, and when a service is silent, with when to ask again', async () => {
    const config = wk.gateway.service.app.get(GatewayConfig);
    await wk.gateway.authorization('acme-wealthkernel');
    Object.assign(config, { rateLimitPerSecond: 0 });
    const often = await wk.send('GET', '/parties');
    Object.assign(config, { rateLimitPerSecond: 10_000, requestTimeoutMs: 50 });
    wk.gateway.fake.on(openParty, () => silence);
    const silent = await wk.send('POST', '/parties', { name: 'x' }, { 'idempotency-key': 'silent' });
    Object.assign(config, { requestTimeoutMs: 10_000 });
    wk.portfolios.listen(wk.gateway.fake);
    expect([problemOf(often), often.headers.get('retry-after')]).toEqual([problem(429, 'Too Many Requests'), '1']);
    expect([problemOf(silent), silent.headers.get('retry-after')]).toEqual([problem(503, 'Service Unavailable'), '1']);
    const after = await wk.send('POST', '/parties', { name: 'x' }, { 'idempotency-key': 'silent' });
    const ids = wk.gateway.fake.received(openParty).filter(({ body }) => body.name === 'x').map(({ body }) => body.id);
    expect([after.status, new Set(ids)]).toEqual([201, new Set([after.body['id']])]);
  });
});
