import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DocumentedAnswers, type OpenApi } from '@sluice/builders/documented-answers';
import { mongo } from 'mongoose';
import { Clients } from '../src/access/clients.js';
import { wealthkernel } from '../src/dialects/wealthkernel/routes.js';
import { GatewayConfig } from '../src/gateway.config.js';
import { describedRoutes } from '../src/openapi/operation.js';
import { clients, type Answer } from './gateway-under-test.js';
import { servedOperations } from './served-operations.js';
import { bankAccountOrder, portfolioOrder, WealthKernelUnderTest, withdrawalOrder, type Setting } from './wealthkernel-fixtures.js';

const PREFIX = '/wealthkernel';
const TOKEN = 'POST /connect/token';
const OWN = 'GET /openapi.json';
const { clientId, clientSecret } = clients.tenants.acme.wealthkernel;

let wk: WealthKernelUnderTest;
let setting: Setting;
let answers: DocumentedAnswers;
beforeAll(async () => {
  wk = await WealthKernelUnderTest.start();
  setting = await wk.setting();
  await wk.ops('simulations/deposits', { target: setting.portfolioId, amount: '250' });
  answers = new DocumentedAnswers((await wk.gateway.raw('GET', `${PREFIX}/openapi.json`)).body as unknown as OpenApi);
});
afterAll(() => wk.stop());

const routes = new Map(describedRoutes(wealthkernel.controllers).map((route) => [`${route.method.toUpperCase()} ${route.path.slice(PREFIX.length).replaceAll(/:(\w+)/g, '{$1}')}`, route]));
const guarded = [...routes].filter(([, { scope }]) => scope !== undefined).map(([operation]) => operation);
const posts = guarded.filter((operation) => operation.startsWith('POST'));
const methodOf = (operation: string): string => operation.split(' ')[0] ?? '';
const templateOf = (operation: string): string => operation.split(' ')[1] ?? '';

