import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getAccount } from '@sluice/contract-ledger';
import { counterparty, createdWithdrawal, fundedAccount, withdrawalOrder } from './bultra-fixtures.js';
import { GatewayUnderTest } from './gateway-under-test.js';

describe('a Bultra client and its withdrawal', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await GatewayUnderTest.start();
  });
  afterAll(() => gateway.stop());

  it('opens an account that is active and empty', async () => {
    const { status, body } = await gateway.as('acme-bultra', 'POST', '/bultra/v1/accounts', { customer_id: 'cus_1', currency: 'EUR', nickname: 'Savings', colour: 'blue' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^acc_\d{15}$/), customer_id: 'cus_1', type: 'STANDARD', currency: 'EUR', status: 'ACTIVE', nickname: 'Savings',
      balance: { available: '0.00', total: '0.00', pending: '0.00' }, created_at: '2026-01-15T10:30:00Z',
    });
  });

  it('sees what was deposited', async () => {
    const id = await fundedAccount(gateway, 'acme-bultra', '1234.5');
    const { body } = await gateway.as('acme-bultra', 'GET', `/bultra/v1/accounts/${id}`);
    expect(body['balance']).toEqual({ available: '1234.50', total: '1234.50', pending: '0.00' });
  });

  it('adds a counterparty with what its rails need and nothing else', async () => {
    const account = { ...counterparty.account, iban: 'nonsense' };
    const { status, body } = await gateway.as('acme-bultra', 'POST', '/bultra/v1/counterparties', { ...counterparty, account });
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.stringMatching(/^cpty_\d{15}$/), ...counterparty, status: 'APPROVED', created_at: '2026-01-15T10:30:00Z' });
    const read = await gateway.as('acme-bultra', 'GET', `/bultra/v1/counterparties/${String(body['id'])}`);
    expect(read.text).toBe(JSON.stringify(read.body));
    expect(read.body).toEqual(body);
  });

  it.each([['PENDING Ada', 'PENDING'], ['REJECTED Ada', 'REJECTED'], ['PENDINGTON', 'APPROVED']])('finds a counterparty named %s %s', async (name, expected) => {
    const profile = { ...counterparty.profile, name };
    const { body } = await gateway.as('acme-bultra', 'POST', '/bultra/v1/counterparties', { ...counterparty, profile });
    expect(body['status']).toBe(expected);
  });

  it('creates a withdrawal and is shown exactly the keys of the documentation, in their order', async () => {
    const order = await withdrawalOrder(gateway, 'acme-bultra');
    const { status, body, headers } = await gateway.as('acme-bultra', 'POST', '/bultra/v1/withdrawals', order);
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(Object.keys(body)).toEqual(['id', 'account_id', 'counterparty_id', 'amount', 'currency', 'rail', 'purpose', 'status', 'created_at']);
    expect(body).toMatchObject({ account_id: order['account_id'], amount: '2500.00', currency: 'USD', rail: 'ACH', status: 'REQUESTED', created_at: '2026-01-15T10:30:00Z' });
    expect(body['id']).toMatch(/^wth_\d{15}$/);
  });

  it('reads it, accepts it once, and cancels it', async () => {
    const id = await createdWithdrawal(gateway, 'acme-bultra');
    const read = await gateway.as('acme-bultra', 'GET', `/bultra/v1/withdrawals/${id}`);
    expect(Object.keys(read.body)).toEqual(['id', 'account_id', 'counterparty_id', 'amount', 'currency', 'rail', 'purpose', 'status', 'reference', 'created_at']);
    const accepted = await gateway.as('acme-bultra', 'POST', `/bultra/v1/withdrawals/${id}/accept`);
    expect(accepted.status).toBe(200);
    expect(accepted.text).toBe(`{"id":"${id}","status":"ACCEPTED","accepted_at":"2026-01-15T10:30:00Z","estimated_completion":"2026-01-20T17:00:00Z"}`);
    expect((await gateway.as('acme-bultra', 'POST', `/bultra/v1/withdrawals/${id}/accept`, {})).body).toMatchObject({ error: { code: 'INVALID_STATUS' } });
    const cancelled = await gateway.as('acme-bultra', 'POST', `/bultra/v1/withdrawals/${id}/cancel`);
    expect(cancelled.text).toBe(`{"id":"${id}","status":"CANCELLED","cancelled_at":"2026-01-15T10:30:00Z"}`);
    const again = await gateway.as('acme-bultra', 'POST', `/bultra/v1/withdrawals/${id}/cancel`);
    expect([again.status, again.body]).toEqual([409, { error: { code: 'INVALID_STATUS', message: expect.any(String) } }]);
  });

  it('has a trace of its own, whatever trace a stranger names', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    await gateway.as('acme-bultra', 'GET', '/bultra/v1/accounts/acc_4711', undefined, { traceparent: `00-${traceId}-00f067aa0ba902b7-01` });
    const asked = gateway.fake.received(getAccount).find(({ body }) => body.id === 'acc_4711');
    expect(asked?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
    expect(asked?.traceparent).not.toContain(traceId);
  });

  it('is answered to HEAD as to GET, without a body', async () => {
    const { status, text, headers } = await gateway.as('acme-bultra', 'HEAD', '/bultra/v1/withdrawals');
    expect([status, text, headers.get('content-type')]).toEqual([200, '', 'application/json; charset=utf-8']);
  });

  it('asks for the status and its required documents', async () => {
    const id = await createdWithdrawal(gateway, 'acme-bultra');
    const { text } = await gateway.as('acme-bultra', 'GET', `/bultra/v1/withdrawals/${id}/status`);
    expect(text).toBe(`{"id":"${id}","status":"REQUESTED","required_documents":[]}`);
  });

  it('pages through its withdrawals, newest first', async () => {
    const order = await withdrawalOrder(gateway, 'globex-bultra');
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift(String((await gateway.as('globex-bultra', 'POST', '/bultra/v1/withdrawals', order)).body['id']));
    const first = await gateway.as('globex-bultra', 'GET', '/bultra/v1/withdrawals?limit=2');
    expect(first.body).toMatchObject({ data: [{ id: ids[0] }, { id: ids[1] }], pagination: { has_more: true, next_cursor: ids[1] } });
    const second = await gateway.as('globex-bultra', 'GET', `/bultra/v1/withdrawals?limit=2&starting_after=${ids[1]}`);
    expect(second.body).toMatchObject({ data: [{ id: ids[2] }], pagination: { has_more: false } });
    expect(second.body['pagination']).toEqual({ has_more: false });
  });

  it.each([
    ['status=REQUESTED', 1], ['status=EXECUTED', 0], ['account_id=acc_1', 0], ['counterparty_id=cpty_1', 0], ['', 1], ['unknown=1', 1],
  ])('lists by %s', async (query, count) => {
    const { status, body } = await gateway.as('globex-bultra', 'GET', `/bultra/v1/withdrawals?limit=1&${query}`);
    expect([status, (body['data'] as unknown[]).length]).toEqual([200, count]);
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'limit=1.5', 'limit=', 'limit=1&limit=2', 'status=DONE', 'status=', 'starting_after=wth_1'])('refuses to list by %s', async (query) => {
    const { status, body } = await gateway.as('acme-bultra', 'GET', `/bultra/v1/withdrawals?${query}`);
    expect([status, body]).toEqual([400, { error: { code: 'INVALID_REQUEST', message: expect.any(String), details: [{ field: query.split('=')[0], message: expect.any(String) }] } }]);
  });
});
