import { describe, expect, it } from '@jest/globals';
import { exchange, WealthKernelCaller } from '@sluice/tools/client';
import { expectBooksAgree, openPortfolioStory, portfolioWith, pounds, poundsIn, withdrawn } from './portfolio-story.js';

const [acme, globex] = [await openPortfolioStory('acme'), await openPortfolioStory('globex')];

const cash = { cash: { GBP: '100.00' } };
const unknown = (field: string) => ({ status: 400, body: { status: 400, errors: { [field]: [expect.any(String)] } } });
const idsIn = async (path: '/withdrawals' | '/portfolios' | '/parties' | '/bank-accounts' | '/transactions'): Promise<string[]> => {
  const rows = globex.client.api.rows<{ readonly id: string }>((query) => globex.client.api.GET(path, { params: { query: { ...query, limit: 1_000 } } }));
  const ids: string[] = [];
  for await (const { id } of rows) ids.push(id);
  return ids;
};

describe('what belongs to one tenant', () => {
  it('is not there for another, to read or to act on', async () => {
    const { partyId, portfolioId, bankAccountIds } = await portfolioWith(acme, cash);
    const { id } = await withdrawn(acme, { portfolioId, consideration: pounds(10) });
    for (const path of [`/withdrawals/${id}`, `/portfolios/${portfolioId}`, `/parties/${partyId}`, `/bank-accounts/${bankAccountIds.GBP}`]) {
      expect(await globex.client.ask(path)).toMatchObject({ status: 404, body: { status: 404 } });
    }
    expect((await globex.client.cancel(id)).status).toBe(404);
    for (const path of ['/balances/cash', '/transactions', '/withdrawals']) {
      expect(await globex.client.ask(`${path}?portfolioId=${portfolioId}`)).toMatchObject(unknown('portfolioId'));
    }
  });

  it('is found by nobody else in a list', async () => {
    const { partyId, portfolioId, bankAccountIds } = await portfolioWith(acme, cash);
    const { id } = await withdrawn(acme, { portfolioId, consideration: pounds(10) });
    const theirs = (await Promise.all((['/withdrawals', '/portfolios', '/parties', '/bank-accounts', '/transactions'] as const).map(idsIn))).flat();
    expect(theirs.filter((seen) => [id, partyId, portfolioId, bankAccountIds.GBP].includes(seen))).toEqual([]);
  });

  it('cannot be paid from or paid to by another', async () => {
    const [ours, theirs] = [await portfolioWith(acme, cash), await portfolioWith(globex, cash)];
    expect(await globex.client.withdraw({ portfolioId: ours.portfolioId, consideration: pounds(1) })).toMatchObject(unknown('portfolioId'));
    const toOurs = { portfolioId: theirs.portfolioId, bankAccountId: ours.bankAccountIds.GBP, consideration: pounds(1) };
    expect(await globex.client.withdraw(toOurs)).toMatchObject(unknown('bankAccountId'));
    expect(await poundsIn(acme, ours.portfolioId)).toBe(100);
    expect(await poundsIn(globex, theirs.portfolioId)).toBe(100);
    await expectBooksAgree(acme, ours.portfolioId);
  });
});

describe('a caller without a good token', () => {
  it('is told nothing', async () => {
    const headers = { authorization: 'Bearer made-up' };
    expect(await exchange(`${acme.stack.gateway}/wealthkernel/withdrawals`, { headers })).toMatchObject({ status: 401, body: { title: expect.any(String), status: 401 } });
  });

  it('is none of another dialect', async () => {
    const { clientId, clientSecret } = acme.stack.tenants['acme']?.bultra ?? { clientId: '', clientSecret: '' };
    await expect(new WealthKernelCaller(acme.stack, { clientId, clientSecret }).openParty()).rejects.toMatchObject({ status: 401 });
  });
});

describe('a list read page by page', () => {
  it('shows each row once, oldest first, and every page says where the next begins', async () => {
    const { portfolioId } = await portfolioWith(acme, cash);
    for (const amount of ['1.00', '2.00', '3.00']) await acme.operator.deposit(portfolioId, amount);
    const oneByOne = await acme.client.transactions(portfolioId, { limit: 1 });
    expect(oneByOne.map(({ consideration }) => consideration.amount)).toEqual([100, 1, 2, 3]);
    expect(oneByOne).toEqual(await acme.client.transactions(portfolioId));
    const { headers } = await acme.client.ask(`/transactions?portfolioId=${portfolioId}&limit=1`);
    expect(headers.get('pagination-last')).toEqual(expect.any(String));
  });

  it.each<[string, string]>([['after', 'made-up'], ['limit', '0'], ['limit', '1001']])('is a 400 with %s=%s', async (name, value) => {
    const { portfolioId } = await portfolioWith(acme, cash);
    expect(await acme.client.ask(`/transactions?portfolioId=${portfolioId}&${name}=${value}`)).toMatchObject(unknown(name));
  });
});
