import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DocumentedAnswers, type OpenApi } from '@sluice/builders/documented-answers';
import { newId } from '@sluice/kernel';
import { braid as dialect } from '../src/dialects/braid/routes.js';
import { GatewayConfig } from '../src/gateway.config.js';
import { describedRoutes } from '../src/openapi/operation.js';
import { BraidUnderTest, walletOrder, withdrawalOrder } from './braid-fixtures.js';
import { silence } from './fake-services.js';
import type { Answer } from './gateway-under-test.js';
import { servedOperations } from './served-operations.js';

const PREFIX = '/braid';
const OWN = 'GET /openapi.json';

let braid: BraidUnderTest;
let answers: DocumentedAnswers;
beforeAll(async () => {
  braid = await BraidUnderTest.start();
  answers = new DocumentedAnswers((await braid.gateway.raw('GET', `${PREFIX}/openapi.json`)).body as unknown as OpenApi);
});
afterAll(() => braid.stop());

const routes = new Map(describedRoutes(dialect.controllers).map((route) => [`${route.method.toUpperCase()} ${route.path.slice(PREFIX.length).replaceAll(/:(\w+)/g, '{$1}')}`, route]));
const operations = [...routes.keys()];
const guarded = operations.filter((operation) => operation !== OWN);
const methodOf = (operation: string): string => operation.split(' ')[0] ?? '';
const templateOf = (operation: string): string => operation.split(' ')[1] ?? '';

