import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setLimits } from '@sluice/contract-compliance';
import { setFeeSchedule } from '@sluice/contract-liquidity';
import { setBankAccountStatus } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { ServiceConfig } from '@sluice/service-host';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Clients } from '../src/access/clients.js';
import { GatewayConfig } from '../src/gateway.config.js';
import { OutsideFailed } from '../src/http/problem.js';
import { describedRoutes } from '../src/openapi/operation.js';
import { operators } from '../src/operators/operators.module.js';
import { tellOperations } from './fake-operations.js';
import { AT } from './fake-portfolios.js';
import { documentedOperators as answers, GatewayUnderTest, type Answer } from './gateway-under-test.js';
import { callWithScope } from './ops-fixtures.js';
import { servedOperations } from './served-operations.js';

const PREFIX = '/ops/v1';
const OWN = 'GET /openapi.json';
const ACCOUNT = 'acc_777666555444333';
const JSON_TYPE = { 'content-type': 'application/json' };

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  await tellOperations(gateway);
  const usd = { currency: 'USD', units: '0' } as const;
  gateway.world.accounts.set(ACCOUNT, { tenantId: 'acme', view: { id: ACCOUNT, kind: 'customer', owner: 'c', status: 'ACTIVE', posted: usd, pending: usd, available: usd, createdAt: AT } });
});
afterAll(() => gateway.stop());

const routes = new Map(describedRoutes(operators.controllers).map((route) => [`${route.method.toUpperCase()} ${route.path.slice(PREFIX.length).replaceAll(/:(\w+)/g, '{$1}')}`, route]));
const guarded = [...routes].filter(([, { scope }]) => scope !== undefined);
const takers = guarded.filter(([, { method }]) => method === 'post' || method === 'put');

