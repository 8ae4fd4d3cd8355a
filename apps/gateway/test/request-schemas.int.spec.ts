import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { BraidUnderTest, walletOrder, withdrawalOrder as braidOrder } from './braid-fixtures.js';
import { counterparty, fundedAccount, withdrawalOrder } from './bultra-fixtures.js';
import type { Answer, Caller } from './gateway-under-test.js';
import { bankAccountOrder, portfolioOrder, WealthKernelUnderTest, withdrawalOrder as portfolioWithdrawal } from './wealthkernel-fixtures.js';

type Json = Record<string, unknown>;
interface Document {
  readonly paths: Readonly<Record<string, { readonly post?: { readonly requestBody: { readonly content: { readonly 'application/json': { readonly schema: object } } } } }>>;
}

const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as { default: (ajv: Ajv2020) => void }).default(ajv);

let wk: WealthKernelUnderTest;
let braid: BraidUnderTest;
beforeAll(async () => {
  wk = await WealthKernelUnderTest.start();
  braid = await BraidUnderTest.start();
});
afterAll(() => Promise.all([wk.stop(), braid.gateway.stop()]));

/** Values that most fields do not take, and some that some do. */
const odd: readonly unknown[] = [undefined, null, 5, -1, 1.005, '', 'x', 'X'.repeat(3_000), 'a\u0001b', true, [], ['x'], {}, { a: 1 }, '20 00 00', '20-00 00', 'ftp://example.com', 'https://example.com/hook', 'GBP', '0', '1.001', '00000000', '990000005', '🦊🦊', 'COBA1EFF', `0x${'0'.repeat(40)}`];

/** Each of them in the place of each field of a good order, nested ones too. */
function* mutations(order: Json): Generator<Json> {
  for (const field of Object.keys(order)) {
    for (const value of odd) yield { ...order, [field]: value };
    const inner = order[field];
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) for (const changed of mutations(inner as Json)) yield { ...order, [field]: changed };
  }
}

/** Refused for what it names or for a check digit, which no schema knows. */
type Beyond = (answer: Answer) => boolean;
const never: Beyond = () => false;

async function compared(document: Document, path: string, order: Json, send: (body: string) => Promise<Answer>, isBeyond: Beyond): Promise<string[]> {
  const validate = ajv.compile(document.paths[path]?.post?.requestBody.content['application/json'].schema ?? { not: {} });
  const differences: string[] = [];
  for (const mutated of [order, ...mutations(order)]) {
    const body = JSON.stringify(mutated);
    const described = validate(JSON.parse(body));
    const answer = await send(body);
    const taken = answer.status !== 400;
    if (described !== taken && !(described && isBeyond(answer))) differences.push(`${path} ${body.slice(0, 300)}: described as ${described ? 'good' : 'bad'}, answered ${answer.status} ${answer.text.slice(0, 200)}`);
    if (answer.status >= 500) differences.push(`${path} ${body.slice(0, 300)}: ${answer.status}`);
  }
  return differences;
}

const sending = (gateway: { raw: WealthKernelUnderTest['gateway']['raw']; authorization: WealthKernelUnderTest['gateway']['authorization'] }, caller: Caller, path: string) => async (body: string): Promise<Answer> =>
  gateway.raw('POST', path, { ...(await gateway.authorization(caller)), 'content-type': 'application/json' }, body);

const documentOf = async (gateway: WealthKernelUnderTest['gateway'], prefix: string): Promise<Document> => (await gateway.raw('GET', `${prefix}/openapi.json`)).body as unknown as Document;

/** Something is not there, or not the party's; or a number has a third decimal, which `multipleOf` cannot tell from a rounding error. */
const namesNothing: Beyond = ({ body }) =>
  Object.entries((body['errors'] ?? {}) as Record<string, string[]>).every(([field, [message = '']]) => ['portfolioId', 'partyId', 'bankAccountId'].includes(field) || message.endsWith('2 decimals'));

