import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withdrawFromPortfolio } from '@sluice/contract-intake';
import { AT } from './fake-portfolios.js';
import { invalid, problem, problemOf, WealthKernelUnderTest, withdrawalOrder, type Setting } from './wealthkernel-fixtures.js';

let wk: WealthKernelUnderTest;
let setting: Setting;
beforeAll(async () => {
  wk = await WealthKernelUnderTest.start();
  setting = await wk.setting();
});
afterAll(() => wk.stop());

const asked = () => wk.gateway.fake.received(withdrawFromPortfolio);
const order = (change: object = {}) => ({ ...withdrawalOrder(setting.portfolioId), ...change });
const request = (change: object = {}, headers: Record<string, string> = {}) => wk.send('POST', '/withdrawals', order(change), headers);
const read = async (id: string) => (await wk.send('GET', `/withdrawals/${id}`)).body;

describe('a withdrawal that is requested', () => {
  it('is answered with its id and where it is, and nothing else', async () => {
    const answer = await request();
    expect([answer.status, answer.text]).toEqual([201, `{"id":"${String(answer.body['id'])}"}`]);
    expect(answer.body['id']).toMatch(/^wth-[a-z2-7]{14}$/);
    expect(answer.headers.get('location')).toBe(`/wealthkernel/withdrawals/${String(answer.body['id'])}`);
  });

  it('is read with every field, the resolved bank account among them', async () => {
    const id = await wk.withdrawal(setting.portfolioId);
    const { text } = await wk.send('GET', `/withdrawals/${id}`);
    expect(text).toBe(
      `{"id":"${id}","type":"SpecifiedAmount","portfolioId":"${setting.portfolioId}","bankAccountId":"${setting.bankAccountId}","consideration":{"currency":"GBP","amount":100},` +
        '"reference":null,"closePortfolio":false,"paidOut":null,"status":"Pending","reason":null,"requestedAt":"2019-10-08T13:55:16.4230000Z"}',
    );
  });

  it('tells intake whose portfolio it is and what it is kept in', async () => {
    const id = await wk.withdrawal(setting.portfolioId, { consideration: { currency: 'JPY', amount: 5 } });
    const body = asked().at(-1)?.body;
    expect(body).toMatchObject({ dialect: 'wealthkernel', dialectId: id, partyId: setting.partyId, currency: 'GBP', type: 'specified', consideration: { currency: 'JPY', amount: '5' } });
  });

  it('goes to the default bank account, and where none is marked to the latest', async () => {
    const partyId = await wk.party();
    const portfolioId = await wk.portfolio(partyId);
    await wk.bankAccount(partyId);
    const latest = await wk.bankAccount(partyId);
    expect(await read(await wk.withdrawal(portfolioId))).toMatchObject({ bankAccountId: latest });
    const marked = await wk.bankAccount(partyId, { isDefault: true });
    await wk.bankAccount(partyId);
    expect(await read(await wk.withdrawal(portfolioId, { bankAccountId: null }))).toMatchObject({ bankAccountId: marked });
    expect(await read(await wk.withdrawal(portfolioId, { bankAccountId: latest }))).toMatchObject({ bankAccountId: latest });
  });

  it.each([['a long reference of more', 'a long reference'], ['é'.repeat(20), 'é'.repeat(16)], ['👩'.repeat(17), '👩'.repeat(16)], ['short', 'short'], ['', '']])('keeps %s as %s', async (reference, kept) => {
    expect(await read(await wk.withdrawal(setting.portfolioId, { reference }))).toMatchObject({ reference: kept });
  });

  it('of everything has no consideration, and may close the portfolio', async () => {
    const id = await wk.withdrawal(setting.portfolioId, { type: 'Full', consideration: null, closePortfolio: true });
    expect(await read(id)).toMatchObject({ type: 'Full', consideration: null, closePortfolio: true });
    expect(asked().at(-1)?.body).not.toHaveProperty('consideration');
  });

  it.each(['0.01', '1.14', '100', '100.0', '100.00', '999999999999999.99'])('keeps every digit of %s', async (amount) => {
    const { body } = await wk.post('/withdrawals', JSON.stringify(order()).replace('"amount":100', `"amount":${amount}`));
    const { text } = await wk.send('GET', `/withdrawals/${String(body['id'])}`);
    expect(text).toContain(`"consideration":{"currency":"GBP","amount":${amount.replace(/\.0+$/, '')}}`);
  });

  it('ignores fields it does not know', async () => {
    expect((await request({ note: 'x', id: 'wth-aaaaaaaaaaaaaa' })).status).toBe(201);
  });
});

