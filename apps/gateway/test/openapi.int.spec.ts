import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DocumentedAnswers, type OpenApi } from '@sluice/builders/documented-answers';
import { DomainError } from '@sluice/kernel';
import { mongo } from 'mongoose';
import { Clients } from '../src/access/clients.js';
import { bultra as dialect } from '../src/dialects/bultra/routes.js';
import { GatewayConfig } from '../src/gateway.config.js';
import { describedRoutes, type DescribedRoute } from '../src/openapi/operation.js';
import { counterparty, createdWithdrawal, fundedAccount, withdrawalOrder } from './bultra-fixtures.js';
import { CODE } from './fake-world.js';
import { clients, GatewayUnderTest, type Answer } from './gateway-under-test.js';
import { servedOperations } from './served-operations.js';

const PREFIX = '/bultra';
const TOKEN = 'POST /oauth2/token';
const OWN = 'GET /openapi.json';
const { bultra } = clients.tenants.acme;

let gateway: GatewayUnderTest;
let answers: DocumentedAnswers;
let ids: Record<string, string>;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  answers = new DocumentedAnswers((await gateway.raw('GET', `${PREFIX}/openapi.json`)).body as unknown as OpenApi);
  const withdrawal = await createdWithdrawal(gateway, 'acme-bultra');
  const { body } = await gateway.as('acme-bultra', 'POST', '/bultra/v1/counterparties', counterparty);
  ids = { withdrawals: withdrawal, counterparties: String(body['id']), accounts: await fundedAccount(gateway, 'acme-bultra'), documents: '', receipts: CODE };
});
afterAll(() => gateway.stop());

const routes = new Map(describedRoutes(dialect.controllers).map((route) => [`${route.method.toUpperCase()} ${route.path.slice(PREFIX.length).replaceAll(/:(\w+)/g, '{$1}')}`, route]));
const guarded = [...routes].filter(([, { scope }]) => scope !== undefined);
const posts = guarded.filter(([, { method }]) => method === 'post');

