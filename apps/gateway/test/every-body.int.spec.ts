import { afterAll, describe, expect, it } from '@jest/globals';
import type { ClientKind } from '../src/access/client.js';
import { declaredRoutes, guardedRoutes } from './route-catalogue.js';
import { pathFor } from './route-requests.js';
import { SecuredGateway } from './secured-gateway.js';

const gateway = await SecuredGateway.start();
afterAll(() => gateway.stop());

const takers = guardedRoutes(declaredRoutes(gateway.service.app)).filter(({ method }) => method === 'POST' || method === 'PUT');
const isForm = (name: string): boolean => name.endsWith('/upload');
const tokens = new Map<ClientKind, string>();
for (const { kind } of takers) if (!tokens.has(kind)) tokens.set(kind, (await gateway.bearer(kind)).token);

const send = (route: (typeof takers)[number], type: string, body: string): Promise<number> =>
  gateway.call(route.method, pathFor(route), `Bearer ${tokens.get(route.kind) ?? ''}`, body, { 'content-type': type }).then(({ status }) => status);

describe.each(takers.map((route) => [route.name, route] as const))('%s', (name, route) => {
  it('takes nothing but what it can read', async () => {
    const said = async (type: string, body: string): Promise<unknown> => [type, body.slice(0, 20), await send(route, type, body)];
    const malformed = isForm(name) ? 415 : 400;
    for (const body of ['{"reason":', '[]', '"because"', 'null', '{"reason":"a","reason":"b"}', '{"reason":"\\u0000"}', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`]) {
      expect(await said('application/json', body)).toEqual(['application/json', body.slice(0, 20), malformed]);
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16']) expect(await said(type, '{}')).toEqual([type, '{}', 415]);
    if (!isForm(name)) expect(await send(route, 'application/json', `{"a":"${'x'.repeat(300_000)}"}`)).toBe(413);
  });

  it('asks nobody about it', async () => {
    gateway.requestsSince();
    await send(route, 'application/json', '[]');
    expect(gateway.requestsSince()).toEqual([]);
  });
});
