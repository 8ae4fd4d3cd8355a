import { describe, expect, it } from '@jest/globals';
import { braidClient, BraidError } from './braid.ts';
import { bultraClient, BultraError } from './bultra.ts';
import { operatorClient, OperatorError } from './operators.ts';
import { wealthkernelClient, WealthKernelError } from './wealthkernel.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
}

const url = 'http://gateway';
const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response => Response.json(body, { status, headers });

/** A gateway that gives tokens, and answers the rest one after the other. */
function gateway(...answers: readonly Response[]) {
  const asked: Asked[] = [];
  const tokens: string[] = [];
  const rest = [...answers];
  const fetch = (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    if (pathname.endsWith('/token')) return Promise.resolve(json({ access_token: `token-${tokens.push(pathname)}`, expires_in: 3600 }));
    asked.push({ method: request.method, path: `${pathname}${search}`, headers: request.headers });
    const next = rest.shift();
    return next === undefined ? Promise.reject(new Error(`${request.url} was not expected.`)) : Promise.resolve(next);
  };
  return { asked, tokens, fetch };
}

const credentials = { clientId: 'c', clientSecret: 's' };
const account = { id: 'acc_1' };
const params = { path: { id: 'acc_1' } };

describe('a client with a secret', () => {
  it('asks for a token once, and brings it with every request', async () => {
    const { fetch, asked, tokens } = gateway(json(account), json(account), json(account));
    const client = bultraClient({ url, ...credentials, fetch });
    await Promise.all([0, 1, 2].map(() => client.value(client.GET('/v1/accounts/{id}', { params }))));
    expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-1']);
    expect(tokens).toEqual(['/bultra/oauth2/token']);
  });

  it('gets a new one when it is refused, and gives up when that is refused too', async () => {
    const refusal = { error: { code: 'UNAUTHORIZED', message: 'The bearer token is not valid.' } };
    const { fetch, asked } = gateway(json(refusal, 401), json(account), json(refusal, 401), json(refusal, 401));
    const client = bultraClient({ url, ...credentials, fetch });
    expect(await client.value(client.GET('/v1/accounts/{id}', { params }))).toEqual(account);
    await expect(client.value(client.GET('/v1/accounts/{id}', { params }))).rejects.toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
    expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-2', 'Bearer token-3']);
  });

  it('says that it was given none', async () => {
    const client = wealthkernelClient({ url, ...credentials, fetch: () => Promise.resolve(json({ error: 'invalid_client' }, 401)) });
    await expect(client.GET('/parties')).rejects.toThrow('The client was given no token: invalid_client.');
  });
});