interface Sent {
  readonly path?: string;
  readonly headers?: Record<string, string> | undefined;
  readonly body?: string | FormData;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const subscription = { url: 'https://example.com/hook', events: ['WITHDRAWAL_EXECUTED'], secret: 'a secret' };
const form = (bytes = 'x'): FormData => {
  const made = new FormData();
  made.append('file', new Blob([bytes]), 'invoice.pdf');
  return made;
};

/** What a good client sends to this operation; each time something new, where it can be sent once only. */
async function good(operation: string): Promise<Sent> {
  if (operation === TOKEN) return { headers: { authorization: `Basic ${btoa(`${bultra.clientId}:${bultra.clientSecret}`)}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials' };
  const [, path = ''] = operation.split(' ');
  const headers = await gateway.authorization('acme-bultra');
  const thing = path.split('/')[2] ?? '';
  const fresh = /accept|cancel|receipt$/.test(path) ? await createdWithdrawal(gateway, 'acme-bultra') : ids[thing];
  if (path.endsWith('receipt')) gateway.world.put(fresh ?? '', { phase: 'settled', endedAt: '2026-01-17T14:20:00.500Z', trace: '1' });
  if (thing === 'subscriptions') return { path: path.replace('{id}', gateway.world.subscribe('acme')), headers: { ...headers, ...JSON_TYPE }, ...(operation.startsWith('POST') ? { body: JSON.stringify(subscription) } : {}) };
  const id = thing === 'documents' ? gateway.world.compliance.require('acme', 'w') : (fresh ?? '');
  if (path.endsWith('upload')) return { path: path.replace('{id}', id), headers, body: form() };
  const bodies: Record<string, () => unknown> = { 'POST /v1/accounts': () => ({ customer_id: 'c', currency: 'USD' }), 'POST /v1/counterparties': () => counterparty };
  const body = operation === 'POST /v1/withdrawals' ? await withdrawalOrder(gateway, 'acme-bultra') : bodies[operation]?.();
  const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { ...headers, ...JSON_TYPE } };
  return { path: path.replace(/\{\w+\}/, id), headers, ...content };
}

async function send(operation: string, sent: Sent): Promise<Answer> {
  const [method = '', path = ''] = operation.split(' ');
  return gateway.raw(method, `${PREFIX}${sent.path ?? path}`, sent.headers, sent.body);
}

/** Sends it and holds what comes back against the document. */
async function expectDocumented(operation: string, sent: Sent, status?: number): Promise<void> {
  const answer = await send(operation, sent);
  expect(answers.differences(operation, answer)).toEqual([]);
  if (status !== undefined) expect([operation, answer.status, answer.text]).toEqual([operation, status, answer.text]);
}

/** As a good client, but with a setting of the gateway changed meanwhile. */
async function under(changes: Partial<GatewayConfig>, operation: string, status: number, around = (work: () => Promise<void>) => work()): Promise<void> {
  const config = gateway.service.app.get(GatewayConfig);
  const sent = await good(operation);
  const before = { ...config };
  Object.assign(config, changes);
  try {
    await around(() => expectDocumented(operation, sent, status));
  } finally {
    Object.assign(config, before);
  }
}

/** As a good client, while nobody can be looked up. */
async function whileClientsFail(error: Error, operation: string, status: number): Promise<void> {
  const sent = await good(operation);
  const store = gateway.service.app.get(Clients);
  Object.assign(store, { byId: () => Promise.reject(error) });
  try {
    await expectDocumented(operation, sent, status);
  } finally {
    Reflect.deleteProperty(store, 'byId');
  }
}

describe('the document of the dialect', () => {
  it('is there for everyone, and names everything that is served and nothing else', () => {
    expect(answers.document.openapi).toBe('3.1.1');
    expect(answers.operations()).toEqual(servedOperations(gateway, PREFIX));
    expect(answers.operations()).toEqual([...routes.keys()].sort());
    expect(answers.operations().length).toBeGreaterThanOrEqual(18);
  });

  it('refers to nothing that is not in it', () => {
    const text = JSON.stringify(answers.document);
    const named = Object.keys(answers.document.components.schemas);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(named).toContain(name);
    expect(text).not.toMatch(/"\$(defs|id|schema)"/);
  });
});

describe('an answer', () => {
  it.each([...routes.keys()])('of %s is as documented when all goes well', async (operation) => {
    if (operation === 'GET /v1/receipts/{code}') await expectDocumented('GET /v1/withdrawals/{id}/receipt', await good('GET /v1/withdrawals/{id}/receipt'), 200);
    const success = Object.keys(answers.document.paths[operation.split(' ')[1] ?? '']?.[routes.get(operation)?.method ?? '']?.responses ?? {})[0];
    await expectDocumented(operation, operation === OWN ? {} : await good(operation), Number(success));
  });

  it('of a withdrawal in any state is as documented', async () => {
    const at = '2026-01-17T14:20:00.500Z';
    for (const changes of [
      { phase: 'settled', returned: { code: 'R03', at } }, { phase: 'failed', failure: { code: 'RFI_EXPIRED', reason: 'Late.' } }, { phase: 'cancelled' }, { phase: 'delivering', authorizedAt: at }, { phase: 'partial' },
    ] as const) {
      gateway.world.put(ids['withdrawals'] ?? '', { endedAt: at, ...changes });
      for (const operation of ['GET /v1/withdrawals/{id}', 'GET /v1/withdrawals/{id}/status', 'GET /v1/withdrawals']) await expectDocumented(operation, await good(operation), 200);
    }
  });

  it.each(guarded)('of %s is as documented without a token, without its scope, too often and when the outcome is unknown', async (operation, { scope }) => {
    const { headers: _none, ...sent } = await good(operation);
    await expectDocumented(operation, sent, 401);
    const { body } = await gateway.token(bultra.clientId, bultra.clientSecret, `grant_type=client_credentials&scope=${scope === 'accounts:read' ? 'documents:read' : 'accounts:read'}`);
    await expectDocumented(operation, { ...sent, headers: { ...JSON_TYPE, authorization: `Bearer ${String(body['access_token'])}` } }, 403);
    await under({ rateLimitPerSecond: 0 }, operation, 429);
    await under({ requestTimeoutMs: 50 }, operation, 503, (work) => gateway.fake.whileSilent(work));
    await whileClientsFail(new Error('A defect.'), operation, 500);
  });

  it.each(posts)('of %s is as documented for a body that is not what it should be', async (operation, { notes }) => {
    const { headers, ...sent } = await good(operation);
    await expectDocumented(operation, { ...sent, headers: { ...headers, 'content-type': 'text/plain' }, body: 'x' }, 415);
    const isForm = notes.body?.mediaType !== undefined;
    await expectDocumented(operation, isForm ? { ...sent, headers, body: form('x'.repeat(11_000_000)) } : { ...sent, headers: { ...headers, ...JSON_TYPE }, body: `{"a":"${'x'.repeat(300_000)}"}` }, 413);
    await expectDocumented(operation, isForm ? { ...sent, headers, body: new FormData() } : { ...sent, headers: { ...headers, ...JSON_TYPE }, body: '[]' }, 400);
    const key = { ...headers, 'x-bultra-idempotency-id': operation };
    await send(operation, { ...(await good(operation)), ...sent, headers: { ...(isForm ? {} : JSON_TYPE), ...key } });
    await expectDocumented(operation, { ...sent, headers: { ...(isForm ? {} : JSON_TYPE), ...key }, body: isForm ? form('other') : JSON.stringify({ ...(JSON.parse(typeof sent.body === 'string' ? sent.body : '{}') as object), more: 1 }) });
    await expectDocumented(operation, { ...sent, headers: { ...headers, 'x-bultra-idempotency-id': 'x'.repeat(256) } }, 400);
  });

  it.each(guarded.filter(([, { path }]) => path.includes(':')))('of %s is as documented for what is not there or cannot be read', async (operation) => {
    const sent = await good(operation);
    await expectDocumented(operation, { ...sent, path: (sent.path ?? '').replace(/(accounts|counterparties|withdrawals|documents|receipts|subscriptions)\/[^/]+/, '$1/nothing_1') }, 404);
    await expectDocumented(operation, { ...sent, path: (sent.path ?? '').replace(/(accounts|counterparties|withdrawals|documents|receipts|subscriptions)\/[^/]+/, '$1/%ZZ') }, 400);
  });

  it.each(guarded.filter(([, { notes }]) => notes.query !== undefined))('of %s is as documented for a bad query', async (operation) => {
    for (const query of ['limit=0', 'starting_after=x']) await expectDocumented(operation, { ...(await good(operation)), path: `${operation.split(' ')[1] ?? ''}?${query}` }, 400);
  });

  const refusing = guarded.flatMap(([operation, { notes }]) => (notes.requests ?? []).flatMap((contract) => contract.refusals.map((code) => [operation, contract, code] as const)));
  it.each(refusing.map(([operation, contract, code]) => [operation, contract.type, code, contract] as const))('of %s is as documented when %s is refused as %s', async (operation, _type, code, contract) => {
    const sent = await good(operation);
    gateway.fake.on(contract, () => {
      throw new DomainError(code, 'No.', [{ field: 'amount', message: 'is odd' }]);
    });
    try {
      await expectDocumented(operation, sent);
    } finally {
      gateway.world.listen(gateway.fake);
    }
  });

  it('of a receipt that is not there yet is as documented', async () => {
    const path = `/v1/withdrawals/${await createdWithdrawal(gateway, 'acme-bultra')}/receipt`;
    await expectDocumented('GET /v1/withdrawals/{id}/receipt', { path, headers: await gateway.authorization('acme-bultra') }, 409);
  });

  it('of the token endpoint is as documented', async () => {
    const { headers = {}, body = '' } = await good(TOKEN);
    await expectDocumented(TOKEN, { headers, body: `${body as string}&scope=everything` }, 400);
    await expectDocumented(TOKEN, { headers, body: 'grant_type=password' }, 400);
    await expectDocumented(TOKEN, { body: 'grant_type=client_credentials', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 401);
    await expectDocumented(TOKEN, { headers, body: 'x'.repeat(300_000) }, 413);
    await expectDocumented(TOKEN, { headers: { ...headers, ...JSON_TYPE }, body: '{}' }, 415);
    await under({ rateLimitPerSecond: 0 }, TOKEN, 429);
    await whileClientsFail(new Error('A defect.'), TOKEN, 500);
    await whileClientsFail(new mongo.MongoNetworkError('The database is gone.'), TOKEN, 503);
  });

  it('was seen with every status that is documented', () => {
    expect(answers.statuses().filter((status) => !answers.seen.has(status))).toEqual([]);
  });
});

describe('the check itself', () => {
  const described = (operation: string): DescribedRoute | undefined => routes.get(operation);

  it.each<[string, Partial<Answer>]>([
    ['another status', { status: 418 }], ['a field too many', { body: { id: 'acc_1', extra: 1 } }], ['a missing header', { headers: new Headers({ 'content-type': 'application/json' }) }],
    ['another content type', { headers: new Headers({ 'content-type': 'text/html' }) }],
  ])('sees %s', async (_, changes) => {
    const operation = 'GET /v1/accounts/{id}';
    expect(described(operation)).toBeDefined();
    const answer = await send(operation, await good(operation));
    expect(answers.differences(operation, answer)).toEqual([]);
    expect(answers.differences(operation, { ...answer, ...changes })).not.toEqual([]);
  });
});