interface Sent {
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const FORM = `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`;

/** What a good client sends, by the operation. */
const bodies: Readonly<Record<string, () => object>> = {
  'POST /parties': () => ({ name: 'Ada' }),
  'POST /portfolios': () => portfolioOrder(setting.partyId),
  'POST /bank-accounts': () => bankAccountOrder(setting.partyId),
  'POST /withdrawals': () => withdrawalOrder(setting.portfolioId),
  'POST /webhooks/subscriptions': () => ({ url: 'https://example.com/hook' }),
};

/** Names something that is there; a withdrawal is a new one each time, since it can be cancelled once only. */
async function idFor(template: string): Promise<string> {
  if (template.startsWith('/withdrawals/')) return wk.withdrawal(setting.portfolioId);
  if (template.startsWith('/webhooks/subscriptions/')) return String((await wk.send('POST', '/webhooks/subscriptions', { url: 'https://example.com/hook' })).body['id']);
  if (template.startsWith('/webhooks/secrets/')) return String((await wk.send('POST', '/webhooks/secrets')).body['id']);
  const ids = { parties: setting.partyId, portfolios: setting.portfolioId, 'bank-accounts': setting.bankAccountId };
  return ids[template.split('/')[1] as keyof typeof ids];
}

/** There may be two at most. */
async function dropSecrets(): Promise<void> {
  const { body } = await wk.send('GET', '/webhooks/secrets');
  for (const { id } of body as unknown as { id: string }[]) await wk.send('DELETE', `/webhooks/secrets/${id}`);
}

async function good(operation: string): Promise<Sent> {
  const template = templateOf(operation);
  if (template.startsWith('/webhooks/secrets')) await dropSecrets();
  if (operation === OWN) return { path: template };
  if (operation === TOKEN) return { path: template, headers: FORM_TYPE, body: FORM };
  const query = template === '/balances/cash' ? `?portfolioId=${setting.portfolioId}` : '';
  const path = template.includes('{id}') ? template.replace('{id}', await idFor(template)) : `${template}${query}`;
  const body = bodies[operation]?.();
  const headers = await wk.gateway.authorization('acme-wealthkernel');
  return { path, headers: { ...headers, ...(body ? JSON_TYPE : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) };
}

const send = (operation: string, { path, headers, body }: Sent): Promise<Answer> => wk.gateway.raw(methodOf(operation), `${PREFIX}${path}`, headers, body);

/** Sends it and holds what comes back against the document. */
async function expectDocumented(operation: string, sent: Sent, status: number): Promise<void> {
  const answer = await send(operation, sent);
  expect([operation, answer.status, answer.text]).toEqual([operation, status, answer.text]);
  expect(answers.differences(operation, answer)).toEqual([]);
}

/** With a setting of the gateway changed meanwhile. */
async function under(changes: Partial<GatewayConfig>, check: () => Promise<void>): Promise<void> {
  const config = wk.gateway.service.app.get(GatewayConfig);
  const before = { ...config };
  Object.assign(config, changes);
  try {
    await check();
  } finally {
    Object.assign(config, before);
  }
}

describe('the document of the dialect', () => {
  it('is there for everyone, and names everything that is served and nothing else', () => {
    expect(answers.document.openapi).toBe('3.1.1');
    expect(answers.operations()).toEqual(servedOperations(wk.gateway, PREFIX));
    expect(answers.operations()).toEqual([...routes.keys()].sort());
    expect(JSON.stringify(answers.document)).not.toMatch(/"\$(defs|id|schema)"/);
  });

  it('says that amounts are numbers, both ways', () => {
    const text = JSON.stringify(answers.document.paths['/withdrawals']?.['post']);
    expect(text).toMatch(/"amount":\{[^}]*"type":"number"/);
    expect(JSON.stringify(answers.document.components.schemas['Money'])).toMatch(/"amount":\{[^}]*"type":"number"/);
  });

  it('names the version and the key that a request may have', () => {
    const parameters = JSON.stringify(answers.document.paths['/withdrawals']?.['post']);
    expect(parameters).toMatch(/"name":"Accept-Version"/);
    expect(parameters).toMatch(/"name":"idempotency-key"/);
  });
});

describe('an answer', () => {
  it.each([...routes.keys()])('of %s is as documented when all goes well', async (operation) => {
    const documented = answers.document.paths[templateOf(operation)]?.[methodOf(operation).toLowerCase()]?.responses ?? {};
    await expectDocumented(operation, await good(operation), Number(Object.keys(documented)[0]));
  });

  it('of a withdrawal in any state is as documented', async () => {
    const id = await wk.withdrawal(setting.portfolioId);
    for (const change of [{ phase: 'settled', paidOut: { currency: 'GBP', units: '114' } }, { phase: 'rejected', reason: 'No.' }, { phase: 'cancelled' }, { phase: 'partial' }, { type: 'full' }] as const) {
      wk.portfolios.put('acme', id, change);
      await expectDocumented('GET /withdrawals/{id}', { ...(await good('GET /withdrawals/{id}')), path: `/withdrawals/${id}` }, 200);
    }
  });

  it('of a sale among the transactions is as documented', async () => {
    const gbp = (units: string) => ({ currency: 'GBP' as const, units });
    wk.portfolios.transactions.once('acme', {
      id: 'txn-1', portfolioId: setting.portfolioId, type: 'Sell', status: 'Matched', isin: 'GB00B3X7QG63', price: { currency: 'GBP', amount: '60.1234567891' }, quantity: '-12.5', consideration: gbp('75154'),
      charges: gbp('0'), bookCost: gbp('70000'), date: '2019-10-08', timestamp: '2019-10-08T13:55:16Z', settledOn: '2019-10-10', updatedAt: '2019-10-08T13:55:16Z',
    });
    const { text } = await send('GET /transactions', await good('GET /transactions'));
    expect(text).toContain('"price":{"currency":"GBP","amount":60.1234567891},"quantity":-12.5,"consideration":{"currency":"GBP","amount":751.54},"charges":{"currency":"GBP","amount":0}');
    await expectDocumented('GET /transactions', await good('GET /transactions'), 200);
  });

  it.each(guarded)('of %s is as documented without a token, in another version, too often, and when the outcome is unknown', async (operation) => {
    const sent = await good(operation);
    const { headers, ...bare } = sent;
    await expectDocumented(operation, bare, 401);
    await expectDocumented(operation, { ...sent, headers: { ...headers, 'accept-version': '1' } }, 406);
    await under({ rateLimitPerSecond: 0 }, () => expectDocumented(operation, sent, 429));
    const isShort = (routes.get(operation)?.notes.requests ?? []).length > 0;
    if (isShort) await under({ requestTimeoutMs: 50 }, () => wk.gateway.fake.whileSilent(() => expectDocumented(operation, sent, 503)));
  });

  it.each(posts)('of %s is as documented for a body or a key that is not what it should be', async (operation) => {
    const { headers, ...sent } = await good(operation);
    const json = { ...headers, ...JSON_TYPE };
    await expectDocumented(operation, { ...sent, headers: json, body: '[]' }, 400);
    await expectDocumented(operation, { ...sent, headers: json, body: `{"a":"${'x'.repeat(300_000)}"}` }, 413);
    await expectDocumented(operation, { ...sent, headers: { ...headers, 'content-type': 'text/plain' }, body: 'x' }, 415);
    await expectDocumented(operation, { ...sent, headers: { ...json, 'idempotency-key': 'x'.repeat(256) } }, 400);
    await send(operation, { ...sent, headers: { ...json, 'idempotency-key': operation } });
    await expectDocumented(operation, { ...sent, headers: { ...json, 'idempotency-key': operation }, body: '{"other":1}' }, 409);
  });

  it.each(guarded.filter((operation) => operation.includes('{')))('of %s is as documented for what is not there or cannot be read', async (operation) => {
    const sent = await good(operation);
    const path = (id: string): string => sent.path.replace(/(parties|portfolios|bank-accounts|withdrawals|subscriptions|secrets)\/[^/]+/, `$1/${id}`);
    await expectDocumented(operation, { ...sent, path: path('nothing-1') }, 404);
    await expectDocumented(operation, { ...sent, path: path('%ZZ') }, 400);
  });

  it.each(guarded.filter((operation) => routes.get(operation)?.notes.query !== undefined))('of %s is as documented for a bad query', async (operation) => {
    const sent = await good(operation);
    for (const query of ['limit=0', 'after=x']) await expectDocumented(operation, { ...sent, path: `${sent.path}${sent.path.includes('?') ? '&' : '?'}${query}` }, 400);
  });

  it('of a cancellation that comes too late is as documented', async () => {
    const id = await wk.withdrawal(setting.portfolioId);
    wk.portfolios.put('acme', id, { phase: 'settled' });
    await expectDocumented('POST /withdrawals/{id}/actions/cancel', { ...(await good('POST /withdrawals/{id}/actions/cancel')), path: `/withdrawals/${id}/actions/cancel` }, 409);
  });

  it('of the token endpoint is as documented', async () => {
    const sent = await good(TOKEN);
    await expectDocumented(TOKEN, { ...sent, body: 'grant_type=password' }, 400);
    await expectDocumented(TOKEN, { ...sent, body: 'grant_type=client_credentials' }, 401);
    await expectDocumented(TOKEN, { ...sent, headers: { ...FORM_TYPE, 'accept-version': '1' } }, 406);
    await expectDocumented(TOKEN, { ...sent, body: 'x'.repeat(300_000) }, 413);
    await expectDocumented(TOKEN, { ...sent, headers: JSON_TYPE, body: '{}' }, 415);
    await under({ rateLimitPerSecond: 0 }, () => expectDocumented(TOKEN, sent, 429));
    const store = wk.gateway.service.app.get(Clients);
    Object.assign(store, { byId: () => Promise.reject(new Error('The database is gone.')) });
    await expectDocumented(TOKEN, sent, 500);
    Object.assign(store, { byId: () => Promise.reject(new mongo.MongoNetworkError('The database is gone.')) });
    await expectDocumented(TOKEN, sent, 503);
    Reflect.deleteProperty(store, 'byId');
  });
});
