import { mock } from 'node:test';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getModelToken } from '@nestjs/mongoose';
import { Broadcasts } from '@sluice/messaging';
import type { Model } from 'mongoose';
import type { ClientKind } from '../src/access/client.js';
import { ClientsRepository, type ClientDocument } from '../src/access/clients.repository.js';
import { SecuredGateway } from './secured-gateway.js';

let gateway: SecuredGateway;
let other: SecuredGateway;
beforeAll(async () => {
  gateway = await SecuredGateway.start();
  other = await SecuredGateway.start({}, { namespace: gateway.service.namespace });
});
afterAll(async () => {
  await other.leave();
  await gateway.stop();
});

const paths: Record<ClientKind, string> = {
  bultra: '/bultra/v1/accounts', braid: '/braid/v2/portfolio-wallets', wealthkernel: '/wealthkernel/withdrawals', ops: '/ops/v1/clock',
};
const statuses = async (kind: ClientKind, token: string): Promise<number[]> =>
  Promise.all([gateway, other].map(async (each) => (await each.call('GET', paths[kind], `Bearer ${token}`)).status));
const isIn = (status: number): boolean => ![401, 403].includes(status);
const storedClients = (): Model<ClientDocument> => gateway.service.app.get<Model<ClientDocument>>(getModelToken('clients'));

describe.each<ClientKind>(['bultra', 'braid', 'wealthkernel', 'ops'])('a client of %s', (kind) => {
  it('is out at once at every instance when it is revoked, whatever it was given before', async () => {
    const { id, token } = await gateway.bearer(kind);
    expect((await statuses(kind, token)).every(isIn)).toBe(true);
    expect(await gateway.clients.revoke(id, 'acme', new Date())).toBe(true);
    expect(await statuses(kind, token)).toEqual([401, 401]);
  });

  it('is out when the revocation is answered, also at an instance that missed the broadcast', async () => {
    const { id, token } = await gateway.bearer(kind);
    expect((await statuses(kind, token)).every(isIn)).toBe(true);
    const lost = mock.method(gateway.service.app.get(Broadcasts), 'send', () => false);
    await gateway.clients.revoke(id, 'acme', new Date());
    expect(lost.mock.callCount()).toBeGreaterThan(0);
    lost.mock.restore();
    expect(await statuses(kind, token)).toEqual([401, 401]);
  });

  it('stays out when it is set up again', async () => {
    const { id, token } = await gateway.bearer(kind);
    const known = await gateway.clients.byId(id);
    const at = new Date('2026-01-15T10:00:00.000Z');
    await gateway.clients.revoke(id, 'acme', at);
    await gateway.clients.put(known!);
    await gateway.clients.revoke(id, 'acme', new Date());
    expect(await gateway.clients.byId(id)).toEqual({ ...known, revokedAt: at });
    expect(await statuses(kind, token)).toEqual([401, 401]);
  });

  it('is not revoked by another tenant', async () => {
    const { id, token } = await gateway.bearer(kind);
    expect(await gateway.clients.revoke(id, 'globex', new Date())).toBe(false);
    expect(await gateway.clients.revoke('nobody', 'acme', new Date())).toBe(false);
    expect((await statuses(kind, token)).every(isIn)).toBe(true);
  });

  it('is out when it is gone, or belongs to another tenant now', async () => {
    const [gone, moved] = [await gateway.bearer(kind), await gateway.bearer(kind)];
    await storedClients().deleteOne({ _id: gone.id });
    expect(await statuses(kind, gone.token)).toEqual([401, 401]);
    if (kind === 'braid' || kind === 'ops') return;
    await storedClients().updateOne({ _id: moved.id }, { tenantId: 'globex' });
    expect(await statuses(kind, moved.token)).toEqual([401, 401]);
  });

  it('may do at once no more than it may now', async () => {
    const { id, token } = await gateway.bearer(kind);
    await storedClients().updateOne({ _id: id }, { scopes: [] });
    const refused = kind === 'bultra' || kind === 'ops' ? 403 : 401;
    expect(await statuses(kind, token)).toEqual([refused, refused]);
  });

  it('leaves nothing in the database that opens anything', async () => {
    const { id, token } = await gateway.bearer(kind);
    const stored = JSON.stringify(await storedClients().findById(id).lean());
    expect(stored).not.toContain(token);
    expect(stored).toMatch(kind === 'braid' || kind === 'ops' ? /"keyDigest":"[\w-]{43}"/ : /"secretHash":"scrypt\$[\w-]{22}\$[\w-]{43}"/);
  });
});

describe('many requests of one client', () => {
  it('cost one reading, and a failed reading is not kept', async () => {
    const { id } = await gateway.bearer('braid');
    const reading = mock.method(gateway.service.app.get(ClientsRepository), 'byId');
    reading.mock.mockImplementationOnce(() => Promise.reject(new Error('The database is away.')));
    await expect(gateway.clients.byId(id)).rejects.toThrow('away');
    reading.mock.resetCalls();
    const found = await Promise.all(Array.from({ length: 20 }, () => gateway.clients.byId(id)));
    expect(found.every((client) => client?.id === id)).toBe(true);
    expect(reading.mock.callCount()).toBe(1);
    reading.mock.restore();
  });
});

describe.each(['bultra', 'wealthkernel'] as const)('the token endpoint of %s', (kind) => {
  it('gives a revoked client nothing, and does not say why', async () => {
    const { id } = await gateway.bearer(kind);
    expect((await gateway.requestToken(kind, id)).status).toBe(200);
    await gateway.clients.revoke(id, 'acme', new Date());
    const [revoked, unknown] = [await gateway.requestToken(kind, id), await gateway.requestToken(kind, 'nobody')];
    const said = async (answer: Response) => [answer.status, answer.headers.get('www-authenticate'), { ...((await answer.json()) as object), traceId: '' }];
    expect(await said(revoked)).toEqual(await said(unknown));
    expect(revoked.status).toBe(401);
  });
});