describe('a creation', () => {
  it.each([
    ['Bultra', 'x-bultra-idempotency-id', (fetch: (request: Request) => Promise<Response>) => bultraClient({ url, ...credentials, fetch }).POST('/v1/accounts', { body: { customer_id: 'c', currency: 'USD' } })],
    ['WealthKernel', 'idempotency-key', (fetch: (request: Request) => Promise<Response>) => wealthkernelClient({ url, ...credentials, fetch }).POST('/parties', { body: { name: 'Ada' } })],
  ] as const)('of %s has a key of its own, which all its attempts share', async (_, header, create) => {
    const again = (): Response => json({}, 503, { 'retry-after': '0' });
    const { fetch, asked } = gateway(again(), again(), json({ id: '1' }, 201), json({ id: '2' }, 201));
    await create(fetch);
    await create(fetch);
    const keys = asked.map(({ headers }) => headers.get(header));
    expect([keys[0], new Set(keys.slice(0, 3)).size, new Set(keys).size]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 1, 2]);
  });

  it('keeps the key that its caller gave it', async () => {
    const { fetch, asked } = gateway(json(account, 201));
    await bultraClient({ url, ...credentials, fetch }).POST('/v1/accounts', { params: { header: { 'x-bultra-idempotency-id': 'mine' } }, body: { customer_id: 'c', currency: 'USD' } });
    expect(asked[0]?.headers.get('x-bultra-idempotency-id')).toBe('mine');
  });

  it('of Braid is made again under its requestId, an approval is not', async () => {
    const again = (): Response => json({}, 503, { 'retry-after': '0' });
    const { fetch, asked } = gateway(again(), json({ id: 'w' }, 201), again());
    const client = braidClient({ url, token: 't', fetch });
    const withdrawal = { requestId: 'r', chain: 'base', token: 'usdc', withdrawalAmount: '1.00', destinationAddress: '0x' } as const;
    await client.POST('/v2/portfolio-wallets/{walletId}/withdraw', { params: { path: { walletId: 'w' } }, body: withdrawal });
    await client.POST('/v2/portfolio-wallets/{walletId}/withdrawals/{withdrawalId}/payouts/{payoutId}/approve', { params: { path: { walletId: 'w', withdrawalId: 'x', payoutId: 'p' } } });
    expect(asked.map(({ path }) => path.split('/').at(-1))).toEqual(['withdraw', 'withdraw', 'approve']);
  });

  it('of an operator is not made again when it may have had an effect', async () => {
    const { fetch, asked } = gateway(json({ detail: 'Not now.', type: 'urn:sluice:problem:unavailable' }, 503, { 'retry-after': '0' }));
    const client = operatorClient({ url, key: 'k', fetch });
    await expect(client.value(client.POST('/simulations/deposits', { body: { target: 'acc_1', amount: '1' } }))).rejects.toMatchObject({ status: 503, code: 'unavailable' });
    expect(asked).toHaveLength(1);
  });
});

describe('an answer that is no success', () => {
  it.each([
    ['Bultra', BultraError, { error: { code: 'NOT_FOUND', message: 'There is no such resource.' } }, 'There is no such resource.', (fetch: (request: Request) => Promise<Response>) => {
      const client = bultraClient({ url, ...credentials, fetch });
      return client.value(client.GET('/v1/accounts/{id}', { params }));
    }],
    ['WealthKernel', WealthKernelError, { title: 'Not Found', status: 404, errors: { id: ['is unknown'] } }, 'Not Found (id: is unknown)', (fetch: (request: Request) => Promise<Response>) => {
      const client = wealthkernelClient({ url, ...credentials, fetch });
      return client.value(client.GET('/parties'));
    }],
    ['Braid', BraidError, { error: 'There is no such wallet.', code: 'wallet_not_found' }, 'There is no such wallet.', (fetch: (request: Request) => Promise<Response>) => {
      const client = braidClient({ url, token: 't', fetch });
      return client.value(client.GET('/v2/portfolio-wallets/{walletId}', { params: { path: { walletId: 'w' } } }));
    }],
    ['an operator', OperatorError, { type: 'urn:sluice:problem:not_found', title: 'Not found', status: 404, detail: 'There is nothing with this id.', errors: [{ field: 'id', message: 'is unknown' }] }, 'There is nothing with this id. (id is unknown)', (fetch: (request: Request) => Promise<Response>) => {
      const client = operatorClient({ url, key: 'k', fetch });
      return client.value(client.GET('/withdrawals/{id}', { params: { path: { id: 'x' } } }));
    }],
  ] as const)('is an error in the words of %s', async (_, kind, body, message, call) => {
    const error: unknown = await call(gateway(json(body, 404)).fetch).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status: 404, message, body });
  });

  it('of something before the gateway is an error too', async () => {
    const client = operatorClient({ url, key: 'k', fetch: () => Promise.resolve(new Response('<h1>Bad Gateway</h1>', { status: 502 })) });
    await expect(client.value(client.GET('/clock'))).rejects.toMatchObject({ status: 502, code: undefined, message: 'The gateway answered 502.' });
  });
});

async function all(rows: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of rows) ids.push(id);
  return ids;
}

