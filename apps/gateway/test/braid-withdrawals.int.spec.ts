import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopWalletWithdrawal, withdrawFromWallet } from '@sluice/contract-intake';
import { voteOnLeg } from '@sluice/contract-payout';
import { DomainError, newId } from '@sluice/kernel';
import { ADDRESS, BraidUnderTest, codeOf, withdrawalOrder } from './braid-fixtures.js';
import { silence } from './fake-services.js';
import type { Answer } from './gateway-under-test.js';

let braid: BraidUnderTest;
let wallet: string;
beforeAll(async () => {
  braid = await BraidUnderTest.start({ requestTimeoutMs: 5_000 });
  wallet = await braid.wallet();
});
afterAll(() => braid.stop());

const withdraw = (body: unknown, from = wallet): Promise<Answer> => braid.send('POST', `${from}/withdraw`, body);
const idsOf = ({ body }: Answer): string[] => (body['data'] as { id: string }[]).map(({ id }) => id);

describe('a withdrawal from a wallet', () => {
  it('is made, read and summed up', async () => {
    const order = withdrawalOrder();
    const made = await withdraw(order);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      requestId: order.requestId, walletId: wallet.slice(1), amountUsd: '65.00', feeUsd: '0.00', destinationChain: 'ethereum', destinationToken: 'usdc', destinationAddress: ADDRESS, status: 'pending',
      txHash: null, failureReason: null, customerApprovalState: 'not_required', blockedBy: null, completedAt: null,
      payouts: [{ legKey: 'pos_cash_usdc:cctp_001', status: 'planning', amount: '65.00' }], sourceLegs: [{ positionKey: 'cash_usdc:cctp', requestedUsdcUnits: '65000000', status: 'pending' }],
    });
    const path = `${wallet}/withdrawals/${String(made.body['id'])}`;
    expect((await braid.send('GET', path)).text).toBe(made.text);
    const { body } = await braid.send('GET', `${wallet}/withdrawals`);
    expect(Object.keys((body['data'] as object[])[0] ?? {})).toEqual(['id', 'requestId', 'walletId', 'amountUsd', 'feeUsd', 'destinationChain', 'destinationToken', 'status', 'createdAt', 'completedAt']);
  });

  it('is the same one again under its requestId, as it is now', async () => {
    const order = withdrawalOrder();
    const made = await withdraw(order);
    braid.wallets.put(String(made.body['id']), { phase: 'delivering' });
    const alike = [order, { ...order, withdrawalAmount: '65.00' }, { ...order, destinationAddress: ADDRESS.toLowerCase() }, { ...order, requestId: order.requestId.toUpperCase() }];
    for (const again of await Promise.all(alike.map((body) => withdraw(body)))) expect([again.status, again.body]).toEqual([200, { ...made.body, status: 'processing' }]);
    for (const change of [{ withdrawalAmount: '65.000001' }, { chain: 'base' }, { destinationAddress: `0x${'1'.repeat(40)}` }]) {
      expect(codeOf(await withdraw({ ...order, ...change }))).toEqual([409, 'request_id_conflict']);
    }
  });

  it('is made once, though it is ordered fifty times at once', async () => {
    const order = withdrawalOrder();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, count) => withdraw({ ...order, withdrawalAmount: count % 2 === 0 ? '65' : '65.000000' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(49);
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
  });

  it('is answered as made to one of those who waited for it, though all waited for the same creation', async () => {
    const order = withdrawalOrder();
    const made = await withdraw(order);
    const [view] = [...braid.wallets.withdrawals.values()].filter(({ view: { id } }) => id === made.body['id']);
    braid.gateway.fake.on(withdrawFromWallet, () => ({ created: true, withdrawal: view!.view }));
    const answers = await Promise.all(Array.from({ length: 5 }, () => withdraw(order)));
    braid.wallets.listen(braid.gateway.fake);
    expect([made, ...answers].map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 200]);
  });

  it('is another one from another wallet', async () => {
    const order = withdrawalOrder();
    const [one, other] = await Promise.all([withdraw(order), withdraw(order, await braid.wallet())]);
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(one.body['id']).not.toBe(other.body['id']);
  });

  it('is refused when there is too little, after the amount itself was judged', async () => {
    expect(codeOf(await withdraw({ ...withdrawalOrder(), withdrawalAmount: '1000.000001' }))).toEqual([409, 'insufficient_funds']);
    expect(codeOf(await withdraw({ ...withdrawalOrder(), withdrawalAmount: '99999999.0000000' }))).toEqual([400, 'precision_overflow']);
  });

  it('finishes, when it is ordered again, what a silent service left unknown, under the same id', async () => {
    const order = withdrawalOrder();
    const before = braid.gateway.fake.received(withdrawFromWallet).length;
    braid.gateway.fake.on(withdrawFromWallet, () => silence);
    const unknown = await withdraw(order);
    expect([...codeOf(unknown), unknown.headers.get('retry-after')]).toEqual([503, 'service_unavailable', '1']);
    braid.wallets.listen(braid.gateway.fake);
    const { body } = await withdraw(order);
    expect(new Set(braid.gateway.fake.received(withdrawFromWallet).slice(before).map((received) => received.body.id))).toEqual(new Set([body['id']]));
  });

  it('is not found by another id, nor in another wallet', async () => {
    const { path, id } = await braid.withdrawal(wallet);
    expect((await braid.send('GET', path.toUpperCase().replace(/WITHDRAWALS/, 'withdrawals'))).status).toBe(200);
    const other = await braid.wallet();
    for (const at of [`${wallet}/withdrawals/${newId()}`, `${wallet}/withdrawals/x`, `${other}/withdrawals/${id}`]) {
      for (const [method, verb] of [['GET', ''], ['POST', '/cancel'], ['POST', `/payouts/${newId()}/retry`]]) {
        expect([at, ...codeOf(await braid.send(String(method), `${at}${verb}`))]).toEqual([at, 404, 'withdrawal_not_found']);
      }
    }
  });
});

