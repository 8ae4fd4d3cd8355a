import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { cancelPortfolioWithdrawal, getPortfolioWithdrawal, listPortfolioWithdrawals, withdrawFromPortfolio, type PortfolioWithdrawalView } from '@sluice/contract-intake';
import { bankAccountRefused, checkBankAccount } from '@sluice/contract-payout';
import { recordChange } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { IntakeModule } from '../src/intake.module.js';

let intake: TestService;

beforeAll(async () => {
  intake = await startTestService({ module: IntakeModule, service: 'intake' });
});

afterAll(async () => {
  await intake.stop();
});

const acme = { tenantId: 'acme' };
let made = 0;
const anOrder = (change: object = {}) => ({
  id: newId(), dialect: 'wealthkernel' as const, dialectId: `wth-${newId().slice(0, 8)}${(made += 1)}`, portfolioId: 'prt-1', partyId: 'pty-1', bankAccountId: 'bac-1',
  type: 'specified' as const, consideration: { currency: 'GBP', amount: '120.00' }, closePortfolio: false, currency: 'GBP' as const, ...change,
});
const withdraw = (change: object = {}): Promise<PortfolioWithdrawalView> => intake.requests.request(withdrawFromPortfolio, anOrder(change), acme);
const read = (dialectId: string, context = acme) => intake.requests.request(getPortfolioWithdrawal, { dialectId }, context);
const list = (query: object) => intake.requests.request(listPortfolioWithdrawals, { limit: 100, ...query }, acme);
const cancel = (dialectId: string, context = acme, orderId = newId()) => intake.requests.request(cancelPortfolioWithdrawal, { dialectId, orderId }, context);

async function rejected(dialectId: string): Promise<PortfolioWithdrawalView> {
  for (let view = await read(dialectId); ; view = await read(dialectId)) if (view.phase === 'rejected') return view;
}

async function refuseBankAccount(id: string): Promise<void> {
  let check = await intake.next(checkBankAccount);
  while (check.withdrawalId !== id) check = await intake.next(checkBankAccount);
  await intake.publish(bankAccountRefused, { bankAccountId: check.body.bankAccountId, reason: 'not_active' }, { withdrawalId: id });
}

describe('a withdrawal requested from a portfolio', () => {
  it('is taken in whatever its currency, has its bank account checked and sends an event of its first version', async () => {
    const view = await withdraw({ consideration: { currency: 'JPY', amount: '5' } });
    expect(view).toMatchObject({ phase: 'created', consideration: { currency: 'JPY', amount: '5' }, fee: { units: '0' } });
    expect(view).not.toHaveProperty('paidOut');
    expect((await intake.next(checkBankAccount)).body).toMatchObject({ bankAccountId: 'bac-1', currency: 'JPY' });
    expect((await intake.next(recordChange)).body).toMatchObject({ dialect: 'wealthkernel', sequence: 1, view: { portfolioId: 'prt-1' } });
  });

  it('is the same one when it is requested again', async () => {
    const order = anOrder();
    const views = await Promise.all(Array.from({ length: 10 }, () => intake.requests.request(withdrawFromPortfolio, order, acme)));
    expect(new Set(views.map(({ id, dialectId }) => `${id} ${dialectId}`)).size).toBe(1);
    expect((await list({ portfolioId: 'prt-1' })).withdrawals.filter(({ id }) => id === order.id)).toHaveLength(1);
  });

  it('is rejected with the reason, and stays so', async () => {
    const { id, dialectId } = await withdraw();
    await refuseBankAccount(id);
    expect(await rejected(dialectId)).toMatchObject({ reason: 'The bank account is not active.' });
    await expect(cancel(dialectId)).rejects.toMatchObject({ code: 'invalid_status' });
  });

  it('is unknown to another tenant, who can neither read nor cancel it', async () => {
    const { dialectId } = await withdraw();
    await expect(read(dialectId, { tenantId: 'globex' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(cancel(dialectId, { tenantId: 'globex' })).rejects.toMatchObject({ code: 'not_found' });
    expect(await read(dialectId)).toMatchObject({ phase: 'created' });
  });

  it('that does not exist is not found', async () => {
    await expect(read('wth-nobody')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a cancellation', () => {
  it('is replied to while it is carried out, and said twice it is one', async () => {
    const { dialectId } = await withdraw();
    const orderId = newId();
    const first = await cancel(dialectId, acme, orderId);
    expect(first.phase).toBe('cancelling');
    expect(await cancel(dialectId, acme, orderId)).toMatchObject({ phase: 'cancelling', version: first.version });
  });

  it('comes too late after another one', async () => {
    const { dialectId } = await withdraw();
    await cancel(dialectId);
    await expect(cancel(dialectId)).rejects.toMatchObject({ code: 'invalid_status' });
  });
});

describe('a list of withdrawals', () => {
  it('is oldest first, without gap or repeat over its pages, and narrowed by its filters', async () => {
    const portfolioId = `prt-${newId()}`;
    const all: string[] = [];
    for (let index = 0; index < 5; index += 1) all.push((await withdraw({ portfolioId, reference: index % 2 === 0 ? 'even' : 'odd' })).dialectId);
    const pages = [await list({ portfolioId, limit: 2 }), await list({ portfolioId, limit: 2, after: all[1] }), await list({ portfolioId, limit: 2, after: all[3] })];
    expect(pages.flatMap(({ withdrawals }) => withdrawals.map(({ dialectId }) => dialectId))).toEqual(all);
    expect(pages.map(({ hasMore }) => hasMore)).toEqual([true, true, false]);
    expect((await list({ portfolioId, reference: 'even' })).withdrawals).toHaveLength(3);
    expect((await list({ portfolioId, type: 'full' })).withdrawals).toEqual([]);
    expect((await list({ portfolioId, phases: ['settled'] })).withdrawals).toEqual([]);
  });

  it('does not begin after a withdrawal that nobody knows', async () => {
    await expect(list({ after: 'wth-nobody' })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
