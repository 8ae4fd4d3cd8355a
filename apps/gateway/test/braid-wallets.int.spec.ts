import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deposit, openAccount } from '@sluice/contract-ledger';
import { depositToWallet, openWallet, setWalletStatus } from '@sluice/contract-liquidity';
import { newId } from '@sluice/kernel';
import { ADDRESS, BraidUnderTest, codeOf, walletOrder, withdrawalOrder } from './braid-fixtures.js';
import { silence } from './fake-services.js';

let braid: BraidUnderTest;
beforeAll(async () => {
  braid = await BraidUnderTest.start({ requestTimeoutMs: 5_000 });
});
afterAll(() => braid.stop());

describe('an organisation and its wallet', () => {
  it('is given one with the keys of its documentation, in their order, and an account for it', async () => {
    const order = walletOrder();
    const { status, body, headers } = await braid.send('POST', '', { ...order, colour: 'blue' });
    expect([status, headers.get('content-type')]).toEqual([201, 'application/json; charset=utf-8']);
    expect(Object.keys(body)).toEqual(['id', 'label', 'status', 'createdAt', 'depositAddresses', 'balance', 'strategy', 'positions']);
    expect(body).toMatchObject({
      label: 'Treasury', status: 'active', createdAt: '2026-02-05T08:15:00.000Z', balance: { totalUsd: '0.00', withdrawableUsd: '0.00', earnedUsd: '0.00' },
      strategy: { allocations: [{ positionKey: 'usdz', pct: 60 }, { positionKey: 'rlp', pct: 40 }], status: 'aligned' },
      positions: [{ positionKey: 'usdz', name: 'USDZ', chain: 'arbitrum', targetWeightBps: 6000, valueUsd: '0.00' }, { positionKey: 'rlp', targetWeightBps: 4000 }],
    });
    expect(braid.gateway.fake.received(openAccount).at(-1)).toMatchObject({ tenantId: 'acme', body: { id: body['id'], kind: 'wallet', owner: 'acme', currency: 'USDC' } });
    expect((await braid.send('GET', `/${String(body['id'])}`)).body).toEqual(body);
  });

  it('is given the same one again under its requestId, in capitals too, and another under another', async () => {
    const order = walletOrder();
    const first = await braid.send('POST', '', order);
    const again = await braid.send('POST', '', { ...order, requestId: order.requestId.toUpperCase(), approvalPolicy: 'none' });
    expect([first.status, again.status, again.text]).toEqual([201, 200, first.text]);
    expect(codeOf(await braid.send('POST', '', { ...order, label: 'Other' }))).toEqual([409, 'request_id_conflict']);
    expect((await braid.send('POST', '', { ...order, requestId: newId() })).body['id']).not.toBe(first.body['id']);
  });

  it('is given one, though it is ordered fifty times at once', async () => {
    const order = walletOrder();
    const answers = await Promise.all(Array.from({ length: 50 }, () => braid.send('POST', '', order)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(49);
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
  });

  it('shares a requestId with another organisation without touching it', async () => {
    const order = walletOrder();
    const [acme, globex] = await Promise.all([braid.send('POST', '', order), braid.send('POST', '', order, 'globex-braid')]);
    expect([acme.status, globex.status]).toEqual([201, 201]);
    expect(acme.body['id']).not.toBe(globex.body['id']);
  });

  it('finishes by asking again what a silent ledger left half done', async () => {
    const order = walletOrder();
    const before = braid.gateway.fake.received(openWallet).length;
    braid.gateway.fake.on(openAccount, () => silence);
    expect(codeOf(await braid.send('POST', '', order))).toEqual([503, 'service_unavailable']);
    braid.gateway.world.listen(braid.gateway.fake);
    const again = await braid.send('POST', '', order);
    expect(again.status).toBe(200);
    expect(new Set(braid.gateway.fake.received(openWallet).slice(before).map(({ body }) => body.id))).toEqual(new Set([again.body['id']]));
  });

  it('pages through its own wallets, newest first', async () => {
    const made: unknown[] = [];
    for (let count = 0; count < 3; count += 1) made.unshift((await braid.send('POST', '', walletOrder())).body['id']);
    const first = await braid.send('GET', '?limit=2');
    expect((first.body['data'] as { id: string }[]).map(({ id }) => id)).toEqual(made.slice(0, 2));
    const cursor = String(first.body['nextCursor']);
    const second = await braid.send('GET', `?limit=1&cursor=${cursor}`);
    expect((second.body['data'] as { id: string }[]).map(({ id }) => id)).toEqual(made.slice(2));
    expect((await braid.send('GET', '?limit=100')).body['nextCursor']).toBeNull();
    expect(codeOf(await braid.send('GET', `?cursor=${cursor}`, undefined, 'globex-braid'))).toEqual([400, 'invalid_cursor']);
    for (const query of ['limit=0', 'limit=101', 'limit=x']) expect(codeOf(await braid.send('GET', `?${query}`))).toEqual([400, 'validation_error']);
    expect(codeOf(await braid.send('GET', '?cursor=nonsense'))).toEqual([400, 'invalid_cursor']);
  });
});

describe('what can be known beforehand', () => {
  it('is where yield comes from', async () => {
    const { status, body } = await braid.send('GET', '/yield-sources');
    expect([status, Object.keys(body)]).toEqual([200, ['yieldSources']]);
    expect((body['yieldSources'] as object[])[0]).toEqual({ positionKey: 'usdz', name: 'USDZ', chain: 'arbitrum', unwindTime: 'PT0H', type: 'stablecoin' });
  });

  it('is how long a withdrawal takes', async () => {
    const { status, body } = await braid.send('POST', '/withdrawal-time-estimates', { destinationToken: 'usdc', destinationChain: 'ethereum', positions: walletOrder().positions });
    expect(status).toBe(200);
    expect(body).toMatchObject({ destinationToken: 'usdc', destinationChain: 'ethereum', fullSettlementTime: { p50: 'PT0H', p90: 'PT1M', max: 'PT1H' } });
    expect((body['estimates'] as object[])[1]).toMatchObject({ positionKey: 'rlp', targetWeightBps: 4000, steps: [{ step: 'bridge_cctp', p50: 'PT0H', p90: 'PT1M', max: 'PT1H' }] });
  });

  it('is what a withdrawal would do, also over what is there', async () => {
    const wallet = await braid.wallet();
    const { status, text } = await braid.send('POST', `${wallet}/withdrawal-preview`, { destinationChain: 'polygon', destinationToken: 'usdc', withdrawalAmount: '65000' });
    expect([status, text]).toEqual([200, '{"amountUsd":"65000.00","feeUsd":"0.00","availableUsd":"1000.00","estimatedCompletionTime":"PT2H"}']);
    expect(codeOf(await braid.send('POST', `${wallet}/withdrawal-preview`, withdrawalOrder()))).toEqual([400, 'validation_error']);
  });
});

describe('a name that is fixed', () => {
  it.each([
    ['POST', '/yield-sources', 'GET, HEAD'], ['DELETE', '/yield-sources', 'GET, HEAD'], ['GET', '/withdrawal-time-estimates', 'POST'], ['PUT', '/Withdrawal-Time-Estimates', 'POST'],
  ])('answers %s %s with 405 and what is allowed', async (method, path, allow) => {
    const answer = await braid.send(method, path);
    expect([...codeOf(answer), answer.headers.get('allow')]).toEqual([405, 'method_not_allowed', allow]);
  });

  it.each([['GET', '/yield-sources/withdrawals'], ['POST', '/withdrawal-time-estimates/withdraw'], ['POST', '/yield-sources/withdrawal-preview'], ['GET', `/yield-sources/withdrawals/${newId()}`]])('is no wallet: %s %s', async (method, path) => {
    expect(codeOf(await braid.send(method, path, method === 'POST' ? withdrawalOrder() : undefined))).toEqual([404, 'not_found']);
  });
});

describe('what can be made to happen to a wallet', () => {
  it('is a deposit of cash, told to liquidity, which has it booked', async () => {
    const wallet = await braid.wallet();
    const target = wallet.slice(1);
    const { status, body } = await braid.ops('simulations/deposits', { target, amount: '0.000001', currency: 'USDC', chain: 'base' });
    expect([status, body]).toEqual([201, { id: expect.any(String) }]);
    expect(braid.gateway.fake.received(depositToWallet).at(-1)?.body).toEqual({ depositId: body['id'], walletId: target, chain: 'base', amount: { currency: 'USDC', units: '1' } });
    expect(braid.gateway.fake.received(deposit)).toEqual([]);
    expect((await braid.send('GET', wallet)).body['balance']).toMatchObject({ totalUsd: '1000.000001' });
  });

  it.each([[{}, 'arbitrum'], [{ positionKey: 'usdz' }, 'arbitrum'], [{ positionKey: 'rlp' }, 'ethereum'], [{ positionKey: 'rlp', chain: 'base' }, 'base'], [{ chain: 'bsc' }, 'bsc']])('arrives with %j on %s', async (more, chain) => {
    const target = (await braid.wallet()).slice(1);
    expect((await braid.ops('simulations/deposits', { target, amount: '5', ...more })).status).toBe(201);
    expect(braid.gateway.fake.received(depositToWallet).at(-1)?.body.chain).toBe(chain);
  });

  it('is nothing that a wallet cannot hold, and nothing for a stranger', async () => {
    const target = (await braid.wallet()).slice(1);
    for (const bad of [{ amount: '0' }, { amount: '1.0000001' }, { amount: 5 }, { amount: '5', currency: 'EUR' }, { amount: '5', chain: 'moon' }, { amount: '5', positionKey: 'gold' }]) {
      expect((await braid.ops('simulations/deposits', { target, ...bad })).status).toBe(400);
    }
    expect((await braid.ops('simulations/deposits', { target, amount: '5' }, 'globex-ops')).status).toBe(404);
    expect((await braid.ops('simulations/deposits', { target: newId(), amount: '5' })).status).toBe(404);
  });

  it.each(['disabled', 'archived', 'creating'])('is to be %s, when it pays nothing out', async (status) => {
    const wallet = await braid.wallet();
    expect((await braid.ops('simulations/status', { target: wallet.slice(1), status })).body).toEqual({ target: wallet.slice(1), status });
    expect(braid.gateway.fake.received(setWalletStatus).at(-1)?.tenantId).toBe('acme');
    expect((await braid.send('GET', wallet)).body['status']).toBe(status);
    expect(codeOf(await braid.send('POST', `${wallet}/withdraw`, withdrawalOrder()))).toEqual([409, 'wallet_not_active']);
    expect(codeOf(await braid.send('POST', `${wallet}/withdrawal-preview`, { destinationChain: 'base', destinationToken: 'usdc', withdrawalAmount: '1' }))).toEqual([409, 'wallet_not_active']);
    expect((await braid.ops('simulations/status', { target: wallet.slice(1), status: 'ACTIVE' })).status).toBe(400);
    expect((await braid.ops('simulations/status', { target: wallet.slice(1), status: 'active' }, 'globex-ops')).status).toBe(404);
  });
});

describe('a stranger’s wallet', () => {
  it('is not found, on any path', async () => {
    const wallet = await braid.wallet('globex-braid');
    const { path, payout } = await braid.withdrawal(wallet, 'globex-braid');
    const order = { ...withdrawalOrder(), destinationAddress: ADDRESS };
    const preview = { destinationChain: 'base', destinationToken: 'usdc', withdrawalAmount: '1' };
    const asked: [string, string, unknown?][] = [
      ['GET', wallet], ['POST', `${wallet}/withdraw`, order], ['POST', `${wallet}/withdrawal-preview`, preview], ['GET', `${wallet}/withdrawals`], ['GET', path], ['POST', `${path}/cancel`],
      ...['cancel', 'retry', 'approve', 'reject'].map((verb): [string, string] => ['POST', `${payout}/${verb}`]),
    ];
    for (const [method, at, body] of asked) expect([at, ...codeOf(await braid.send(method, at, body))]).toEqual([at, 404, 'wallet_not_found']);
    expect((await braid.send('GET', path, undefined, 'globex-braid')).body['status']).toBe('pending');
  });

  it.each(['/x', '/1', `/${newId()}`, '/9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7d', '/..%2f'])('is as little found as %s', async (wallet) => {
    expect(codeOf(await braid.send('GET', wallet))).toEqual([404, 'wallet_not_found']);
    expect(codeOf(await braid.send('GET', `${wallet}/withdrawals`))).toEqual([404, 'wallet_not_found']);
  });
});
