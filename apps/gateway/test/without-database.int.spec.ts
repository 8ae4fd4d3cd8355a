import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerProxy, infrastructure, until } from '@sluice/builders';
import { Database } from '@sluice/service-host';
import { Clients } from '../src/access/clients.js';
import { GatewayConfig } from '../src/gateway.config.js';
import { clients, GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';

/** Far below what one request alone waits for a database that is away. */
const ALL_WITHIN_MS = 4_000;

let proxy: BrokerProxy;
let gateway: GatewayUnderTest;
beforeAll(async () => {
  proxy = await BrokerProxy.start(new URL(infrastructure().mongodbUri));
  gateway = await GatewayUnderTest.start({}, { mongodbUri: `mongodb://${new URL(proxy.url).host}/?directConnection=true` });
});
afterAll(async () => {
  proxy.refuse(false);
  await gateway.stop();
  await proxy.stop();
});

const calls: readonly (readonly [caller: Caller, method: string, path: string, word: (answer: Answer) => unknown, said: unknown])[] = [
  ['acme-bultra', 'GET', '/bultra/v1/accounts', ({ body }) => (body['error'] as { code: string }).code, 'SERVICE_UNAVAILABLE'],
  ['acme-bultra', 'POST', '/bultra/v1/accounts', ({ body }) => (body['error'] as { code: string }).code, 'SERVICE_UNAVAILABLE'],
  ['acme-braid', 'GET', '/braid/v2/portfolio-wallets', ({ body }) => body['code'], 'service_unavailable'],
  ['acme-wealthkernel', 'GET', '/wealthkernel/parties', ({ body }) => body['title'], 'Service Unavailable'],
  ['acme-ops', 'GET', '/ops/v1/clients', ({ body }) => body['title'], 'Not available now'],
];

const database = (): Database => gateway.service.app.get(Database);
const isReady = (): Promise<boolean> => fetch(`${gateway.service.url}/health/ready`).then(({ ok }) => ok);
const word = async (): Promise<number> => (await gateway.as('acme-ops', 'GET', '/ops/v1/clients')).status;

/** What was asked of the database about who calls. */
function counted(): () => number {
  const store = gateway.service.app.get(Clients);
  let count = 0;
  for (const method of ['byId', 'byKeyDigest'] as const) {
    const original = store[method].bind(store);
    Object.assign(store, { [method]: (id: string) => { count += 1; return original(id); } });
  }
  return () => count;
}

async function goneAndKnown(leave: () => void): Promise<void> {
  for (const [caller] of calls) await gateway.authorization(caller);
  leave();
  await until('a request finds it out', async () => (await word()) === 503 && !database().usable);
}

describe('a gateway whose database takes no connections', () => {
  it('refuses at once in every dialect, makes no query, and lets in again when it is back', async () => {
    await goneAndKnown(() => {
      proxy.refuse(true);
      proxy.cut();
    });
    const asked = counted();
    const { clientId, clientSecret } = clients.tenants.acme.bultra;
    const begun = performance.now();
    for (const [caller, method, path, ...[wordOf, said]] of calls) {
      const answer = await gateway.as(caller, method, path, method === 'POST' ? { customer_id: 'c', currency: 'USD' } : undefined);
      expect([path, answer.status, answer.headers.get('retry-after'), wordOf(answer)]).toEqual([path, 503, '1', said]);
    }
    const token = await gateway.token(clientId, clientSecret, 'grant_type=client_credentials');
    expect([token.status, token.body['error'], token.headers.get('retry-after')]).toEqual([503, 'temporarily_unavailable', '1']);
    expect(performance.now() - begun).toBeLessThan(ALL_WITHIN_MS);
    expect(asked()).toBe(0);
    for (const path of ['/bultra/openapi.json', '/health/live']) expect([path, (await gateway.raw('GET', path)).status]).toEqual([path, 200]);
    proxy.refuse(false);
    await until('it is ready', isReady);
    expect(await word()).toBe(200);
  });
});

describe('a gateway whose database takes connections and says nothing', () => {
  it('knows it after the first request that got no answer in time', async () => {
    Object.assign(gateway.service.app.get(GatewayConfig), { answerWithinMs: 100 });
    await goneAndKnown(() => proxy.loseAnswers(true));
    expect(await word()).toBe(503);
    Reflect.deleteProperty(gateway.service.app.get(GatewayConfig), 'answerWithinMs');
    proxy.loseAnswers(false);
    proxy.cut();
    await until('it is ready', isReady);
    expect(await word()).toBe(200);
  });
});
