import { GatewayConfig } from '../src/gateway.config.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getModelToken } from '@nestjs/mongoose';
import { SignJWT } from 'jose';
import type { Model } from 'mongoose';
import { Clients } from '../src/access/clients.js';
import type { ClientDocument } from '../src/access/clients.repository.js';
import { SeedClients } from '../src/access/seed-clients.js';
import { clients, GatewayUnderTest, type Answer } from './gateway-under-test.js';

const GRANT = 'grant_type=client_credentials';
const { bultra, bultraReadOnly, wealthkernel } = clients.tenants.acme;

describe('a client that asks for a token', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start();
  });
  afterAll(() => gateway.stop());
  const ask = (form: string, client = bultra): Promise<Answer> => gateway.token(client.clientId, client.clientSecret, form);

  it('is given one with all its scopes, for twelve hours in the sandbox', async () => {
    const { status, body, headers } = await ask(GRANT);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['access_token', 'token_type', 'expires_in', 'scope']);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 43_200 });
    expect(String(body['scope']).split(' ')).toHaveLength(10);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
  });

  it('is given the scopes it asks for, each once', async () => {
    const { body } = await ask(`${GRANT}&scope=withdrawals:read+accounts:read+withdrawals:read`);
    expect(body['scope']).toBe('withdrawals:read accounts:read');
    const { status } = await gateway.raw('GET', '/bultra/v1/counterparties', { authorization: `Bearer ${String(body['access_token'])}` });
    expect(status).toBe(403);
  });

  it('may write as many blanks between scopes as it likes', async () => {
    expect((await ask(`${GRANT}&scope=+withdrawals:read++accounts:read+`)).body['scope']).toBe('withdrawals:read accounts:read');
  });

  it('has all its scopes when it asks for none', async () => {
    expect((await ask(`${GRANT}&scope=`, bultraReadOnly)).body['scope']).toBe('accounts:read counterparties:read withdrawals:read documents:read subscriptions:read');
  });

  it.each([
    ['an unknown scope', `${GRANT}&scope=everything`, 'invalid_scope'], ['a known one among unknown ones', `${GRANT}&scope=accounts:read+x`, 'invalid_scope'],
    ['another dialect’s scope', `${GRANT}&scope=ops:read`, 'invalid_scope'], ['no grant type', '', 'invalid_request'], ['an empty grant type', 'grant_type=', 'invalid_request'],
    ['another grant type', 'grant_type=password', 'unsupported_grant_type'], ['a grant type given twice', `${GRANT}&${GRANT}`, 'invalid_request'],
  ])('is refused with 400 for %s', async (_, form, error) => {
    const answer = await ask(form);
    expect([answer.status, answer.body]).toEqual([400, { error }]);
  });

  it('is refused a scope it was not granted', async () => {
    expect((await ask(`${GRANT}&scope=withdrawals:write`, bultraReadOnly)).body).toEqual({ error: 'invalid_scope' });
  });

  it.each([
    ['a wrong secret', { clientId: bultra.clientId, clientSecret: 'wrong' }], ['an unknown id', { clientId: 'nobody', clientSecret: bultra.clientSecret }],
    ["another tenant's secret", { clientId: bultra.clientId, clientSecret: clients.tenants.globex.bultra.clientSecret }], ["another dialect's client", wealthkernel],
    ["an operator's key", { clientId: 'acme-ops', clientSecret: clients.tenants.acme.ops.key }],
  ])('is refused with 401 for %s', async (_, client) => {
    const answer = await ask(GRANT, client);
    expect([answer.status, answer.body, answer.headers.get('www-authenticate')]).toEqual([401, { error: 'invalid_client' }, 'Basic realm="bultra"']);
  });

  it.each([['nothing', {}], ['a bearer token', { authorization: 'Bearer x' }], ['no colon', { authorization: `Basic ${Buffer.from('ab').toString('base64')}` }]])('is refused with 401 for %s', async (_, headers) => {
    const answer = await gateway.raw('POST', '/bultra/oauth2/token', { 'content-type': 'application/x-www-form-urlencoded', ...headers }, GRANT);
    expect([answer.status, answer.body]).toEqual([401, { error: 'invalid_client' }]);
  });

  it('is answered in OAuth’s shape for anything else too', async () => {
    const json = await gateway.raw('POST', '/bultra/oauth2/token', { authorization: `Basic ${btoa(`${bultra.clientId}:${bultra.clientSecret}`)}`, 'content-type': 'application/json' }, '{}');
    expect([json.status, json.body['error']]).toEqual([415, 'invalid_request']);
    const get = await gateway.raw('GET', '/bultra/oauth2/token');
    expect([get.status, get.body['error'], get.headers.get('allow')]).toEqual([405, 'invalid_request', 'POST']);
    const large = await gateway.token(bultra.clientId, bultra.clientSecret, `${GRANT}&x=${'x'.repeat(300_000)}`);
    expect([large.status, large.body['error']]).toEqual([413, 'invalid_request']);
  });

  it.each([
    ['expired', { aud: 'bultra', exp: -1 }, 'own'], ['for another dialect', { aud: 'wealthkernel', exp: 60 }, 'own'], ['signed by someone else', { aud: 'bultra', exp: 60 }, 'foreign'],
  ])('is turned away with a token that is %s', async (_, { aud, exp }, signer) => {
    const key = signer === 'own' ? gateway.service.app.get(GatewayConfig).tokenKeys.current.bytes : new TextEncoder().encode('x'.repeat(32));
    const token = await new SignJWT({ tenant: 'acme', scope: 'withdrawals:read' }).setProtectedHeader({ alg: 'HS256' }).setIssuer('sluice').setSubject('a').setAudience(aud)
      .setExpirationTime(Math.floor(Date.now() / 1_000) + exp).sign(key);
    expect((await gateway.raw('GET', '/bultra/v1/withdrawals', { authorization: `Bearer ${token}` })).status).toBe(401);
  });

  it('leaves no secret in the database', async () => {
    const stored = JSON.stringify(await gateway.service.app.get<Model<ClientDocument>>(getModelToken('clients')).find().lean());
    for (const secret of [bultra.clientSecret, clients.tenants.acme.ops.key, clients.tenants.acme.braid.token]) expect(stored).not.toContain(secret);
    expect(stored).toContain('scrypt$');
  });
});

