import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { acceptWithdrawal, createWithdrawal } from '@sluice/contract-intake';
import { openAccount } from '@sluice/contract-ledger';
import { DomainError } from '@sluice/kernel';
import { createdWithdrawal, withdrawalOrder } from './bultra-fixtures.js';
import { silence } from './fake-services.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
let order: Record<string, string>;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start({ requestTimeoutMs: 5_000 });
});
beforeEach(async () => {
  order = await withdrawalOrder(gateway, 'acme-bultra');
});
afterAll(() => gateway.stop());

const codeOf = ({ status, body }: Answer): unknown[] => [status, (body['error'] as { code?: string } | undefined)?.code];
const keyed = (caller: Caller, path: string, body: unknown, key: string): Promise<Answer> => gateway.as(caller, 'POST', `/bultra/v1/${path}`, body, { 'x-bultra-idempotency-id': key });
const create = (key: string, body: unknown = order): Promise<Answer> => keyed('acme-bultra', 'withdrawals', body, key);

describe('a request repeated under its idempotency key', () => {
  it('is answered byte for byte as before, whatever happened since', async () => {
    const first = await create('repeat');
    await gateway.as('acme-bultra', 'POST', `/bultra/v1/withdrawals/${String(first.body['id'])}/accept`);
    const second = await create('repeat');
    expect([second.status, second.text, second.headers.get('content-type')]).toEqual([201, first.text, first.headers.get('content-type')]);
    expect(gateway.fake.received(createWithdrawal).filter(({ body }) => body.dialectId === first.body['id'])).toHaveLength(1);
  });

  it('is the same request with its fields in another order and other spacing', async () => {
    const first = await create('order');
    const { authorization = '' } = await gateway.authorization('acme-bultra');
    const text = JSON.stringify(Object.fromEntries(Object.entries(order).reverse()), null, 2);
    const second = await gateway.raw('POST', '/bultra/v1/withdrawals/', { authorization, 'content-type': 'application/json', 'x-bultra-idempotency-id': 'order' }, text);
    expect([second.status, second.text]).toEqual([201, first.text]);
  });

  it('is a conflict with another body', async () => {
    await create('conflict');
    expect(codeOf(await create('conflict', { ...order, amount: '1' }))).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  });

  it('replays an acceptance, where without the key a second one is refused', async () => {
    const id = await createdWithdrawal(gateway, 'acme-bultra');
    const first = await keyed('acme-bultra', `withdrawals/${id}/accept`, undefined, 'accept');
    const replay = await keyed('acme-bultra', `withdrawals/${id}/accept`, {}, 'accept');
    expect([replay.status, replay.text]).toEqual([200, first.text]);
    expect(codeOf(await gateway.as('acme-bultra', 'POST', `/bultra/v1/withdrawals/${id}/accept`))).toEqual([409, 'INVALID_STATUS']);
  });

  it('replays a cancellation, an account and a counterparty', async () => {
    const id = await createdWithdrawal(gateway, 'acme-bultra');
    for (const [path, body] of [[`withdrawals/${id}/cancel`, undefined], ['accounts', { customer_id: 'cus_9', currency: 'GBP' }]] as const) {
      const first = await keyed('acme-bultra', path, body, 'all');
      const replay = await keyed('acme-bultra', path, body, 'all');
      expect(first.status).toBeLessThan(300);
      expect([replay.status, replay.text]).toEqual([first.status, first.text]);
    }
  });
});

describe('fifty requests at once with one key', () => {
  it('have one effect', async () => {
    const before = gateway.world.withdrawals.size;
    const answers = await Promise.all(Array.from({ length: 50 }, () => create('at-once')));
    expect(gateway.world.withdrawals.size).toBe(before + 1);
    const successes = new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text));
    expect(successes.size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect([...codeOf(answer), answer.headers.get('retry-after')]).toEqual([409, 'IDEMPOTENCY_CONFLICT', '1']);
    }
  });
});

describe('one key in several places', () => {
  it('is independent by tenant, path and resource', async () => {
    const here = await create('shared');
    const there = await keyed('globex-bultra', 'withdrawals', await withdrawalOrder(gateway, 'globex-bultra'), 'shared');
    const account = await keyed('acme-bultra', 'accounts', { customer_id: 'c', currency: 'USD' }, 'shared');
    const accepts = await Promise.all(
      [createdWithdrawal(gateway, 'acme-bultra'), createdWithdrawal(gateway, 'acme-bultra')].map(async (id) => keyed('acme-bultra', `withdrawals/${await id}/accept`, undefined, 'shared')),
    );
    expect([here, there, account, ...accepts].map(({ status }) => status)).toEqual([201, 201, 201, 200, 200]);
    expect(new Set([here, there, account, ...accepts].map(({ body }) => body['id'])).size).toBe(5);
  });

  it('may be left out, and then every request is its own', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => gateway.as('acme-bultra', 'POST', '/bultra/v1/withdrawals', order)));
    expect(one?.body['id']).not.toBe(other?.body['id']);
  });
});

