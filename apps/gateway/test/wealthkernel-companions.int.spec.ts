import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAccount } from '@sluice/contract-ledger';
import { bankAccountOrder, invalid, portfolioOrder, problem, problemOf, WealthKernelUnderTest, type Setting } from './wealthkernel-fixtures.js';

let wk: WealthKernelUnderTest;
let setting: Setting;
beforeAll(async () => {
  wk = await WealthKernelUnderTest.start();
  setting = await wk.setting();
});
afterAll(() => wk.stop());

const CREATED = '2019-10-08T13:55:16.4230000Z';

describe('a party, its portfolio and its bank account', () => {
  it('are answered as they are read, and found in their lists', async () => {
    const party = await wk.send('POST', '/parties', { name: 'Grace Hopper' });
    expect([party.status, party.body]).toEqual([201, { id: expect.stringMatching(/^pty-[a-z2-7]{14}$/), name: 'Grace Hopper', status: 'Active', createdAt: CREATED }]);
    const partyId = String(party.body['id']);
    const portfolio = await wk.send('POST', '/portfolios', portfolioOrder(partyId));
    expect([portfolio.status, portfolio.body]).toEqual([201, { id: expect.stringMatching(/^prt-[a-z2-7]{14}$/), ...portfolioOrder(partyId), status: 'Active', createdAt: CREATED }]);
    const bankAccount = await wk.send('POST', '/bank-accounts', bankAccountOrder(partyId));
    expect([bankAccount.status, bankAccount.body]).toEqual([
      201, { id: expect.stringMatching(/^bac-[a-z2-7]{14}$/), ...bankAccountOrder(partyId), status: 'Active', isDefault: false, addedAt: CREATED, deactivatedAt: null },
    ]);
    for (const [path, { body, headers }] of [['/parties', party], ['/portfolios', portfolio], ['/bank-accounts', bankAccount]] as const) {
      expect(headers.get('location')).toBe(`/wealthkernel${path}/${String(body['id'])}`);
      expect((await wk.send('GET', `${path}/${String(body['id'])}`)).body).toEqual(body);
    }
    expect((await wk.send('GET', `/portfolios?partyId=${partyId}`)).body).toEqual([portfolio.body]);
    expect((await wk.send('GET', `/bank-accounts?partyId=${partyId}`)).body).toEqual([bankAccount.body]);
  });

  it('have an account for the cash in the portfolio’s currency', () => {
    const { portfolioId } = setting;
    expect(wk.gateway.fake.received(openAccount).map(({ body }) => body)).toContainEqual({ id: `${portfolioId}:GBP`, kind: 'portfolio', owner: portfolioId, currency: 'GBP' });
  });

  it.each<[string, object]>([['Suspended', { name: 'SUSPENDED_BANK_ACCOUNT' }], ['Pending', { sortCode: 'PENDING_BANK_ACCOUNT' }]])('are %s where the sandbox says so', async (status, change) => {
    expect((await wk.send('POST', '/bank-accounts', { ...bankAccountOrder(setting.partyId), ...change })).body).toMatchObject({ status });
  });

  it('are made once under one key', async () => {
    for (const [path, order] of [['/parties', { name: 'Once' }], ['/portfolios', portfolioOrder(setting.partyId)], ['/bank-accounts', bankAccountOrder(setting.partyId)]] as const) {
      const texts = [await wk.send('POST', path, order, { 'idempotency-key': 'once' }), await wk.send('POST', path, order, { 'idempotency-key': 'once' })].map(({ text }) => text);
      expect(texts[1]).toBe(texts[0]);
      expect((await wk.send('POST', path, { ...order, name: 'Other' }, { 'idempotency-key': 'once' })).status).toBe(409);
    }
  });
});