describe('the rows of a list', () => {
  it('come page after page, in each API’s way', async () => {
    const [one, two] = [{ id: '1' }, { id: '2' }];
    const operators = gateway(json({ data: [one], nextCursor: 'c' }), json({ data: [two], nextCursor: null }));
    const operator = operatorClient({ url, key: 'k', fetch: operators.fetch });
    expect(await all(operator.rows((query) => operator.GET('/withdrawals', { params: { query } })))).toEqual(['1', '2']);
    const bultras = gateway(json({ data: [one], pagination: { has_more: true, next_cursor: '1' } }), json({ data: [two], pagination: { has_more: false } }));
    const bultra = bultraClient({ url, ...credentials, fetch: bultras.fetch });
    expect(await all(bultra.rows((query) => bultra.GET('/v1/withdrawals', { params: { query } })))).toEqual(['1', '2']);
    const kernels = gateway(json([one], 200, { 'pagination-last': 'a' }), json([two], 200, { 'pagination-last': 'b' }), json([]));
    const kernel = wealthkernelClient({ url, ...credentials, fetch: kernels.fetch });
    expect(await all(kernel.rows((query) => kernel.GET('/parties', { params: { query } })))).toEqual(['1', '2']);
    const braids = gateway(json({ data: [one], nextCursor: 'c' }), json({ data: [two], nextCursor: null }));
    const braid = braidClient({ url, token: 't', fetch: braids.fetch });
    expect(await all(braid.rows((query) => braid.GET('/v2/portfolio-wallets', { params: { query } })))).toEqual(['1', '2']);
    expect([operators, bultras, kernels, braids].map(({ asked }) => asked[1]?.path)).toEqual(['/ops/v1/withdrawals?cursor=c', '/bultra/v1/withdrawals?starting_after=1', '/wealthkernel/parties?after=a', '/braid/v2/portfolio-wallets?cursor=c']);
  });

  it('end with the error of a page', async () => {
    const { fetch } = gateway(json({ data: [{ id: '1' }], nextCursor: 'c' }), json({ detail: 'No.', type: 'urn:sluice:problem:invalid_request' }, 400));
    const operator = operatorClient({ url, key: 'k', fetch });
    await expect(all(operator.rows((query) => operator.GET('/withdrawals', { params: { query } })))).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('of the event log end where there are no more for now, though it has a cursor to ask again from', async () => {
    const { fetch, asked } = gateway(json({ data: [{ id: '1' }], nextCursor: '1' }), json({ data: [], nextCursor: '1' }));
    const operator = operatorClient({ url, key: 'k', fetch });
    expect(await all(operator.rows((query) => operator.GET('/events', { params: { query } })))).toEqual(['1']);
    expect(asked).toHaveLength(2);
  });
});

describe('the stream of events', () => {
  const event = (id: string): string => `id: ${id}\nevent: withdrawal.created\ndata: {"id":"${id}"}\n\n`;
  const client = (...texts: readonly string[]) => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => texts.forEach((text) => controller.enqueue(new TextEncoder().encode(text))) });
    return operatorClient({ url, key: 'k', tenant: 'globex', timeoutMs: 50, fetch: ({ headers }) => Promise.resolve(headers.get('sluice-tenant') === 'globex' ? new Response(body) : json({}, 403)) });
  };

  it('is heard event by event, whole or in pieces, longer than an answer may take, until the listener has had enough', async () => {
    const leaving = new AbortController();
    const events = await client(': listening\n\n', event('1'), event('2').slice(0, 30), event('2').slice(30)).listen(leaving.signal);
    const heard: string[] = [];
    const ended = (async () => {
      for await (const { id } of events) if (heard.push(id) === 2) AbortSignal.timeout(100).addEventListener('abort', () => leaving.abort());
    })();
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
    expect(heard).toEqual(['1', '2']);
  });

  it('is refused in the API’s words', async () => {
    const refusing = operatorClient({ url, key: 'k', fetch: () => Promise.resolve(json({ detail: 'Too many listen to events.', type: 'urn:sluice:problem:rate_limited' }, 403)) });
    await expect(refusing.listen(new AbortController().signal)).rejects.toMatchObject({ code: 'rate_limited', message: 'Too many listen to events.' });
  });
});