interface Sent {
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const registered = ['portfolio_wallet.balance.updated'];

const bodies: Readonly<Record<string, () => object>> = {
  registrations: () => ({ callbackUrl: 'https://hooks.partner.com/braid', eventTypes: registered }),
  'portfolio-wallets': walletOrder,
  withdraw: withdrawalOrder,
  'withdrawal-preview': () => ({ destinationChain: 'base', destinationToken: 'usdc', withdrawalAmount: '1' }),
  'withdrawal-time-estimates': () => ({ destinationChain: 'base', destinationToken: 'usdc', positions: walletOrder().positions }),
};

/** What a good client sends to this operation, and for what it may be sent. */
async function good(operation: string): Promise<Sent> {
  const template = templateOf(operation);
  const verb = template.split('/').at(-1) ?? '';
  const wallet = template.includes('{walletId}') ? await braid.wallet() : '';
  const { id, payout } = template.includes('{withdrawalId}') ? await braid.withdrawal(wallet) : { id: '', payout: '' };
  if (verb === 'retry') braid.wallets.put(id, { phase: 'failed' }, { status: 'failed', failureReason: 'onchain_reverted' });
  if (verb === 'approve' || verb === 'reject') braid.wallets.put(id, { phase: 'delivering' }, { status: 'awaiting_signature', turnkeyActivityId: 'act', approvalRequestedAt: '2026-02-05T11:00:00Z' });
  const webhook = template.includes('{webhookId}') ? braid.gateway.world.subscribe('acme', { id: `wh_${newId()}`, dialect: 'braid', events: registered }) : '';
  const path = template.replace('{webhookId}', webhook).replace('{walletId}', wallet.slice(1)).replace('{withdrawalId}', id).replace('{payoutId}', payout.split('/').at(-1) ?? '');
  const body = methodOf(operation) === 'POST' ? bodies[verb]?.() : undefined;
  const headers = { ...(await braid.gateway.authorization('acme-braid')), ...(body ? { 'content-type': 'application/json' } : {}) };
  return { path, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
}

const send = (operation: string, { path, headers, body }: Sent): Promise<Answer> => braid.gateway.raw(methodOf(operation), `${PREFIX}${path}`, headers, body);

/** Sends it and holds what comes back against the document. */
async function expectDocumented(operation: string, sent: Sent, status: number): Promise<void> {
  const answer = await send(operation, sent);
  expect([operation, answer.status, answer.text]).toEqual([operation, status, answer.text]);
  expect(answers.differences(operation, answer)).toEqual([]);
}

/** With a setting of the gateway changed meanwhile, and every service answering again afterwards. */
async function under(changes: Partial<GatewayConfig>, check: () => Promise<void>): Promise<void> {
  const config = braid.gateway.service.app.get(GatewayConfig);
  const before = { ...config };
  Object.assign(config, changes);
  try {
    await check();
  } finally {
    Object.assign(config, before);
    braid.gateway.world.listen(braid.gateway.fake);
    braid.wallets.listen(braid.gateway.fake);
  }
}

describe('the document of the dialect', () => {
  it('is there for everyone, and names everything that is served and nothing else', () => {
    expect(answers.document.openapi).toBe('3.1.1');
    expect(answers.operations()).toEqual(servedOperations(braid.gateway, PREFIX));
    expect(answers.operations()).toEqual([...operations].sort());
    expect(JSON.stringify(answers.document)).not.toMatch(/oauth2|idempotency|"\$(defs|id|schema)"/i);
  });
});

describe('an answer', () => {
  it.each(operations)('of %s is as documented when all goes well, and again', async (operation) => {
    const documented = Object.keys(answers.document.paths[templateOf(operation)]?.[methodOf(operation).toLowerCase()]?.responses ?? {}).map(Number).filter((status) => status < 300);
    const sent = operation === OWN ? { path: '/openapi.json' } : await good(operation);
    for (const status of documented.reverse()) await expectDocumented(operation, sent, status);
  });

  it.each(guarded)('of %s is as documented without a token, too often, and when the outcome is unknown', async (operation) => {
    const sent = await good(operation);
    const { headers: _headers, ...bare } = sent;
    await expectDocumented(operation, bare, 401);
    await under({ rateLimitPerSecond: 0 }, () => expectDocumented(operation, sent, 429));
    for (const contract of routes.get(operation)?.notes.requests ?? []) braid.gateway.fake.on(contract, () => silence);
    await under({ requestTimeoutMs: 50 }, () => expectDocumented(operation, sent, 503));
  });

  it.each(guarded.filter((operation) => operation.startsWith('POST')))('of %s is as documented for a body that is not what it should be', async (operation) => {
    const { headers, ...sent } = await good(operation);
    const json = { ...headers, 'content-type': 'application/json' };
    await expectDocumented(operation, { ...sent, headers: json, body: '[]' }, 400);
    await expectDocumented(operation, { ...sent, headers: json, body: `{"a":"${'x'.repeat(300_000)}"}` }, 413);
    await expectDocumented(operation, { ...sent, headers: { ...headers, 'content-type': 'text/plain' }, body: 'x' }, 415);
  });

  it.each(guarded.filter((operation) => operation.includes('{')))('of %s is as documented for what is not there', async (operation) => {
    const sent = await good(operation);
    const at = (id: string): Sent => ({ ...sent, path: sent.path.replace(/(portfolio-wallets|registrations)\/[^/]+/, `$1/${id}`) });
    for (const missing of [newId(), `wh_${newId()}`, 'x']) await expectDocumented(operation, at(missing), 404);
    await expectDocumented(operation, at('%ZZ'), 400);
  });

  it('is as documented when the state does not allow it', async () => {
    const verbs = guarded.filter((operation) => /\/(cancel|retry|approve|reject)$/.test(operation));
    expect(verbs).toHaveLength(5);
    for (const operation of verbs) {
      const sent = await good(operation);
      braid.wallets.put(/withdrawals\/([^/]+)/.exec(sent.path)?.[1] ?? '', { phase: 'settled', endedAt: '2026-02-05T12:30:00.000Z' }, { status: 'delivered', txHash: '0xab' });
      await expectDocumented(operation, sent, 409);
    }
  });

  it('is as documented for a bad query', async () => {
    for (const operation of guarded.filter((each) => /^GET .*(wallets|withdrawals)$/.test(each))) {
      const sent = await good(operation);
      for (const query of ['limit=0', 'cursor=x']) await expectDocumented(operation, { ...sent, path: `${sent.path}?${query}` }, 400);
    }
  });
});
