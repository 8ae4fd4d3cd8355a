import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptWithdrawal, createWithdrawal } from '@sluice/contract-intake';
import { getAccount } from '@sluice/contract-ledger';
import { DomainError, refusalCodes } from '@sluice/kernel';
import { counterparty, createdWithdrawal, withdrawalOrder } from './bultra-fixtures.js';
import { silence } from './fake-services.js';
import { GatewayUnderTest, type Answer } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start({ requestTimeoutMs: 5_000 });
});
afterAll(() => gateway.stop());

const codeOf = ({ status, body }: Answer): unknown[] => [status, (body['error'] as { code?: string } | undefined)?.code];
const fieldsOf = ({ body }: Answer): string[] => ((body['error'] as { details?: { field: string }[] }).details ?? []).map(({ field }) => field);
const JSON_TYPE = { 'content-type': 'application/json' };
const WITHDRAWALS = '/bultra/v1/withdrawals';

describe('a body that is not what it should be', () => {
  const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE): Promise<Answer> =>
    gateway.raw('POST', WITHDRAWALS, { ...(await gateway.authorization('acme-bultra')), ...headers }, body);

  it.each([
    ['no JSON', '{"amount":'],
    ['a word', 'hello'],
    ['an array at the top', '[{"amount":"1"}]'],
    ['a string at the top', '"amount"'],
    ['null at the top', 'null'],
    ['a field given twice', '{"amount":"1","amount":"2"}'],
    ['a field given twice by another spelling', '{"amount":"1","\\u0061mount":"2"}'],
    ['a field given twice further down', '{"profile":{"name":"a","name":"b"}}'],
    ['a NUL character', '{"reference":"a\\u0000b"}'],
    ['a NUL character in a name', '{"a\\u0000":1}'],
    ['half a surrogate pair', '{"reference":"\\ud800"}'],
    ['deep nesting', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['nesting to the brim', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['comments', '{"amount":"1" /* one */}'],
    ['NaN', '{"amount":NaN}'],
  ])('is refused with 400: %s', async (_, body) => {
    const answer = await post(body);
    expect(codeOf(answer)).toEqual([400, 'INVALID_REQUEST']);
    expect(Object.keys(answer.body['error'] as object)).toEqual(['code', 'message']);
  });

  it('is refused with 400: bytes that are not UTF-8', async () => {
    expect(codeOf(await post(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])))).toEqual([400, 'INVALID_REQUEST']);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=latin1', 'application/jsonp', ''])(
    'is refused with 415: %s', async (type) => {
      expect(codeOf(await post('{}', { 'content-type': type }))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    },
  );

  it('is refused with 415 when it is compressed', async () => {
    expect(codeOf(await post('{}', { ...JSON_TYPE, 'content-encoding': 'gzip' }))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset="UTF-8"'])('is read as %s', async (type) => {
    expect(fieldsOf(await post('{}', { 'content-type': type }))).toContain('amount');
  });

  it.each([256 * 1024 + 1, 1_000_000, 4_000_000])('is refused with 413 at %d bytes', async (size) => {
    expect(codeOf(await post(`{"a":"${'x'.repeat(size - 8)}"}`))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('is read at 256 KiB', async () => {
    expect(codeOf(await post(`{"a":"${'x'.repeat(256 * 1024 - 8)}"}`))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('is asked for where there is none', async () => {
    const answer = await gateway.as('acme-bultra', 'POST', WITHDRAWALS);
    expect(codeOf(answer)).toEqual([400, 'INVALID_REQUEST']);
    expect(fieldsOf(answer)).toEqual(['account_id', 'counterparty_id', 'amount', 'purpose']);
  });

  it('is refused on accept too, which needs none', async () => {
    const id = await createdWithdrawal(gateway, 'acme-bultra');
    const headers = await gateway.authorization('acme-bultra');
    expect(codeOf(await gateway.raw('POST', `${WITHDRAWALS}/${id}/accept`, { ...headers, ...JSON_TYPE }, '[]'))).toEqual([400, 'INVALID_REQUEST']);
    expect(codeOf(await gateway.raw('POST', `${WITHDRAWALS}/${id}/accept`, { ...headers, 'content-type': 'text/plain' }, 'yes'))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('reaches no service', async () => {
    const before = gateway.fake.received(createWithdrawal).length;
    await post('{"amount":"1","amount":"2"}');
    expect(gateway.fake.received(createWithdrawal)).toHaveLength(before);
  });
});

describe('a path or method that is not served', () => {
  it.each(['/bultra/v1/nothing', '/bultra/v1/withdrawals/wth_1/nothing', '/bultra', '/bultra/v2/withdrawals'])('finds nothing at %s', async (path) => {
    expect(codeOf(await gateway.as('acme-bultra', 'GET', path))).toEqual([404, 'NOT_FOUND']);
  });

  it.each([
    ['DELETE', WITHDRAWALS, 'GET, HEAD, POST'], ['PUT', `${WITHDRAWALS}/wth_1`, 'GET, HEAD'], ['GET', `${WITHDRAWALS}/wth_1/accept`, 'POST'],
    ['PATCH', '/bultra/v1/accounts', 'GET, HEAD, POST'], ['OPTIONS', WITHDRAWALS, 'GET, HEAD, POST'],
  ])('answers %s %s with 405 and what is allowed', async (method, path, allowed) => {
    const answer = await gateway.as('acme-bultra', method, path);
    expect([...codeOf(answer), answer.headers.get('allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', allowed]);
  });

  it.each(['/bultra/v1/withdrawals/%ZZ', '/bultra/v1/withdrawals/%C0%AF'])('cannot read %s', async (path) => {
    expect(codeOf(await gateway.as('acme-bultra', 'GET', path))).toEqual([400, 'INVALID_REQUEST']);
  });

  it.each(['//braid/v2/portfolio-wallets/%ZZ/withdrawals', '//bultra/v1/withdrawals/%C0%AF', '/nothing/%ZZ'])('cannot read %s outside of every dialect, and says so with problem details', async (path) => {
    const { status, headers, body } = await gateway.raw('GET', path);
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(body).toMatchObject({ type: 'urn:sluice:problem:malformed_path', status: 400 });
  });

  it.each(['/', '/nothing', '/bultraist'])('answers %s outside of every dialect with problem details', async (path) => {
    const { status, headers, body } = await gateway.raw('GET', path);
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(body).toMatchObject({ type: 'urn:sluice:problem:unknown_path', status: 404 });
  });

  it('leaves health to speak for itself', async () => {
    expect((await gateway.raw('GET', '/health/live')).body).toEqual({ status: 'live' });
  });

  it('sends security headers and says nothing of what it is made of', async () => {
    const { headers } = await gateway.raw('GET', '/bultra/v1/withdrawals');
    expect([headers.get('x-content-type-options'), headers.get('x-powered-by'), headers.get('cache-control')]).toEqual(['nosniff', null, 'no-store']);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a caller', () => {
  it.each([
    ['nothing', {}], ['no scheme', { authorization: 'abc' }], ['basic', { authorization: 'Basic YTpi' }], ['a wrong token', { authorization: 'Bearer abc' }],
    ['a forged token', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.' }], ["an operator's key", { authorization: 'Bearer acme-ops-key-00000001' }],
  ])('is turned away with %s', async (_, headers) => {
    const answer = await gateway.raw('GET', WITHDRAWALS, headers);
    expect(codeOf(answer)).toEqual([401, 'UNAUTHORIZED']);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="bultra"/);
  });

  it('is turned away before its body is judged', async () => {
    expect(codeOf(await gateway.raw('POST', WITHDRAWALS, JSON_TYPE, 'nonsense'))).toEqual([401, 'UNAUTHORIZED']);
  });

  it.each([['withdrawals', 'withdrawals:write'], ['accounts', 'accounts:write'], ['counterparties', 'counterparties:write'], ['withdrawals/wth_1/accept', 'withdrawals:write'], ['withdrawals/wth_1/cancel', 'withdrawals:write']])(
    'may not post to %s when it may only read', async (path, scope) => {
      const answer = await gateway.as('acme-bultra-ro', 'POST', `/bultra/v1/${path}`, {});
      expect(codeOf(answer)).toEqual([403, 'FORBIDDEN']);
      expect(answer.headers.get('www-authenticate')).toContain(`error="insufficient_scope", scope="${scope}"`);
    },
  );

  it('may read when it may only read', async () => {
    for (const path of ['withdrawals', 'accounts', 'counterparties']) expect((await gateway.as('acme-bultra-ro', 'GET', `/bultra/v1/${path}`)).status).toBe(200);
  });

  it('of another tenant finds nothing', async () => {
    const id = await createdWithdrawal(gateway, 'acme-bultra');
    const order = await withdrawalOrder(gateway, 'acme-bultra');
    for (const [method, path] of [['GET', id], ['GET', `${id}/status`], ['POST', `${id}/accept`], ['POST', `${id}/cancel`]] as const) {
      expect(codeOf(await gateway.as('globex-bultra', method, `${WITHDRAWALS}/${path}`))).toEqual([404, 'NOT_FOUND']);
    }
    expect(codeOf(await gateway.as('globex-bultra', 'GET', `/bultra/v1/accounts/${order['account_id'] ?? ''}`))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await gateway.as('globex-bultra', 'GET', `/bultra/v1/counterparties/${order['counterparty_id'] ?? ''}`))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await gateway.as('globex-bultra', 'POST', WITHDRAWALS, order))).toEqual([404, 'NOT_FOUND']);
    expect((await gateway.as('globex-bultra', 'GET', `${WITHDRAWALS}?account_id=${order['account_id'] ?? ''}`)).body['data']).toEqual([]);
  });

  it.each(['wth_', 'wth_x', 'acc_1', '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11', `wth_${'1'.repeat(200)}`, 'WTH_1'])('finds nothing under the id %s', async (id) => {
    expect(codeOf(await gateway.as('acme-bultra', 'GET', `${WITHDRAWALS}/${id}`))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('a body with bad fields', () => {
  it('names all of them at once', async () => {
    const answer = await gateway.as('acme-bultra', 'POST', WITHDRAWALS, { account_id: 1, counterparty_id: '', amount: '-1', purpose: 'GIFT', rail: 'SWIFT', reference: 'x'.repeat(141) });
    expect(codeOf(answer)).toEqual([400, 'INVALID_REQUEST']);
    expect(fieldsOf(answer).sort()).toEqual(['account_id', 'amount', 'counterparty_id', 'purpose', 'rail', 'reference']);
  });

  it('names nested ones with dots, bank numbers among them', async () => {
    const answer = await gateway.as('acme-bultra', 'POST', '/bultra/v1/counterparties', {
      customer_id: 'c', type: 'CAT', profile: { relationship_to_customer: 'SELF' }, supported_rails: ['ACH', 'SEPA'], account: { routing_number: '021000022', iban: 'DE00' },
    });
    expect(fieldsOf(answer).sort()).toEqual(['account.account_number', 'account.iban', 'account.routing_number', 'profile.name', 'type']);
  });

  it('may not reach a rail without its numbers', async () => {
    const answer = await gateway.as('acme-bultra', 'POST', '/bultra/v1/counterparties', { ...counterparty, supported_rails: ['FPS'], account: {} });
    expect(fieldsOf(answer).sort()).toEqual(['account.account_number', 'account.sort_code']);
  });
});

describe('what a service refuses', () => {
  afterAll(() => gateway.world.listen(gateway.fake));

  it.each(refusalCodes)('is answered with the dialect’s code: %s', async (code) => {
    gateway.fake.on(createWithdrawal, () => {
      throw new DomainError(code, 'No.');
    });
    const order = { account_id: 'acc_1', counterparty_id: 'cpty_1', amount: '1', purpose: 'OTHER' };
    const answer = await gateway.as('acme-bultra', 'POST', WITHDRAWALS, order);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect((answer.body['error'] as { code: string }).code).toMatch(/^[A-Z_]+$/);
    expect(answer.text).not.toContain(code);
  });

  it('names fields as the dialect does', async () => {
    gateway.fake.on(createWithdrawal, () => {
      throw new DomainError('invalid_request', 'No.', [{ field: 'destinationId', message: 'is odd' }]);
    });
    const answer = await gateway.as('acme-bultra', 'POST', WITHDRAWALS, { account_id: 'acc_1', counterparty_id: 'cpty_1', amount: '1', purpose: 'OTHER' });
    expect(fieldsOf(answer)).toEqual(['counterparty_id']);
  });
});

describe('a service that does not answer', () => {
  it('makes no success: 503, safe to repeat', async () => {
    const id = await createdWithdrawal(gateway, 'acme-bultra');
    gateway.fake.on(acceptWithdrawal, () => silence);
    const answer = await gateway.as('acme-bultra', 'POST', `${WITHDRAWALS}/${id}/accept`);
    expect([...codeOf(answer), answer.headers.get('retry-after')]).toEqual([503, 'SERVICE_UNAVAILABLE', '1']);
  });

  it('shows nothing of what failed inside', async () => {
    gateway.fake.on(getAccount, () => {
      throw new Error('connection to 10.0.0.1 refused at ledger.ts:12');
    });
    const answer = await gateway.as('acme-bultra', 'GET', '/bultra/v1/accounts/acc_1');
    expect(codeOf(answer)).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(answer.text).not.toMatch(/10\.0\.0\.1|ledger|\.ts/);
  });
});

describe('a sender that goes away in the middle of its body', () => {
  it('does not disturb the others', async () => {
    const { hostname, port } = new URL(gateway.service.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`POST ${WITHDRAWALS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a"`, () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    expect((await gateway.as('acme-bultra', 'GET', WITHDRAWALS)).status).toBe(200);
  });
});
