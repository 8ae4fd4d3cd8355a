import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withdrawFromWallet } from '@sluice/contract-intake';
import { DomainError, newId, refusalCodes } from '@sluice/kernel';
import { isBraidCode } from '../src/dialects/braid/errors.js';
import { BASE, BraidUnderTest, codeOf, walletOrder, withdrawalOrder } from './braid-fixtures.js';
import type { Answer } from './gateway-under-test.js';

let braid: BraidUnderTest;
let wallet: string;
beforeAll(async () => {
  braid = await BraidUnderTest.start({ requestTimeoutMs: 5_000 });
  wallet = await braid.wallet();
});
afterAll(() => braid.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const post = async (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE): Promise<Answer> =>
  braid.gateway.raw('POST', `${BASE}${path}`, { ...(await braid.gateway.authorization('acme-braid')), ...headers }, body);

describe('a caller that is not known', () => {
  it.each([
    ['no token', {}], ['a wrong token', { authorization: 'Bearer wrong-token-000000' }], ['another scheme', { authorization: 'Basic YTpi' }], ['an empty token', { authorization: 'Bearer ' }],
    ['an operator’s key', { authorization: 'Bearer acme-ops-key-00000001' }], ['a client’s secret', { authorization: 'Bearer acme-bultra-secret-0001' }],
  ])('is turned away in exactly these words: %s', async (_, headers) => {
    for (const [method, path] of [['GET', ''], ['POST', `${wallet}/withdraw`], ['GET', '/yield-sources'], ['POST', `${wallet}/withdrawals/${newId()}/payouts/${newId()}/approve`]]) {
      const answer = await braid.gateway.raw(String(method), `${BASE}${path}`, headers);
      expect([answer.status, answer.text]).toEqual([401, '{"error":"Unauthenticated request","code":"unauthenticated"}']);
    }
  });

  it('opens no other dialect with its token', async () => {
    expect((await braid.gateway.as('acme-braid', 'GET', '/bultra/v1/accounts')).status).toBe(401);
    expect((await braid.gateway.as('acme-braid', 'GET', '/ops/v1/clock')).status).toBe(401);
  });
});

describe('a body that is not what it should be', () => {
  it.each([
    ['no JSON', '{"label":'], ['an array', '[{}]'], ['null', 'null'], ['a word', '"x"'], ['a field given twice', '{"label":"a","label":"b"}'], ['a NUL character', '{"label":"a\\u0000"}'],
    ['half a surrogate pair', '{"label":"\\ud800"}'], ['deep nesting', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
  ])('is refused with 400: %s', async (_, body) => {
    for (const path of ['', `${wallet}/withdraw`, `${wallet}/withdrawal-preview`, '/withdrawal-time-estimates']) expect(codeOf(await post(path, body))).toEqual([400, 'validation_error']);
  });

  it('is refused where none is needed too', async () => {
    const { path, payout } = await braid.withdrawal(wallet);
    for (const at of [`${path}/cancel`, `${payout}/cancel`, `${payout}/retry`, `${payout}/approve`, `${payout}/reject`]) {
      expect([at, ...codeOf(await post(at, '[]'))]).toEqual([at, 400, 'validation_error']);
      expect([at, ...codeOf(await post(at, 'yes', { 'content-type': 'text/plain' }))]).toEqual([at, 415, 'unsupported_media_type']);
    }
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=latin1'])('is refused with 415: %s', async (type) => {
    expect(codeOf(await post('', '{}', { 'content-type': type }))).toEqual([415, 'unsupported_media_type']);
  });

  it('is refused with 413 above 256 KiB', async () => {
    expect(codeOf(await post('', `{"a":"${'x'.repeat(256 * 1024)}"}`))).toEqual([413, 'payload_too_large']);
  });

  it('reaches no service', async () => {
    const before = braid.gateway.fake.received(withdrawFromWallet).length;
    for (const change of [{ withdrawalAmount: '0' }, { chain: 'solana' }, { token: 'usdt' }, { destinationAddress: '0x' }, { requestId: '1' }, { requestId: null }]) {
      expect((await braid.send('POST', `${wallet}/withdraw`, { ...withdrawalOrder(), ...change })).status).toBe(400);
    }
    expect(braid.gateway.fake.received(withdrawFromWallet)).toHaveLength(before);
  });
});

describe('an order with a bad field', () => {
  it.each([
    [{ withdrawalAmount: '1.0000000' }, 'precision_overflow'], [{ withdrawalAmount: 65 }, 'invalid_amount'], [{ withdrawalAmount: '-1' }, 'invalid_amount'], [{ destinationAddress: 5 }, 'invalid_address'],
    [{ chain: 'solana' }, 'unsupported_chain'], [{ token: 'usdt' }, 'unsupported_token'], [{ requestId: 'x' }, 'invalid_request_id'], [{ token: null, chain: null }, 'validation_error'],
  ])('%j is answered with its own code', async (change, code) => {
    const answer = await braid.send('POST', `${wallet}/withdraw`, { ...withdrawalOrder(), ...change });
    expect(codeOf(answer)).toEqual([400, code]);
    expect(Object.keys(answer.body)).toEqual(['error', 'code']);
    expect(answer.body['error']).toMatch(/^[A-Za-z].*\.$/);
  });

  it.each([[{ positions: [] }, 'invalid_positions'], [{ positions: 'usdz' }, 'invalid_positions'], [{ positions: null }, 'validation_error'], [{ label: 5 }, 'validation_error'], [{ requestId: 7 }, 'invalid_request_id']])(
    'is no wallet: %j', async (change, code) => {
      expect(codeOf(await braid.send('POST', '', { ...walletOrder(), ...change }))).toEqual([400, code]);
    },
  );
});

describe('a path or method that is not served', () => {
  it.each(['/braid', '/braid/v2', '/braid/v1/portfolio-wallets', '/braid/v2/nothing', `/braid/v2/portfolio-wallets/${newId()}/nothing`])('finds nothing at %s', async (path) => {
    expect(codeOf(await braid.gateway.as('acme-braid', 'GET', path))).toEqual([404, 'not_found']);
  });

  it.each([['PUT', '', 'GET, HEAD, POST'], ['DELETE', `/${newId()}`, 'GET, HEAD'], ['GET', `/${newId()}/withdraw`, 'POST'], ['POST', `/${newId()}/withdrawals`, 'GET, HEAD'], ['GET', `/${newId()}/withdrawals/${newId()}/cancel`, 'POST']])(
    'answers %s %s with 405 and what is allowed', async (method, path, allow) => {
      const answer = await braid.send(method, path);
      expect([...codeOf(answer), answer.headers.get('allow')]).toEqual([405, 'method_not_allowed', allow]);
    },
  );

  it('cannot read a path that is not decodable', async () => {
    expect(codeOf(await braid.send('GET', '/%ZZ'))).toEqual([400, 'validation_error']);
  });
});

describe('a refusal of a service', () => {
  it.each(refusalCodes)('is answered with the dialect’s code: %s', async (code) => {
    braid.gateway.fake.on(withdrawFromWallet, () => {
      throw new DomainError(code, 'The canonical sentence.');
    });
    const answer = await braid.send('POST', `${wallet}/withdraw`, withdrawalOrder());
    braid.wallets.listen(braid.gateway.fake);
    expect(answer.status).toBeLessThan(500);
    expect([Object.keys(answer.body), isBraidCode(String(answer.body['code']))]).toEqual([['error', 'code'], true]);
  });

  it('is a 503 when it is a failure', async () => {
    braid.gateway.fake.on(withdrawFromWallet, () => {
      throw new Error('a secret of the house');
    });
    const answer = await braid.send('POST', `${wallet}/withdraw`, withdrawalOrder());
    braid.wallets.listen(braid.gateway.fake);
    expect(codeOf(answer)).toEqual([503, 'service_unavailable']);
    expect(answer.text).not.toContain('secret');
  });
});

describe('an organisation that sends too many requests', () => {
  it('is answered with 429 and what its limit is', async () => {
    const busy = await BraidUnderTest.start({ rateLimitPerSecond: 5 });
    const many = await Promise.all(Array.from({ length: 40 }, () => busy.send('GET', '/yield-sources')));
    const refused = many.find(({ status }) => status === 429);
    await busy.stop();
    expect(refused?.body).toEqual({ error: 'Too many requests.', code: 'rate_limited' });
    expect(['limit', 'remaining', 'reset'].map((name) => refused?.headers.get(`ratelimit-${name}`))).toEqual(['5', '0', '1']);
  });
});

describe('outside of the sandbox', () => {
  it('there is no stand-in for the customer’s vote', async () => {
    const outside = await BraidUnderTest.start({}, { sandbox: false });
    const answers = await Promise.all(['approve', 'reject'].map((verb) => outside.send('POST', `/${newId()}/withdrawals/${newId()}/payouts/${newId()}/${verb}`)));
    await outside.stop();
    expect(answers.map(codeOf)).toEqual([[404, 'not_found'], [404, 'not_found']]);
  });
});