describe('what is not good enough', () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ['a party without a name', '/parties', { name: undefined }, 'name'], ['a party with a number for a name', '/parties', { name: 1 }, 'name'], ['a party with an empty name', '/parties', { name: '' }, 'name'],
    ['a portfolio of nobody', '/portfolios', { partyId: 'pty-aaaaaaaaaaaaaa' }, 'partyId'], ['a portfolio of an impossible party', '/portfolios', { partyId: 'x' }, 'partyId'],
    ['a portfolio in yen', '/portfolios', { currency: 'JPY' }, 'currency'], ['a portfolio in USDC', '/portfolios', { currency: 'USDC' }, 'currency'],
    ['a portfolio with another mandate', '/portfolios', { mandateType: 'Advisory' }, 'mandateType'], ['a portfolio of another kind', '/portfolios', { accountType: 'LISA' }, 'accountType'],
    ['a bank account of nobody', '/bank-accounts', { partyId: 'pty-aaaaaaaaaaaaaa' }, 'partyId'], ['a bank account in a small country', '/bank-accounts', { countryCode: 'gb' }, 'countryCode'],
    ['a bank account with a bad number', '/bank-accounts', { accountNumber: 'bad' }, 'accountNumber'], ['a bank account without a number', '/bank-accounts', { accountNumber: undefined }, 'accountNumber'],
    ['a bank account that is a default by word', '/bank-accounts', { isDefault: 'yes' }, 'isDefault'],
  ])('is refused: %s', async (_, path, change, field) => {
    const orders: Record<string, object> = { '/parties': { name: 'Ada' }, '/portfolios': portfolioOrder(setting.partyId), '/bank-accounts': bankAccountOrder(setting.partyId) };
    expect(problemOf(await wk.send('POST', path, { ...orders[path], ...change }))).toEqual(invalid(field));
  });

  it('is refused for the party of another tenant', async () => {
    const foreign = await wk.setting('globex-wealthkernel');
    expect(problemOf(await wk.send('POST', '/portfolios', portfolioOrder(foreign.partyId)))).toEqual(invalid('partyId'));
    expect(problemOf(await wk.send('POST', '/bank-accounts', bankAccountOrder(foreign.partyId)))).toEqual(invalid('partyId'));
    for (const path of [`/parties/${foreign.partyId}`, `/portfolios/${foreign.portfolioId}`, `/bank-accounts/${foreign.bankAccountId}`]) {
      expect(problemOf(await wk.send('GET', path))).toEqual(problem(404, 'Not Found'));
    }
    for (const path of ['/balances/cash', '/transactions', '/withdrawals']) expect(problemOf(await wk.send('GET', `${path}?portfolioId=${foreign.portfolioId}`))).toEqual(invalid('portfolioId'));
  });
});