describe('an order to WealthKernel', () => {
  it.each<[string, (setting: { partyId: string; portfolioId: string }) => Json]>([
    ['/parties', () => ({ name: 'Ada' })],
    ['/portfolios', ({ partyId }) => portfolioOrder(partyId)],
    ['/withdrawals', ({ portfolioId }) => ({ ...portfolioWithdrawal(portfolioId), reference: 'Rent', closePortfolio: false, bankAccountId: null })],
    ['/withdrawals', ({ portfolioId }) => ({ type: 'Full', portfolioId, closePortfolio: true })],
    ['/webhooks/subscriptions', () => ({ url: 'https://example.com/hook', eventTypes: ['withdrawals.withdrawal_settled'] })],
  ])('for %s is described as it is judged', async (path, order) => {
    const setting = await wk.setting();
    expect(await compared(await documentOf(wk.gateway, '/wealthkernel'), path, order(setting), sending(wk.gateway, 'acme-wealthkernel', `/wealthkernel${path}`), namesNothing)).toEqual([]);
  });

  it('for a bank account is described by its currency', async () => {
    const document = await documentOf(wk.gateway, '/wealthkernel');
    const schema = document.paths['/bank-accounts']?.post?.requestBody.content['application/json'].schema ?? {};
    const validate = ajv.compile(schema);
    const order = bankAccountOrder('pty-1');
    const good: Json[] = [{}, { sortCode: '200000' }, { sortCode: '20 00 00' }, { sortCode: 'PENDING_BANK_ACCOUNT' }, { sortCode: '000001' }, { currency: 'USD', sortCode: '021000021' }, { currency: 'USD', sortCode: 'PENDING_BANK_ACCOUNT' }, { currency: 'EUR', sortCode: '', accountNumber: 'DE89370400440532013000' }];
    const bad: Json[] = [{ sortCode: '20-0000' }, { sortCode: undefined }, { sortCode: '20-00 00' }, { accountNumber: '1234567' }, { sortCode: '00-00-00' }, { sortCode: 'PENDING_BANK_ACCOUNT_' }, { accountNumber: '00000000' }, { name: '---' }, { currency: 'USD' }, { currency: 'USD', sortCode: '990000005' }, { currency: 'USD', sortCode: '021000021', accountNumber: '0000' }, { currency: 'EUR', accountNumber: '55779911' }, { currency: 'EUR', accountNumber: 'SA0380000000608010167519' }, { countryCode: 'gb' }, { currency: 'CHF' }];
    expect(good.map((change) => validate({ ...order, ...change }))).toEqual(good.map(() => true));
    expect(bad.map((change) => validate(JSON.parse(JSON.stringify({ ...order, ...change }))))).toEqual(bad.map(() => false));
  });

  it('for a page is filtered by words that are known', async () => {
    const document = (await wk.gateway.raw('GET', '/wealthkernel/openapi.json')).body as unknown as { paths: Record<string, { get: { parameters: { name: string; schema: object }[] } }> };
    for (const [path, name, word] of [['/transactions', 'type', 'Sell'], ['/transactions', 'status', 'Settled'], ['/withdrawals', 'status', 'Pending']] as const) {
      const validate = ajv.compile(document.paths[path]?.get.parameters.find((parameter) => parameter.name === name)?.schema ?? { not: {} });
      expect([validate([word]), validate(['Sold']), validate('Sold'), validate({})]).toEqual([true, false, false, false]);
      for (const [value, status] of [[word, 200], ['Sold', 400]] as const) expect((await wk.send('GET', `${path}?${name}=${value}`)).status).toBe(status);
    }
    const since = ajv.compile(document.paths['/transactions']?.get.parameters.find(({ name }) => name === 'updatedSince')?.schema ?? { not: {} });
    expect(['2026-01-15', '2026-01-15T10:00:00Z', 'yesterday', ''].map((text) => since(text))).toEqual([true, true, false, false]);
  });
});

describe('an order to Bultra', () => {
  /** What the descriptions say and no pattern can. */
  const checkDigit: Beyond = ({ text }) => /with (a )?right check digits?|form of an IBAN of|fifth and sixth letters are a country|that [A-Z ]+ can carry/i.test(text);

  it.each<[string, () => Promise<Json>, Beyond]>([
    ['/v1/accounts', () => Promise.resolve({ customer_id: 'c', currency: 'USD', nickname: 'Main' }), never],
    ['/v1/counterparties', () => Promise.resolve(counterparty), checkDigit],
    ['/v1/counterparties', () => Promise.resolve({ ...counterparty, supported_rails: ['FPS'], account: { sort_code: '20 00 00', account_number: '55779911' } }), checkDigit],
    ['/v1/counterparties', () => Promise.resolve({ ...counterparty, supported_rails: ['SEPA'], account: { iban: 'DE89 3704 0044 0532 0130 00', bic: 'COBADEFF' } }), checkDigit],
    ['/v1/withdrawals', async () => ({ ...(await withdrawalOrder(wk.gateway, 'acme-bultra')), rail: 'ACH', reference: 'Rent' }), never],
    ['/v1/subscriptions', () => Promise.resolve({ url: 'https://example.com/hook', events: ['WITHDRAWAL_EXECUTED'], secret: 'a secret' }), never],
  ])('for %s is described as it is judged', async (path, order, isBeyond) => {
    await fundedAccount(wk.gateway, 'acme-bultra');
    expect(await compared(await documentOf(wk.gateway, '/bultra'), path, await order(), sending(wk.gateway, 'acme-bultra', `/bultra${path}`), isBeyond)).toEqual([]);
  });
});

describe('an order to Braid', () => {
  /** That weights add up, and what an address checks of itself, no schema says. */
  const sums: Beyond = ({ body }) => body['code'] === 'invalid_positions' || body['code'] === 'invalid_address';

  it('for a wallet is described as it is judged', async () => {
    const document = await documentOf(braid.gateway, '/braid');
    expect(await compared(document, '/v2/portfolio-wallets', walletOrder() as Json, sending(braid.gateway, 'acme-braid', '/braid/v2/portfolio-wallets'), sums)).toEqual([]);
  });

  it('for a withdrawal is described as it is judged', async () => {
    const document = await documentOf(braid.gateway, '/braid');
    const wallet = await braid.wallet();
    const template = '/v2/portfolio-wallets/{walletId}/withdraw';
    expect(await compared(document, template, braidOrder() as Json, sending(braid.gateway, 'acme-braid', `/braid/v2/portfolio-wallets${wallet}/withdraw`), sums)).toEqual([]);
  });
});
