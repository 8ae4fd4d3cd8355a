import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/builders';
import { Clients } from '../src/access/clients.js';
import { keyDigest } from '../src/access/credentials.js';
import { GatewayUnderTest, type Answer } from './gateway-under-test.js';
import { tellLongLists } from './long-lists.js';
import { problem, problemOf } from './ops-fixtures.js';

const keys = { ofBoth: 'a-key-for-acme-and-globex-01', ofAll: 'a-key-for-every-tenant-00001' };

let gateway: GatewayUnderTest;
let clients: Clients;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  await tellLongLists(gateway);
  clients = gateway.service.app.get(Clients);
  const operator = { tenantId: 'platform', kind: 'ops', scopes: ['ops:read', 'ops:write'] } as const;
  await clients.put({ ...operator, id: 'platform-both', tenants: ['acme', 'globex'], keyDigest: keyDigest(keys.ofBoth) });
  await clients.put({ ...operator, id: 'platform-all', tenants: ['*'], keyDigest: keyDigest(keys.ofAll) });
});
afterAll(() => gateway.stop());

const call = (key: string, tenant: string | null, method: string, path: string, body?: object): Promise<Answer> => gateway.raw(
  method, `/ops/v1/${path}`,
  { authorization: `Bearer ${key}`, ...(tenant === null ? {} : { 'sluice-tenant': tenant }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, body && JSON.stringify(body),
);
const tenantIds = ({ body }: Answer): unknown[] => (body['data'] as { id: string }[]).map(({ id }) => id);
/** Newest first. */
const audited = (tenantId: string) => gateway.world.audit.of(tenantId).toReversed();

describe("a platform operator's key", () => {
  it('acts for the tenant that the request names, and what it does is in that tenant’s audit log', async () => {
    expect((await call(keys.ofBoth, 'globex', 'GET', 'tenants/current')).body).toMatchObject({ id: 'globex' });
    expect((await call(keys.ofBoth, 'acme', 'PUT', 'sandbox', { pace: 'instant' })).status).toBe(200);
    expect(audited('acme')[0]).toMatchObject({ who: 'platform-both', action: 'PUT sandbox', outcome: 'done' });
  });

  it('lists the tenants that it may act for', async () => {
    expect(tenantIds(await call(keys.ofBoth, null, 'GET', 'tenants'))).toEqual(['acme', 'globex']);
    expect(tenantIds(await call(keys.ofAll, null, 'GET', 'tenants'))).toEqual(['acme', 'globex']);
  });

  it('is refused for any other, which is recorded', async () => {
    expect(problemOf(await call(keys.ofBoth, 'initech', 'GET', 'clock'))).toEqual(problem(403, 'insufficient_scope'));
    await until('it is recorded', () => audited('platform').some(({ who, outcome }) => who === 'platform-both' && outcome === 'refused: tenant not its own'));
  });
});

describe('a key of one tenant', () => {
  const own = 'acme-ops-key-00000001';

  it('may name that tenant, and no other', async () => {
    expect((await call(own, 'acme', 'GET', 'clock')).status).toBe(200);
    expect(problemOf(await call(own, 'globex', 'GET', 'clock'))).toEqual(problem(403, 'insufficient_scope'));
    expect(tenantIds(await call(own, null, 'GET', 'tenants'))).toEqual(['acme']);
  });

  it('of a dialect is not asked for a tenant', async () => {
    const answer = await gateway.as('acme-bultra', 'GET', '/bultra/v1/accounts', undefined, { 'sluice-tenant': 'globex' });
    expect(answer.status).toBe(200);
  });
});

describe('credentials that are refused', () => {
  it('are recorded when they are those of a client, and once for many tries', async () => {
    await Promise.all(Array.from({ length: 5 }, () => gateway.token('acme-bultra', 'not-its-secret', 'grant_type=client_credentials')));
    await until('it is recorded', () => audited('acme').some(({ who, outcome }) => who === 'acme-bultra' && outcome === 'refused: wrong secret'));
    expect(audited('acme').filter(({ who }) => who === 'acme-bultra')).toHaveLength(1);
  });

  it("are recorded when they were revoked, and nobody's are not", async () => {
    await clients.put({ id: 'acme-gone', tenantId: 'acme', kind: 'ops', scopes: ['ops:read'], keyDigest: keyDigest('a-key-that-is-revoked-0001') });
    await clients.revoke('acme-gone', 'acme', new Date());
    expect((await call('a-key-that-is-revoked-0001', null, 'GET', 'clock')).status).toBe(401);
    expect((await call('a-key-of-nobody-at-all-0001', null, 'GET', 'clock')).status).toBe(401);
    await until('it is recorded', () => audited('acme').some(({ who, outcome }) => who === 'acme-gone' && outcome === 'refused: revoked'));
    expect(new Set(audited('acme').filter(({ action }) => action === 'authenticate').map(({ who }) => who))).toEqual(new Set(['acme-bultra', 'acme-gone', 'acme-ops']));
  });
});