describe('what the sandbox lets happen', () => {
  it('shows as cash by currency, and as transactions', async () => {
    const { portfolioId: target } = await wk.setting();
    expect((await wk.ops('simulations/deposits', { target, amount: '250.10' })).status).toBe(201);
    expect((await wk.ops('simulations/deposits', { target, amount: '7', currency: 'EUR' })).status).toBe(201);
    const cash = await wk.send('GET', `/balances/cash?portfolioId=${target}`);
    expect(cash.text).toBe(
      `[{"portfolioId":"${target}","currency":"GBP","amount":{"currency":"GBP","amount":250.1},"value":{"currency":"GBP","amount":250.1},"fxRate":1},` +
        `{"portfolioId":"${target}","currency":"EUR","amount":{"currency":"EUR","amount":7},"value":null,"fxRate":null}]`,
    );
    const { body } = await wk.send('GET', `/transactions?portfolioId=${target}&type=Deposit&status=Settled&startDate=2019-01-01&updatedSince=2019-10-08T13:55:16.4237925Z`);
    expect(body).toMatchObject([{ type: 'Deposit', isin: null, price: null, quantity: null, charges: null, consideration: { currency: 'GBP', amount: 250.1 }, timestamp: CREATED, settledOn: null }, { consideration: { amount: 7 } }]);
  });

  it('can be a holding, whose price the custodian is told, and a fee', async () => {
    const { portfolioId } = setting;
    const holding = { isin: 'GB00B3X7QG63', quantity: '100.5', price: '60.25', currency: 'GBP' };
    expect((await wk.ops('simulations/holdings', { portfolioId, ...holding })).status).toBe(201);
    const { quantity: _quantity, ...price } = holding;
    expect(wk.gateway.simulators.received.at(-1)).toEqual({ method: 'PUT', path: '/control/tenants/acme/prices', body: { portfolioId, ...price } });
    expect((await wk.ops('simulations/accrued-fees', { portfolioId, amount: '5', currency: 'GBP' })).status).toBe(201);
  });

  it('can be a status in the dialect’s words', async () => {
    const { partyId, portfolioId, bankAccountId } = await wk.setting();
    for (const [path, target, status] of [['/parties', partyId, 'Suspended'], ['/portfolios', portfolioId, 'Closing'], ['/bank-accounts', bankAccountId, 'Inactive']] as const) {
      expect((await wk.ops('simulations/status', { target, status })).body).toEqual({ target, status });
      expect((await wk.send('GET', `${path}/${target}`)).body).toMatchObject({ status });
    }
  });

  it.each<[string, string, Record<string, unknown>, number]>([
    ['cash for a portfolio that is not there', 'deposits', { target: 'prt-aaaaaaaaaaaaaa', amount: '1' }, 404], ['no cash', 'deposits', { amount: '0' }, 400], ['too fine cash', 'deposits', { amount: '1.001' }, 400],
    ['USDC', 'deposits', { amount: '1', currency: 'USDC' }, 400], ['a holding that is no instrument', 'holdings', { isin: 'x' }, 400], ['a holding in USDC', 'holdings', { currency: 'USDC' }, 400], ['a holding of nothing', 'holdings', { quantity: '0' }, 400],
    ['a holding nowhere', 'holdings', { portfolioId: 'prt-aaaaaaaaaaaaaa' }, 404], ['no fee', 'accrued-fees', { amount: '0' }, 400], ['a fee nowhere', 'accrued-fees', { portfolioId: 'prt-aaaaaaaaaaaaaa' }, 404],
    ['a status in small letters', 'status', { status: 'active' }, 400], ['a status of something else', 'status', { status: 'Suspended' }, 400], ['a status of nobody', 'status', { target: 'pty-aaaaaaaaaaaaaa', status: 'Active' }, 404],
  ])('is not %s', async (_, kind, change, status) => {
    const { portfolioId } = setting;
    const good: Record<string, object> = {
      deposits: { target: portfolioId, amount: '1' }, holdings: { portfolioId, isin: 'GB00B3X7QG63', quantity: '1', price: '1', currency: 'GBP' },
      'accrued-fees': { portfolioId, amount: '1', currency: 'GBP' }, status: { target: portfolioId, status: 'Active' },
    };
    expect((await wk.ops(`simulations/${kind}`, { ...good[kind], ...change })).status).toBe(status);
  });

  it('happens to its own tenant only', async () => {
    expect((await wk.ops('simulations/deposits', { target: setting.portfolioId, amount: '1' }, 'globex-ops')).status).toBe(404);
    expect((await wk.ops('simulations/status', { target: setting.partyId, status: 'Active' }, 'globex-ops')).status).toBe(404);
  });
});