describe('a list of withdrawals', () => {
  it('skips and repeats nothing, with equal times and while more come', async () => {
    const from = await braid.wallet();
    const made: string[] = [];
    for (const second of [1, 1, 1, 2, 2, 3]) {
      braid.wallets.nextAt = `2026-02-05T09:00:0${second}.000Z`;
      made.push((await braid.withdrawal(from)).id);
    }
    for (const order of ['asc', 'desc']) {
      const seen: string[] = [];
      for (let cursor: unknown = undefined; cursor !== null; ) {
        const page = await braid.send('GET', `${from}/withdrawals?limit=2&order=${order}${cursor === undefined ? '' : `&cursor=${String(cursor)}`}`);
        expect(page.status).toBe(200);
        seen.push(...idsOf(page));
        cursor = page.body['nextCursor'];
        braid.wallets.nextAt = order === 'asc' ? '2026-02-05T09:00:00.000Z' : '2026-02-05T09:00:09.000Z';
        if (seen.length < 3) await braid.withdrawal(from);
      }
      expect(seen.filter((id) => made.includes(id)).sort()).toEqual([...made].sort());
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('is filtered by status, as often as it is named', async () => {
    const from = await braid.wallet();
    const [one, two, three] = [await braid.withdrawal(from), await braid.withdrawal(from), await braid.withdrawal(from)];
    braid.wallets.put(one.id, { phase: 'settled', endedAt: '2026-02-05T12:30:00.000Z' });
    braid.wallets.put(two.id, { phase: 'delivering' });
    const listed = async (query: string): Promise<string[]> => idsOf(await braid.send('GET', `${from}/withdrawals?${query}`)).sort();
    expect(await listed('status=completed')).toEqual([one.id]);
    expect(await listed('status=completed&status=processing')).toEqual([one.id, two.id].sort());
    expect(await listed('status=pending')).toEqual([three.id]);
    expect(await listed('status=failed')).toEqual([]);
  });

  it('gives a cursor that no other list takes', async () => {
    const { body } = await braid.send('GET', `${wallet}/withdrawals?limit=1`);
    const cursor = String(body['nextCursor']);
    expect((await braid.send('GET', `${wallet}/withdrawals?cursor=${cursor}&limit=7`)).status).toBe(200);
    const others = [`${wallet}/withdrawals?order=asc&cursor=${cursor}`, `${wallet}/withdrawals?status=failed&cursor=${cursor}`, `${await braid.wallet()}/withdrawals?cursor=${cursor}`, `?cursor=${cursor}`, `${wallet}/withdrawals?cursor=x`];
    for (const at of others) expect([at, ...codeOf(await braid.send('GET', at))]).toEqual([at, 400, 'invalid_cursor']);
  });

  it.each(['limit=0', 'limit=101', 'limit=', 'order=up', 'sort=amount', 'status=done', 'limit=1&limit=2'])('is not read with %s', async (query) => {
    expect(codeOf(await braid.send('GET', `${wallet}/withdrawals?${query}`))).toEqual([400, 'validation_error']);
  });
});

describe('a withdrawal that is cancelled', () => {
  it('is cancelled, and stays so unchanged', async () => {
    const { path, id } = await braid.withdrawal(wallet);
    const cancelled = await braid.send('POST', `${path}/cancel`);
    expect([cancelled.status, cancelled.body['status'], cancelled.body['completedAt']]).toEqual([200, 'cancelled', expect.any(String)]);
    const again = await braid.send('POST', `${path}/cancel`, {});
    expect([again.status, again.text]).toEqual([200, cancelled.text]);
    expect(braid.gateway.fake.received(stopWalletWithdrawal).at(-1)?.body).toMatchObject({ id, walletId: wallet.slice(1), orderId: expect.any(String) });
  });

  it.each(['settled', 'partial', 'failed'] as const)('is not, once it is %s', async (phase) => {
    const { path, id } = await braid.withdrawal(wallet);
    braid.wallets.put(id, { phase, endedAt: '2026-02-05T12:30:00.000Z' });
    expect(codeOf(await braid.send('POST', `${path}/cancel`))).toEqual([409, 'withdrawal_not_cancellable']);
  });
});

describe('a payout', () => {
  it('is cancelled while nothing was broadcast', async () => {
    const { payout, id } = await braid.withdrawal(wallet);
    const cancelled = await braid.send('POST', `${payout}/cancel`);
    expect([cancelled.status, cancelled.body]).toMatchObject([200, { legKey: 'pos_cash_usdc:cctp_001', status: 'cancelled', failureReason: 'cancelled_by_customer', token: 'usdc' }]);
    braid.wallets.put(id, {}, { status: 'sent' });
    expect(codeOf(await braid.send('POST', `${payout}/cancel`))).toEqual([409, 'payout_not_cancellable']);
  });

  it('is tried again once it failed, under the same id', async () => {
    const { payout, id } = await braid.withdrawal(wallet);
    expect(codeOf(await braid.send('POST', `${payout}/retry`))).toEqual([409, 'payout_not_retryable']);
    braid.wallets.put(id, { phase: 'failed', endedAt: '2026-02-05T12:30:00.000Z' }, { status: 'failed', failureReason: 'onchain_reverted' });
    const retried = await braid.send('POST', `${payout}/retry`);
    expect([retried.status, retried.body]).toEqual([200, { id: payout.split('/').at(-1), legKey: 'pos_cash_usdc:cctp_002', status: 'planning' }]);
  });

  it.each(['cancel', 'retry', 'approve', 'reject'])('is not found by another id: %s', async (verb) => {
    const { path } = await braid.withdrawal(wallet);
    for (const payout of [newId(), 'x']) expect(codeOf(await braid.send('POST', `${path}/payouts/${payout}/${verb}`))).toEqual([404, 'payout_not_found']);
  });

  it.each([['approve', 'pending_broadcast'], ['reject', 'cancelled']])('takes the customer’s vote when it awaits one: %s', async (verb, status) => {
    const { path, payout, id } = await braid.withdrawal(wallet);
    expect(codeOf(await braid.send('POST', `${payout}/${verb}`))).toEqual([409, 'payout_not_awaiting_approval']);
    braid.wallets.put(id, { phase: 'delivering', hold: 'approval' }, { status: 'awaiting_signature', turnkeyActivityId: 'act', approvalRequestedAt: '2026-02-05T11:00:00.000Z', approvalValidBefore: '2026-02-06T11:00:00.000Z' });
    expect((await braid.send('GET', path)).body).toMatchObject({ status: 'processing', customerApprovalState: 'required', payouts: [{ turnkeyActivityId: 'act', approvalValidBefore: '2026-02-06T11:00:00.000Z' }] });
    const voted = await braid.send('POST', `${payout}/${verb}`);
    expect([voted.status, voted.body['status'], braid.wallets.votes.at(-1)]).toEqual([200, status, verb]);
    expect(codeOf(await braid.send('POST', `${payout}/${verb}`))).toEqual([409, 'payout_not_awaiting_approval']);
  });

  it('takes no vote where the signer is a real one', async () => {
    const { payout, id } = await braid.withdrawal(wallet);
    braid.wallets.put(id, { phase: 'delivering' }, { status: 'awaiting_signature' });
    braid.gateway.fake.on(voteOnLeg, () => {
      throw new DomainError('not_found', 'There is no such leg to vote on here.');
    });
    const answer = await braid.send('POST', `${payout}/approve`);
    braid.wallets.put(id, { phase: 'sourcing' }, { status: 'planned' });
    const planned = await braid.send('POST', `${payout}/approve`);
    braid.wallets.listen(braid.gateway.fake);
    expect([codeOf(answer), codeOf(planned)]).toEqual([[404, 'not_found'], [409, 'payout_not_awaiting_approval']]);
  });
});