describe('a withdrawal with a bad field', () => {
  const bad: [string, Record<string, unknown>, string][] = [
    ['no type', { type: undefined }, 'type'], ['an unknown type', { type: 'Partial' }, 'type'], ['a type in small letters', { type: 'full' }, 'type'], ['a null type', { type: null }, 'type'],
    ['no portfolio', { portfolioId: undefined }, 'portfolioId'], ['a null portfolio', { portfolioId: null }, 'portfolioId'], ['an empty portfolio', { portfolioId: '' }, 'portfolioId'],
    ['an unknown portfolio', { portfolioId: 'prt-aaaaaaaaaaaaaa' }, 'portfolioId'], ['a portfolio that cannot be', { portfolioId: 'x' }, 'portfolioId'],
    ['a long portfolio', { portfolioId: `prt-${'a'.repeat(50)}` }, 'portfolioId'], ['a number for a portfolio', { portfolioId: 1 }, 'portfolioId'],
    ['an unknown bank account', { bankAccountId: 'bac-aaaaaaaaaaaaaa' }, 'bankAccountId'], ['a bank account that cannot be', { bankAccountId: 'x' }, 'bankAccountId'], ['a bank account that is none', { bankAccountId: 7 }, 'bankAccountId'],
    ['no consideration', { consideration: undefined }, 'consideration'], ['a null consideration', { consideration: null }, 'consideration'], ['a number for a consideration', { consideration: 5 }, 'consideration'],
    ['a consideration for everything', { type: 'Full' }, 'consideration'], ['an empty consideration for everything', { type: 'Full', consideration: {} }, 'consideration'],
    ['no currency', { consideration: { amount: 1 } }, 'consideration.currency'], ['a currency in small letters', { consideration: { currency: 'gbp', amount: 1 } }, 'consideration.currency'],
    ['a currency of four letters', { consideration: { currency: 'USDC', amount: 1 } }, 'consideration.currency'],
    ['no amount', { consideration: { currency: 'GBP' } }, 'consideration.amount'], ['an amount as text', { consideration: { currency: 'GBP', amount: '100' } }, 'consideration.amount'],
    ['a null amount', { consideration: { currency: 'GBP', amount: null } }, 'consideration.amount'], ['an amount of true', { consideration: { currency: 'GBP', amount: true } }, 'consideration.amount'],
    ['a number for a reference', { reference: 5 }, 'reference'], ['a control character in the reference', { reference: 'a\nb' }, 'reference'],
    ['text for closePortfolio', { type: 'Full', consideration: null, closePortfolio: 'true' }, 'closePortfolio'], ['a specified amount that closes', { closePortfolio: true }, 'closePortfolio'],
  ];

  it.each(bad)('is refused for %s', async (_, change, field) => {
    const before = asked().length;
    const answer = await request(change);
    expect([answer.status, answer.headers.get('content-type'), answer.body['title']]).toEqual(invalid().slice(0, 3));
    const fields = Object.keys(answer.body['errors'] as object);
    expect(fields.some((each) => each === field || each.startsWith(`${field}.`))).toBe(true);
    expect(asked()).toHaveLength(before);
  });

  it.each(['0', '0.00', '0e5', '-1', '-0', '-1e2', '1.001', '1e-3', '0.1000000000000000000000001', '1e15', '1e400', '1e-400', '1000000000000000', '1'.repeat(40)])('is refused for an amount of %s', async (amount) => {
    const answer = await wk.post('/withdrawals', JSON.stringify(order()).replace('"amount":100', `"amount":${amount}`));
    expect(problemOf(answer)).toEqual(invalid('consideration.amount'));
  });

  it.each([
    ['100', '100.00'], ['1E+2', '100.00'], ['1e2', '100.00'], ['1.000', '1.00'], ['1e-1', '0.10'], ['12.5E1', '125.00'], ['0.010000', '0.01'], ['100000000000000.01', '100000000000000.01'],
  ])('is for the value of an amount written as %s', async (amount, value) => {
    const answer = await wk.post('/withdrawals', JSON.stringify(order()).replace('"amount":100', `"amount":${amount}`));
    expect(answer.status).toBe(201);
    const { text } = await wk.send('GET', `/withdrawals/${String(answer.body['id'])}`);
    expect(text).toContain(`"consideration":{"currency":"GBP","amount":${value.replace(/\.?0+$/, '')}}`);
  });

  it('is refused for the portfolio or the bank account of another tenant or party', async () => {
    const foreign = await wk.setting('globex-wealthkernel');
    const other = await wk.setting();
    expect(problemOf(await request({ portfolioId: foreign.portfolioId }))).toEqual(invalid('portfolioId'));
    expect(problemOf(await request({ bankAccountId: foreign.bankAccountId }))).toEqual(invalid('bankAccountId'));
    expect(problemOf(await request({ bankAccountId: other.bankAccountId }))).toEqual(invalid('bankAccountId'));
  });

  it('is refused where the party has no bank account', async () => {
    const portfolioId = await wk.portfolio(await wk.party());
    expect(problemOf(await request({ portfolioId }))).toEqual(invalid('bankAccountId'));
  });

  it.each([['a list', '[]'], ['a field given twice', '{"a":1,"a":2}'], ['no JSON', 'x'], ['a text', '"x"'], ['a NUL', '{"reference":"\\u0000"}'], ['too deep a nest', '['.repeat(5_000)], ['null', 'null']])('is refused for a body that is %s', async (_, text) => {
    expect(problemOf(await wk.post('/withdrawals', text))).toEqual(invalid('$'));
  });
});

