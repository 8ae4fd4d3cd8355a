import { mock } from 'node:test';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SharedRates } from '@sluice/persistence';
import { decodeJwt } from 'jose';
import type { ClientKind } from '../src/access/client.js';
import { declaredRoutes, guardedRoutes } from './route-catalogue.js';
import { pathFor } from './route-requests.js';
import { SecuredGateway } from './secured-gateway.js';

const gateway = await SecuredGateway.start();
afterAll(() => gateway.stop());

const kinds = ['bultra', 'braid', 'wealthkernel', 'ops'] as const;
const tokens = Object.fromEntries(await Promise.all(kinds.map(async (kind) => [kind, (await gateway.bearer(kind)).token]))) as Record<ClientKind, string>;
const writing = guardedRoutes(declaredRoutes(gateway.service.app)).filter(({ method }) => method === 'POST' || method === 'PUT');

const paths: Record<ClientKind, string> = {
  bultra: '/bultra/v1/accounts', braid: '/braid/v2/portfolio-wallets', wealthkernel: '/wealthkernel/withdrawals', ops: '/ops/v1/clock',
};
const wordIn = (body: unknown): unknown => {
  const { error, code, title } = body as { error?: { code?: string }; code?: string; title?: string };
  return error?.code ?? code ?? title;
};
const tooLarge: Record<ClientKind, string> = { bultra: 'PAYLOAD_TOO_LARGE', braid: 'payload_too_large', wealthkernel: 'Content Too Large', ops: 'The body is too large' };
const tooMany: Record<ClientKind, string> = { bultra: 'RATE_LIMITED', braid: 'rate_limited', wealthkernel: 'Too Many Requests', ops: 'Too many requests' };

describe.each(writing.map((route) => [route.name, route] as const))('%s', (_, route) => {
  const send = (authorization: string | undefined, bytes: number) =>
    gateway.call(route.method, pathFor(route), authorization, JSON.stringify({ padding: 'x'.repeat(bytes) }), { 'content-type': 'application/json' });

  it('takes no body of more than 256 KiB: it makes no request for it, or reads none at all', async () => {
    const answer = await send(`Bearer ${tokens[route.kind]}`, 262_144);
    const said = [answer.status, wordIn(await answer.json())];
    const asked = gateway.requestsSince();
    const bodiless = await gateway.call(route.method, pathFor(route), `Bearer ${tokens[route.kind]}`);
    const readsNone = [[bodiless.status, wordIn(await bodiless.json())], gateway.requestsSince()];
    const refusals = [[[413, tooLarge[route.kind]], []], [[415, 'UNSUPPORTED_MEDIA_TYPE'], []]];
    expect([...refusals, ...(readsNone[1]?.length === 0 ? [] : [readsNone])]).toContainEqual([said, asked]);
  });

  it('does not tell a stranger that the body is too large', async () => {
    expect((await send(undefined, 262_144)).status).toBe(401);
  });
});

describe.each(kinds)('a client of %s that sends too many requests', (kind) => {
  let limited: SecuredGateway;
  let [busy, calm] = ['', ''];
  beforeAll(async () => {
    limited = await SecuredGateway.start({ rateLimitPerSecond: 3 });
    [busy, calm] = [(await limited.bearer(kind)).token, (await limited.bearer(kind)).token];
  });
  afterAll(() => limited.stop());

  it('is answered when it may again, in its dialect; others are not held up', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => limited.call('GET', paths[kind], `Bearer ${busy}`)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    const [first] = refused;
    const header = (name: string): string | null | undefined => first?.headers.get(name);
    expect([header('retry-after'), header('ratelimit-limit'), header('ratelimit-remaining'), header('ratelimit-reset'), wordIn(await first?.json())]).toEqual(['1', '3', '0', '1', tooMany[kind]]);
    expect((await limited.call('GET', paths[kind], `Bearer ${calm}`)).status).not.toBe(429);
  });
});

describe('instances', () => {
  it('count a caller together, and other callers apart', async () => {
    const one = await SecuredGateway.start({ rateLimitPerSecond: 100 });
    const other = await SecuredGateway.start({ rateLimitPerSecond: 100 }, { namespace: one.service.namespace });
    mock.timers.enable({ apis: ['Date'], now: Date.now() });
    try {
      const draw = async (instance: SecuredGateway, caller: string, requests: number): Promise<boolean> => (await instance.service.app.get(SharedRates).every(1, () => 100).draw(caller, requests)) === 0;
      expect([await draw(one, 'busy', 60), await draw(other, 'busy', 40), await draw(one, 'busy', 1), await draw(other, 'busy', 1), await draw(other, 'calm', 100)]).toEqual([true, true, false, false, true]);
      mock.timers.tick(1_001);
      expect([await draw(other, 'busy', 100), await draw(one, 'busy', 1)]).toEqual([true, false]);
    } finally {
      mock.timers.reset();
      await other.leave();
      await one.stop();
    }
  });
});

describe('a token', () => {
  const lifeOf = async (where: SecuredGateway, kind: 'bultra' | 'wealthkernel'): Promise<[number, number]> => {
    const { id } = await where.bearer(kind);
    const { access_token: token, expires_in: promised } = (await (await where.requestToken(kind, id)).json()) as { access_token: string; expires_in: number };
    const { iat = 0, exp = 0 } = decodeJwt(token);
    return [exp - iat, promised];
  };

  it.each(['bultra', 'wealthkernel'] as const)('of %s lives for a quarter of an hour, and in the sandbox for half a day', async (kind) => {
    const real = await SecuredGateway.start({}, { sandbox: false });
    try {
      expect([await lifeOf(real, kind), await lifeOf(gateway, kind)]).toEqual([[900, 900], [43_200, 43_200]]);
    } finally {
      await real.stop();
    }
  });
});