interface Sent {
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function uploaded(): Promise<string> {
  const id = gateway.world.compliance.require('acme', 'w');
  const form = new FormData();
  form.append('file', new Blob(['%PDF-1.7']), 'invoice.pdf');
  await gateway.upload('acme-bultra', `/bultra/v1/documents/${id}/upload`, form);
  return id;
}

const addedClient = async (): Promise<string> => String((await gateway.as('acme-ops', 'POST', '/ops/v1/clients', { dialect: 'braid' })).body['id']);

function referred(): string {
  gateway.world.compliance.refer('acme', 'r1');
  return 'r1';
}

const things: Readonly<Record<string, () => string | Promise<string>>> = { documents: uploaded, 'fee-schedules': () => 'wealthkernel', clients: addedClient };

/** What an operation cannot do without. */
const queries: Readonly<Record<string, string>> = { 'GET /action-previews': '?action=fail&ids=w,v' };

/** What a good operator sends to this operation: the body that the document has for an example. */
async function good(operation: string): Promise<Sent> {
  const [, template = ''] = operation.split(' ');
  const example = routes.get(operation)?.notes.body?.example;
  const id = template.includes('{') ? await (things[template.split('/')[1] ?? ''] ?? referred)() : '';
  const headers = await gateway.authorization('acme-ops');
  return { path: `${template.replace('{id}', id)}${queries[operation] ?? ''}`, headers: { ...headers, ...(example && JSON_TYPE) }, ...(example && { body: JSON.stringify(example) }) };
}

/** What comes back is held against the document as every answer to an operator is. */
const send = (operation: string, { path, headers, body }: Sent): Promise<Answer> => gateway.raw(operation.split(' ')[0] ?? '', `${PREFIX}${path}`, headers, body);

async function expectDocumented(operation: string, sent: Sent, status: number): Promise<Answer> {
  const answer = await send(operation, sent);
  expect([operation, answer.status, answer.text]).toEqual([operation, status, answer.text]);
  return answer;
}

/** While nobody can be looked up. */
async function whileClientsFail(error: Error, work: () => Promise<unknown>): Promise<void> {
  const store = gateway.service.app.get(Clients);
  Object.assign(store, { byKeyDigest: () => Promise.reject(error) });
  try {
    await work();
  } finally {
    Reflect.deleteProperty(store, 'byKeyDigest');
  }
}

/** With a setting changed meanwhile. */
async function under(settings: object, changes: object, work: () => Promise<unknown>): Promise<void> {
  const before = { ...settings };
  Object.assign(settings, changes);
  try {
    await work();
  } finally {
    Object.assign(settings, before);
  }
}

describe('the document of the operators’ API', () => {
  it('is there for everyone, and names everything that is served and nothing else', async () => {
    expect((await gateway.raw('GET', `${PREFIX}/openapi.json`)).body).toEqual(answers.document);
    expect(answers.document.openapi).toBe('3.1.1');
    expect(answers.operations()).toEqual(servedOperations(gateway, PREFIX));
    expect(answers.operations()).toEqual([...routes.keys()].sort());
  });

  it('refers to nothing that is not in it', () => {
    const text = JSON.stringify(answers.document);
    const named = Object.keys(answers.document.components.schemas);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(named).toContain(name);
    expect(text).not.toMatch(/"\$(defs|id|schema)"/);
  });

  it('gives each operation a name of its own, a subject, a summary and the scope it needs', () => {
    const described = Object.values(answers.document.paths).flatMap((operations) => Object.values(operations)) as unknown as { operationId: string; tags: string[]; summary: string; security: unknown[] }[];
    expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(routes.size);
    expect(described.filter(({ tags, summary }) => tags.length !== 1 || !/^[A-Z].+[^.]$/.test(summary))).toEqual([]);
    expect(new Set(described.map(({ security }) => JSON.stringify(security)))).toEqual(new Set(['[]', '[{"key":["ops:read"]}]', '[{"key":["ops:write"]}]']));
  });

  it.each(takers)('has for the body of %s an example that its schema takes, and a schema that does not take nonsense', (operation) => {
    const [method = '', path = ''] = operation.split(' ');
    const { requestBody } = answers.document.paths[path]?.[method.toLowerCase()] as unknown as { requestBody: { content: { 'application/json': { schema: object; example: object } } } };
    const { schema, example } = requestBody.content['application/json'];
    const judges = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(schema);
    expect([judges(example), judges('nonsense'), judges(Object.fromEntries(Object.keys(example).map((field) => [field, { no: 'sense' }])))]).toEqual([true, false, false]);
  });
});

describe('an answer to an operator', () => {
  it.each([...routes.keys()])('of %s is as documented when all goes well', async (operation) => {
    await expectDocumented(operation, operation === OWN ? { path: '/openapi.json' } : await good(operation), routes.get(operation)?.notes.answer.status ?? 0);
  });

  it('is a table for who wants one, which says where to go on', async () => {
    const { headers, ...sent } = await good('GET /withdrawals');
    const answer = await expectDocumented('GET /withdrawals', { ...sent, path: '/withdrawals?limit=1', headers: { ...headers, accept: 'text/csv' } }, 200);
    expect([answer.headers.get('content-type'), answer.headers.get('next-cursor')]).toEqual(['text/csv; charset=utf-8; header=present', 'r5']);
  });

  it('that counts causes is as documented', async () => {
    const sent = await good('GET /dead-letters');
    expect((await expectDocumented('GET /dead-letters', { ...sent, path: '/dead-letters?groupBy=cause' }, 200)).body['data']).toEqual([{ cause: 'bad', count: 1 }]);
  });

  it.each(guarded)('of %s is as documented without a key, without its scope, too often, in an outage and for a defect', async (operation, { scope }) => {
    const { headers: _none, ...bare } = await good(operation);
    await expectDocumented(operation, bare, 401);
    const lesser = await callWithScope(gateway, scope === 'ops:read' ? 'ops:write' : 'ops:read');
    expect((await lesser(operation.split(' ')[0] ?? '', bare.path.slice(1))).status).toBe(403);
    const sent = await good(operation);
    await under(gateway.service.app.get(GatewayConfig), { rateLimitPerSecond: 0 }, () => expectDocumented(operation, sent, 429));
    await whileClientsFail(new OutsideFailed('Nobody answers.'), () => expectDocumented(operation, sent, 503));
    await whileClientsFail(new Error('A defect.'), () => expectDocumented(operation, sent, 500));
  });

  it.each(takers)('of %s is as documented for a body that is not what it should be', async (operation) => {
    const { headers, ...sent } = await good(operation);
    await expectDocumented(operation, { ...sent, headers: { ...headers, 'content-type': 'text/plain' }, body: 'x' }, 415);
    await expectDocumented(operation, { ...sent, headers: { ...headers, ...JSON_TYPE }, body: `{"a":"${'x'.repeat(300_000)}"}` }, 413);
    await expectDocumented(operation, { ...sent, headers: { ...headers, ...JSON_TYPE }, body: '[]' }, 400);
    const odd = Object.fromEntries(Object.keys(routes.get(operation)?.notes.body?.example ?? {}).map((field) => [field, { no: 'sense' }]));
    await expectDocumented(operation, { ...sent, headers: { ...headers, ...JSON_TYPE }, body: JSON.stringify(odd) }, 400);
  });

  it.each(guarded.filter(([, { path }]) => path.includes(':')))('of %s is as documented for what is not there or cannot be read', async (operation) => {
    const sent = await good(operation);
    const at = (id: string): Sent => ({ ...sent, path: operation.replace(/^\w+ /, '').replace('{id}', id) });
    await expectDocumented(operation, at('x'.repeat(101)), 404);
    await expectDocumented(operation, at('%ZZ'), 400);
  });

  it.each(guarded.filter(([, { notes }]) => notes.query !== undefined))('of %s is as documented for a bad query', async (operation, { notes: { query } }) => {
    const sent = await good(operation);
    for (const name of Object.keys(query?.shape ?? {})) await expectDocumented(operation, { ...sent, path: `${sent.path.replace(/\?.*/, '')}?${name}=` }, 400);
  });

  const refusing = guarded.flatMap(([operation, { notes }]) => (notes.requests ?? []).flatMap((contract) => contract.refusals.map((code) => [operation, contract.type, code, contract] as const)));
  it.each(refusing)('of %s is as documented when %s is refused as %s', async (operation, _type, code, contract) => {
    const sent = await good(operation);
    const { status } = await gateway.fake.whileRefused(contract, new DomainError(code, 'No.', [{ field: 'amount', message: 'is odd' }]), () => send(operation, sent));
    expect(status).toBeLessThan(500);
  });

  it('of an amount that cannot be is as documented', async () => {
    const operation = 'POST /simulations/deposits';
    for (const [amount, currency] of [['0', 'USD'], ['1.001', 'USD']] as const) {
      await expectDocumented(operation, { ...(await good(operation)), body: JSON.stringify({ target: ACCOUNT, amount, currency }) }, 400);
    }
  });

  it('is as documented where the outside world or a service does not allow it', async () => {
    const bankAccount = { ...(await good('POST /simulations/status')), body: JSON.stringify({ target: 'bac-abcdefghij2345', status: 'Active' }) };
    await gateway.fake.whileRefused(setBankAccountStatus, new DomainError('invalid_status', 'No.'), () => expectDocumented('POST /simulations/status', bankAccount, 409));
    gateway.simulators.status = 409;
    await expectDocumented('POST /simulations/bank-returns', await good('POST /simulations/bank-returns'), 409);
    gateway.simulators.status = 200;
  });

  it('is as documented while others change the same thing', async () => {
    gateway.fake.on(setLimits, ({ body }) => ({ ...body, revision: body.revision + 1 }));
    gateway.fake.on(setFeeSchedule, ({ body }) => ({ ...body, revision: body.revision + 1 }));
    for (const operation of ['PUT /limits', 'PUT /fee-schedules/{id}', 'POST /fee-schedules']) await expectDocumented(operation, await good(operation), 409);
    gateway.world.listen(gateway.fake);
    await tellOperations(gateway);
  });

  it('is as documented for a key that would revoke itself', async () => {
    const sent = await good('DELETE /clients/{id}');
    const { body } = await gateway.as('acme-ops', 'GET', '/ops/v1/clients?limit=200');
    const own = (body['data'] as { id: string; dialect: string }[]).find(({ id, dialect }) => dialect === 'ops' && !id.startsWith('acme-only'))?.id ?? '';
    await expectDocumented('DELETE /clients/{id}', { ...sent, path: `/clients/${own}` }, 409);
  });

  it('is as documented outside of the sandbox', async () => {
    const played = guarded.filter(([operation]) => /^\w+ \/(clock|sandbox|simulations)/.test(operation));
    expect(played).toHaveLength(12);
    await under(gateway.service.app.get(ServiceConfig), { sandbox: false }, async () => {
      for (const [operation] of played) await expectDocumented(operation, await good(operation), 404);
    });
  });

  it('was seen with every status that is documented', () => {
    expect(answers.statuses().filter((status) => !answers.seen.has(status))).toEqual([]);
  });
});