describe('a withdrawal that is requested twice', () => {
  it('is one under one key, byte for byte', async () => {
    const before = asked().length;
    const answers = [await request({ reference: 'twice' }, { 'idempotency-key': 'k1' }), await request({ reference: 'twice' }, { 'idempotency-key': 'k1' })];
    expect(new Set(answers.map(({ text, status, headers }) => `${status} ${text} ${headers.get('location')}`)).size).toBe(1);
    expect(asked()).toHaveLength(before + 1);
  });

  it('is one however its amount is written', async () => {
    const body = (amount: string): string => JSON.stringify(order()).replace('"amount":100', `"amount":${amount}`);
    const answers = [];
    for (const amount of ['100', '100.000', '1E+2']) answers.push((await wk.post('/withdrawals', body(amount), { 'idempotency-key': 'k-written' })).body['id']);
    expect(new Set(answers).size).toBe(1);
    expect((await wk.post('/withdrawals', body('1E+3'), { 'idempotency-key': 'k-written' })).status).toBe(409);
  });

  it('is two without a key', async () => {
    expect((await request()).body['id']).not.toBe((await request()).body['id']);
  });

  it('is refused with another body, by any digit', async () => {
    const body = (amount: string): string => JSON.stringify(order()).replace('"amount":100', `"amount":${amount}`);
    await wk.post('/withdrawals', body('100000000000000.01'), { 'idempotency-key': 'k2' });
    const before = asked().length;
    expect(problemOf(await wk.post('/withdrawals', body('100000000000000.02'), { 'idempotency-key': 'k2' }))).toEqual(problem(409, 'Conflict', 'Idempotency-Key'));
    expect(asked()).toHaveLength(before);
  });

  it('succeeds under the key of one that was refused', async () => {
    const headers = { 'idempotency-key': 'k3' };
    expect((await request({ type: 'x' }, headers)).status).toBe(400);
    expect((await request({ portfolioId: 'prt-aaaaaaaaaaaaaa' }, headers)).status).toBe(400);
    expect((await request({}, headers)).status).toBe(201);
  });

  it.each([['empty', ''], ['too long', 'x'.repeat(256)], ['not ASCII', 'é']])('is refused with a key that is %s', async (_, key) => {
    expect(problemOf(await request({}, { 'idempotency-key': key }))).toEqual(invalid('Idempotency-Key'));
  });
});

describe('the state of a withdrawal', () => {
  it('shows what was paid, and why it ended', async () => {
    const id = await wk.withdrawal(setting.portfolioId);
    wk.portfolios.put('acme', id, { phase: 'settled', paidOut: { currency: 'GBP', units: '114' }, endedAt: AT });
    expect((await wk.send('GET', `/withdrawals/${id}`)).text).toContain('"paidOut":{"currency":"GBP","amount":1.14},"status":"Settled","reason":null');
    wk.portfolios.put('acme', id, { phase: 'rejected', reason: 'Not enough cash.' });
    expect(await read(id)).toMatchObject({ status: 'Rejected', reason: 'Not enough cash.' });
  });

  it.each(['wth-aaaaaaaaaaaaaa', 'wth_123', 'x', 'WTH-AAAAAAAAAAAAAA'])('is nobody’s business for %s', async (id) => {
    expect(problemOf(await wk.send('GET', `/withdrawals/${id}`))).toEqual(problem(404, 'Not Found'));
    expect(problemOf(await wk.send('POST', `/withdrawals/${id}/actions/cancel`))).toEqual(problem(404, 'Not Found'));
  });

  it('is not there for another tenant', async () => {
    const id = await wk.withdrawal(setting.portfolioId);
    for (const [method, path] of [['GET', ''], ['POST', '/actions/cancel']] as const) {
      expect((await wk.send(method, `/withdrawals/${id}${path}`, undefined, {}, 'globex-wealthkernel')).status).toBe(404);
    }
    expect(await read(id)).toMatchObject({ status: 'Pending' });
  });
});

describe('a withdrawal that is cancelled', () => {
  it('is answered without a word, and again under the same key', async () => {
    const id = await wk.withdrawal(setting.portfolioId);
    for (const _ of [1, 2]) {
      const { status, text } = await wk.send('POST', `/withdrawals/${id}/actions/cancel`, undefined, { 'idempotency-key': 'c1' });
      expect([status, text]).toEqual([204, '']);
    }
    expect(await read(id)).toMatchObject({ status: 'Cancelling' });
  });

  it.each(['cancelling', 'cancelled', 'delivering', 'settled', 'rejected'] as const)('is refused while it is %s', async (phase) => {
    const id = await wk.withdrawal(setting.portfolioId);
    wk.portfolios.put('acme', id, { phase });
    expect(problemOf(await wk.send('POST', `/withdrawals/${id}/actions/cancel`))).toEqual(problem(409, 'Conflict', 'status'));
  });
});