describe('an answer that was no success', () => {
  it('is not kept: the request can be made again, also with another body', async () => {
    expect(codeOf(await create('refused', { ...order, amount: '999999' }))).toEqual([422, 'INSUFFICIENT_FUNDS']);
    expect((await create('refused')).status).toBe(201);
  });

  it('leaves the key free after a bad body', async () => {
    expect(codeOf(await create('bad', { ...order, amount: 'x' }))).toEqual([400, 'INVALID_REQUEST']);
    expect((await create('bad')).status).toBe(201);
  });
});

describe('a request whose outcome stayed unknown', () => {
  it('is done under the same ids when it is repeated, and has one effect', async () => {
    const before = gateway.fake.received(createWithdrawal).length;
    gateway.fake.on(createWithdrawal, () => silence);
    expect(codeOf(await create('unknown'))).toEqual([503, 'SERVICE_UNAVAILABLE']);
    gateway.world.listen(gateway.fake);
    const second = await create('unknown');
    expect(second.status).toBe(201);
    const ids = new Set(gateway.fake.received(createWithdrawal).slice(before).map(({ body }) => body.dialectId));
    expect([...ids]).toEqual([second.body['id']]);
  });

  it('is not mistaken for another body meanwhile', async () => {
    gateway.fake.on(openAccount, () => silence);
    await keyed('acme-bultra', 'accounts', { customer_id: 'c', currency: 'USD' }, 'unknown');
    gateway.world.listen(gateway.fake);
    expect(codeOf(await keyed('acme-bultra', 'accounts', { customer_id: 'd', currency: 'USD' }, 'unknown'))).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  });
});

describe('a request that is refused after one whose outcome stayed unknown', () => {
  it('keeps its ids and its body: what the first one did may come to light', async () => {
    const before = gateway.fake.received(createWithdrawal).length;
    gateway.fake.on(createWithdrawal, () => silence);
    await create('late-refusal');
    gateway.fake.on(createWithdrawal, () => { throw new DomainError('insufficient_funds', 'Not enough.'); });
    expect(codeOf(await create('late-refusal'))).toEqual([422, 'INSUFFICIENT_FUNDS']);
    gateway.world.listen(gateway.fake);
    expect(codeOf(await create('late-refusal', { ...order, amount: '1' }))).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    const last = await create('late-refusal');
    expect(last.status).toBe(201);
    const ids = new Set(gateway.fake.received(createWithdrawal).slice(before).map(({ body }) => body.dialectId));
    expect([...ids]).toEqual([last.body['id']]);
  });
});

describe('a gateway that dies between the effect and the stored answer', () => {
  it('leaves a lease, after which a repeated request comes to the answer that was first due', async () => {
    const before = gateway.world.withdrawals.size;
    const first = await create('died');
    await gateway.as('acme-bultra', 'POST', `/bultra/v1/withdrawals/${String(first.body['id'])}/accept`);
    await gateway.idempotencyRecords().updateOne({ key: 'died' }, { $set: { answer: null, leaseUntil: new Date(Date.now() + 60_000) }, $unset: { sealedAnswer: '' } });
    expect(codeOf(await create('died'))).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    await gateway.idempotencyRecords().updateOne({ key: 'died' }, { $set: { leaseUntil: new Date(Date.now() - 1) } });
    const again = await create('died');
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(gateway.world.withdrawals.size).toBe(before + 1);
  });

  it('does the same for an acceptance', async () => {
    const id = await createdWithdrawal(gateway, 'acme-bultra');
    const first = await keyed('acme-bultra', `withdrawals/${id}/accept`, undefined, 'accepted');
    await gateway.idempotencyRecords().updateOne({ key: 'accepted' }, { $set: { answer: null, leaseUntil: new Date(0) }, $unset: { sealedAnswer: '' } });
    const again = await keyed('acme-bultra', `withdrawals/${id}/accept`, undefined, 'accepted');
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(new Set(gateway.fake.received(acceptWithdrawal).slice(-2).map(({ body }) => body.acceptanceId)).size).toBe(1);
  });
});

describe('an idempotency key', () => {
  it.each(['x'.repeat(256), 'ключ', 'a\tb'])('is refused when it is %s', async (key) => {
    const { authorization = '' } = await gateway.authorization('acme-bultra');
    const value = Buffer.from(key, 'utf8').toString('latin1');
    expect(codeOf(await gateway.raw('POST', '/bultra/v1/withdrawals', { authorization, 'content-type': 'application/json', 'x-bultra-idempotency-id': value }, '{}'))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('is refused when it is empty', async () => {
    expect(codeOf(await create(''))).toEqual([400, 'INVALID_REQUEST']);
  });

  it.each(['x'.repeat(255), 'a b', '~!"#$%&\'()*+,-./:;<=>?@[]^_`{|}'])('may be %s', async (key) => {
    expect((await create(key)).status).toBe(201);
  });

  it('counts on POST only', async () => {
    expect((await gateway.as('acme-bultra', 'GET', '/bultra/v1/withdrawals', undefined, { 'x-bultra-idempotency-id': 'x'.repeat(300) })).status).toBe(200);
  });
});