describe('a client that sends too many requests', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start({ rateLimitPerSecond: 5 });
  });
  afterAll(() => gateway.stop());

  it('is answered with 429 and is not held against others', async () => {
    const many = await Promise.all(Array.from({ length: 40 }, () => gateway.as('acme-ops', 'GET', '/ops/v1/clock')));
    const refused = many.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect([refused[0]?.headers.get('retry-after'), refused[0]?.body['title']]).toEqual(['1', 'Too many requests']);
    expect((await gateway.as('globex-ops', 'GET', '/ops/v1/clock')).status).toBe(200);
  });
});

describe('a gateway outside of the sandbox', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start({}, { sandbox: false });
  });
  afterAll(() => gateway.stop());

  it('sets up the clients it is told of at every start, but nobody who was revoked, and renames no tenant', async () => {
    const [known, seed] = [gateway.service.app.get(Clients), gateway.service.app.get(SeedClients)];
    expect((await gateway.token(bultra.clientId, bultra.clientSecret, GRANT)).status).toBe(200);
    await known.putTenant({ id: 'acme', name: 'Acme & Sons' });
    await known.revoke(bultra.clientId, 'acme', new Date());
    await seed.seedAll();
    expect((await gateway.token(bultra.clientId, bultra.clientSecret, GRANT)).status).toBe(401);
    expect(await known.tenant('acme')).toEqual({ id: 'acme', name: 'Acme & Sons' });
    expect((await gateway.as('acme-ops', 'GET', '/ops/v1/clients')).status).toBe(200);
  });

  it('has no clock to play with', async () => {
    for (const [method, path] of [['GET', 'clock'], ['POST', 'clock/advance'], ['PUT', 'sandbox'], ['POST', 'simulations/deposits'], ['DELETE', 'simulations/faults']] as const) {
      expect((await gateway.as('acme-ops', method, `/ops/v1/${path}`)).status).toBe(404);
    }
  });
});