describe('a list', () => {
  it('goes on after its last row, without gaps or repeats while rows are added', async () => {
    const { portfolioId } = await wk.setting();
    const ids = [await wk.withdrawal(portfolioId), await wk.withdrawal(portfolioId), await wk.withdrawal(portfolioId)];
    const page = async (after: string | null) => {
      const { body, headers } = await wk.send('GET', `/withdrawals?portfolioId=${portfolioId}&limit=2${after === null ? '' : `&after=${after}`}`);
      return { ids: (body as unknown as { id: string }[]).map(({ id }) => id), next: headers.get('pagination-last') };
    };
    const first = await page(null);
    const second = await page(first.next);
    expect([first.ids, second.ids]).toEqual([ids.slice(0, 2), ids.slice(2)]);
    expect(await page(second.next)).toEqual({ ids: [], next: null });
    const added = await wk.withdrawal(portfolioId);
    expect((await page(second.next)).ids).toEqual([added]);
  });

  it('of cash has pages too', async () => {
    const { portfolioId: target } = await wk.setting();
    await wk.ops('simulations/deposits', { target, amount: '7', currency: 'EUR' });
    const first = await wk.send('GET', `/balances/cash?portfolioId=${target}&limit=1`);
    const second = await wk.send('GET', `/balances/cash?portfolioId=${target}&limit=1&after=${String(first.headers.get('pagination-last'))}`);
    expect([first, second].map(({ body }) => (body as unknown as { currency: string }[]).map(({ currency }) => currency))).toEqual([['GBP'], ['EUR']]);
  });

  it('is filtered', async () => {
    const { portfolioId } = await wk.setting();
    const specified = await wk.withdrawal(portfolioId, { reference: 'a reference that is long' });
    const full = await wk.withdrawal(portfolioId, { type: 'Full', consideration: undefined });
    wk.portfolios.put('acme', full, { phase: 'sourcing' });
    const found = async (filter: string) => ((await wk.send('GET', `/withdrawals?portfolioId=${portfolioId}&${filter}`)).body as unknown as { id: string }[]).map(({ id }) => id);
    expect(await Promise.all(['type=Full', 'status=Pending', 'status=Active', 'status=Active&status=Pending', 'status=Settled', `reference=${encodeURIComponent('a reference that')}`, 'reference=x'].map(found)))
      .toEqual([[full], [specified], [full], [specified, full], [], [specified], []]);
  });

  const lists = ['/withdrawals', '/parties', '/portfolios', '/bank-accounts', '/transactions'];

  it.each(lists)('of %s refuses a bad page', async (path) => {
    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'limit=1.5', 'limit=-1', 'limit=', 'limit=1&limit=2']) expect(problemOf(await wk.send('GET', `${path}?${query}`))).toEqual(invalid('limit'));
    for (const query of ['after=x', 'after=', 'after=wth-aaaaaaaaaaaaaa', `after=${Buffer.from('["wth-aaaaaaaaaaaaaa","x"]').toString('base64url')}`]) expect(problemOf(await wk.send('GET', `${path}?${query}`))).toEqual(invalid('after'));
    expect((await wk.send('GET', `${path}?limit=1000`)).status).toBe(200);
  });

  it('refuses a place in another list, or of another tenant', async () => {
    const next = String((await wk.send('GET', '/parties')).headers.get('pagination-last'));
    expect(problemOf(await wk.send('GET', `/portfolios?after=${next}`))).toEqual(invalid('after'));
    expect(problemOf(await wk.send('GET', `/parties?after=${next}`, undefined, {}, 'globex-wealthkernel'))).toEqual(invalid('after'));
  });

  it.each<[string, string]>([
    ['/withdrawals?status=active', 'status'], ['/withdrawals?type=full', 'type'], ['/withdrawals?portfolioId=prt-aaaaaaaaaaaaaa', 'portfolioId'], ['/withdrawals?portfolioId=x', 'portfolioId'],
    ['/portfolios?partyId=pty-aaaaaaaaaaaaaa', 'partyId'], ['/bank-accounts?partyId=x', 'partyId'], ['/balances/cash', 'portfolioId'], ['/balances/cash?portfolioId=prt-aaaaaaaaaaaaaa', 'portfolioId'],
    ['/transactions?portfolioId=prt-aaaaaaaaaaaaaa', 'portfolioId'], ['/transactions?type=sell', 'type'], ['/transactions?status=Pending', 'status'], ['/transactions?startDate=x', 'startDate'],
    ['/transactions?endDate=2019-02-30', 'endDate'], ['/transactions?updatedSince=yesterday', 'updatedSince'],
  ])('refuses %s', async (path, field) => {
    expect(problemOf(await wk.send('GET', path))).toEqual(invalid(field));
  });
});
