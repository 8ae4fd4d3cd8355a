import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { KeyRing } from '@sluice/kernel';
import { Sealing } from '@sluice/persistence';
import { decodeProtectedHeader } from 'jose';
import { GatewayConfig } from '../src/gateway.config.js';
import { GatewayModule } from '../src/gateway.module.js';
import { useMiddleware } from '../src/http/middleware.js';
import { withdrawalOrder } from './bultra-fixtures.js';
import { clients, GatewayUnderTest, type Answer } from './gateway-under-test.js';

const [old, next] = ['o'.repeat(32), 'n'.repeat(32)];
const settings = { tokenKeys: new KeyRing(old) };
const otherSettings = { tokenKeys: new KeyRing(old) };

/** Two instances of one gateway, each with its own environment. */
let gateway: GatewayUnderTest;
let other: TestService;
const configOf = ({ app }: TestService) => app.get<{ tokenKeys: KeyRing }>(GatewayConfig);
beforeAll(async () => {
  gateway = await GatewayUnderTest.start(settings);
  const config = { ...gateway.service.app.get(GatewayConfig), ...otherSettings };
  other = await startTestService({ module: GatewayModule, service: 'gateway', namespace: gateway.service.namespace, configure: useMiddleware, overrides: [[GatewayConfig, config]] });
});
afterAll(async () => {
  await other.stopOnly();
  await other.probe.close();
  await gateway.stop();
});

const { clientId, clientSecret } = clients.tenants.acme.bultra;
const instances = () => [gateway.service.url, other.url];

async function tokenFrom(url: string): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const response = await fetch(`${url}/bultra/oauth2/token`, { method: 'POST', headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials' });
  return ((await response.json()) as { access_token: string }).access_token;
}

const statusAt = async (url: string, token: string): Promise<number> => {
  const response = await fetch(`${url}/bultra/v1/accounts`, { headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  return response.status;
};

/** Asks both instances with tokens of both, again and again, until it is told to stop. @returns how often, and what was not answered 200 */
function busy() {
  let stopped = false;
  let asked = 0;
  const wrong: number[] = [];
  const lane = async (): Promise<void> => {
    while (!stopped) {
      const token = await tokenFrom(instances()[asked % 2] ?? '');
      for (const url of instances()) {
        const status = await statusAt(url, token);
        asked += 1;
        if (status !== 200) wrong.push(status);
      }
    }
  };
  const lanes = [lane(), lane()];
  const until = async (count: number): Promise<void> => {
    while (asked < count) await statusAt(gateway.service.url, 'none');
  };
  return { until, count: () => asked, stop: async () => { stopped = true; await Promise.all(lanes); return wrong; } };
}

describe('the key of access tokens', () => {
  it('is changed for another, instance by instance, and no request is turned away meanwhile', async () => {
    const before = await tokenFrom(gateway.service.url);
    const load = busy();
    const steps = [[old, next], [next, old]] as const;
    for (const [first, second] of steps) {
      for (const instance of [gateway.service, other]) {
        configOf(instance).tokenKeys = new KeyRing(first, second);
        await load.until(load.count() + 8);
      }
    }
    expect(await load.stop()).toEqual([]);
    const after = await tokenFrom(other.url);
    expect([decodeProtectedHeader(before).kid, decodeProtectedHeader(after).kid]).toEqual([new KeyRing(old).current.id, new KeyRing(next).current.id]);
    expect(await Promise.all(instances().flatMap((url) => [statusAt(url, before), statusAt(url, after)]))).toEqual([200, 200, 200, 200]);
    for (const instance of [gateway.service, other]) configOf(instance).tokenKeys = new KeyRing(next);
    expect(await Promise.all(instances().flatMap((url) => [statusAt(url, before), statusAt(url, after)]))).toEqual([401, 200, 401, 200]);
  });

  it('is in no collection of the database', async () => {
    const collections = await gateway.idempotencyRecords().db.listCollections();
    const contents = await Promise.all(collections.map(({ name }) => gateway.idempotencyRecords().db.collection(name).find().toArray()));
    expect(collections.map(({ name }) => name)).not.toContain('signing_keys');
    for (const key of [old, next]) expect(JSON.stringify(contents)).not.toContain(key);
  });
});

describe('stored answers', () => {
  const numbers = { routing_number: '021000021', account_number: '987654321098' };
  const body = { customer_id: 'cus_9', type: 'INDIVIDUAL', supported_rails: ['ACH'], profile: { name: 'Ada Lovelace', relationship_to_customer: 'SELF' }, account: numbers };
  const add = (key: string): Promise<Answer> => gateway.as('acme-bultra', 'POST', '/bultra/v1/counterparties', body, { 'x-bultra-idempotency-id': key });
  const stored = async (): Promise<string> => JSON.stringify(await gateway.idempotencyRecords().find().lean());

  it('are given again as they were, and show no account number in the database', async () => {
    const first = await add('sealed');
    expect([first.status, first.text]).toEqual([201, expect.stringContaining(numbers.account_number)]);
    expect((await add('sealed')).text).toBe(first.text);
    expect(await stored()).not.toContain(numbers.account_number);
  });

  it('of an older version, in clear, are given again and sealed by the next sealing', async () => {
    const first = await add('clear');
    const answer = { status: 201, contentType: 'application/json; charset=utf-8', text: first.text, headers: {} };
    await gateway.idempotencyRecords().updateOne({ key: 'clear' }, { $set: { answer }, $unset: { sealedAnswer: '' } });
    expect((await add('clear')).text).toBe(first.text);
    expect(await gateway.service.app.get(Sealing).resealAll()).toEqual({ idempotent_answers: 1 });
    expect(await gateway.service.app.get(Sealing).resealAll()).toEqual({ idempotent_answers: 0 });
    expect(await stored()).not.toContain(numbers.account_number);
    expect((await add('clear')).text).toBe(first.text);
  });

  it('are carried out once, sealed or not', async () => {
    const order = await withdrawalOrder(gateway, 'acme-bultra');
    const answers = await Promise.all(Array.from({ length: 3 }, () => gateway.as('acme-bultra', 'POST', '/bultra/v1/withdrawals', order, { 'x-bultra-idempotency-id': 'once' })));
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    expect((await gateway.as('acme-bultra', 'POST', '/bultra/v1/withdrawals', order, { 'x-bultra-idempotency-id': 'once' })).status).toBe(201);
  });
});
