import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import {
  balancesStated, bookHolding, bookProceeds, creditFee, deposit, feeCredited, getAccount, holdPlaced, listEntries, openAccount, placeHold,
  proceedsBooked, stateBalances, trialBalance,
} from '@sluice/contract-ledger';
import { balanceOf, startLedger, usd } from './bank.js';

const acme = { tenantId: 'acme' };
const isin = 'GB00B3X7QG63';
const sale = (orderId: string, proceeds: number, bookCost: number) => ({ orderId, isin, proceeds: usd(proceeds), bookCost: usd(bookCost) });

let ledger: TestService;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

const cashOf = (portfolioId: string) => ({ accountId: `${portfolioId}:USD`, owner: portfolioId });
const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe('a portfolio that sells what it holds', () => {
  it('has the proceeds as cash once, and its holding falls by what it cost', async () => {
    await ledger.requests.request(bookHolding, { depositId: 'in-1', portfolioId: 'prt-1', isin, bookCost: usd(10_000) }, acme);
    const order = { ...cashOf('prt-1'), sales: [sale('ord-1', 6_000, 5_500), sale('ord-2', 400, 500), sale('ord-2', 400, 500)] };
    await times(10, () => ledger.publish(bookProceeds, order, { withdrawalId: 'w1' }));
    const answers = await times(10, () => ledger.next(proceedsBooked));
    expect(answers.every(({ body }) => body.accountId === 'prt-1:USD' && body.owner === 'prt-1')).toBe(true);
    expect(await balanceOf(ledger, 'prt-1:USD')).toBe('posted 6400 pending 0 available 6400');
    const holding = await ledger.requests.request(getAccount, { id: `holding:prt-1/${isin}:USD` }, acme);
    expect(holding).toMatchObject({ kind: 'portfolio', owner: 'prt-1', posted: usd(4_000), available: usd(4_000), pending: usd(0) });
    expect(await balanceOf(ledger, 'clearing:GAINS:USD')).toBe('posted -400 pending 0 available -400');
    expect(await ledger.requests.request(trialBalance, {}, acme)).toMatchObject({ balanced: true });
    const { entries } = await ledger.requests.request(listEntries, { withdrawalId: 'w1', limit: 10 }, acme);
    expect(entries.map(({ kind, lines }) => [kind, lines.length])).toEqual([['sale', 3], ['sale', 3]]);
  });

  it('for less than a cent has a loss of what it cost, and an account without cash', async () => {
    await ledger.requests.request(bookHolding, { depositId: 'in-9', portfolioId: 'prt-9', isin, bookCost: usd(1_000) }, acme);
    const lossesBefore = await balanceOf(ledger, 'clearing:GAINS:USD');
    await times(3, () => ledger.publish(bookProceeds, { ...cashOf('prt-9'), sales: [sale('ord-9', 0, 700)] }, { withdrawalId: 'w9' }));
    await times(3, () => ledger.next(proceedsBooked));
    expect(await ledger.requests.request(getAccount, { id: `holding:prt-9/${isin}:USD` }, acme)).toMatchObject({ posted: usd(300) });
    expect([lossesBefore, await balanceOf(ledger, 'clearing:GAINS:USD')]).toEqual(['posted -400 pending 0 available -400', 'posted 300 pending 0 available 300']);
    expect(await balanceOf(ledger, 'prt-9:USD')).toBe('posted 0 pending 0 available 0');
    expect(await ledger.requests.request(trialBalance, {}, acme)).toMatchObject({ balanced: true });
  });

  it('that sold nothing is answered, and no account is opened for it', async () => {
    await ledger.publish(bookProceeds, { ...cashOf('prt-none'), sales: [] }, { withdrawalId: 'w2' });
    expect((await ledger.next(proceedsBooked)).body).toEqual(cashOf('prt-none'));
    await expect(ledger.requests.request(getAccount, { id: 'prt-none:USD' }, acme)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a fee', () => {
  it('opens the account it is owed to and is credited once', async () => {
    await times(5, () => ledger.publish(creditFee, { ...cashOf('prt-fees'), feeId: 'fee-1', amount: usd(500), fromAccountId: 'clearing:FEES:USD' }, { withdrawalId: 'w3' }));
    await times(5, () => ledger.next(feeCredited));
    expect(await ledger.requests.request(getAccount, { id: 'prt-fees:USD' }, acme)).toMatchObject({ kind: 'portfolio', owner: 'prt-fees', posted: usd(500) });
  });
});

describe('the balances of an owner', () => {
  it('are stated for each currency, with what is available, and for nobody else', async () => {
    const open = (id: string, owner: string, currency: 'USD' | 'EUR') => ledger.requests.request(openAccount, { id, kind: 'portfolio', owner, currency }, acme);
    await open('prt-5:USD', 'prt-5', 'USD');
    await open('prt-5:EUR', 'prt-5', 'EUR');
    await open('prt-6:USD', 'prt-6', 'USD');
    await ledger.requests.request(deposit, { depositId: 'd5', accountId: 'prt-5:USD', amount: usd(900) }, acme);
    await ledger.publish(placeHold, { accountId: 'prt-5:USD', holdId: 'w5/1', amount: usd(300) }, { withdrawalId: 'w5' });
    await ledger.next(holdPlaced);
    await ledger.publish(stateBalances, { owner: 'prt-5' }, { withdrawalId: 'w5' });
    const { balances, owner } = (await ledger.next(balancesStated)).body;
    const none = { currency: 'EUR', units: '0' };
    expect([owner, balances.toSorted((one, other) => one.accountId.localeCompare(other.accountId))]).toEqual([
      'prt-5',
      [{ accountId: 'prt-5:EUR', posted: none, available: none }, { accountId: 'prt-5:USD', posted: usd(900), available: usd(600) }],
    ]);
  });

  it('are none for an owner nobody knows, and for another tenant’s', async () => {
    await ledger.publish(stateBalances, { owner: 'prt-nobody' }, { withdrawalId: 'w6' });
    expect((await ledger.next(balancesStated)).body).toEqual({ owner: 'prt-nobody', balances: [] });
    await ledger.publish(stateBalances, { owner: 'prt-5' }, { tenantId: 'globex', withdrawalId: 'w7' });
    expect((await ledger.next(balancesStated)).body).toEqual({ owner: 'prt-5', balances: [] });
  });
});

describe('a hold of all there is, placed by many messages at once', () => {
  it('is one hold, and each is answered with the same amount', async () => {
    await ledger.publish(bookProceeds, { ...cashOf('prt-all'), sales: [sale('ord-all', 700, 0)] }, { withdrawalId: 'w8' });
    await ledger.next(proceedsBooked);
    await times(10, (index) => ledger.publish(placeHold, { accountId: 'prt-all:USD', holdId: 'w8/1' }, { id: `all ${index}`, withdrawalId: 'w8' }));
    const answers = await times(10, () => ledger.next(holdPlaced));
    expect(answers.map(({ body }) => body.amount)).toEqual(answers.map(() => usd(700)));
    expect(await balanceOf(ledger, 'prt-all:USD')).toBe('posted 700 pending 700 available 0');
  });
});
