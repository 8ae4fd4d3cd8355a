import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import { outcomesOf } from '../../test/ledger-table.js';
import { opened } from '../accounts/account.js';
import { cashAccountOf, credited, creditIdOf, holdingEntryOf, saleLines, type Credit } from './credit.js';

const tables: Record<string, string> = {
  'a repeated deposit is booked once': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    deposit acc d1 100.00    -> available 100.00
    deposit acc d2 0.50      -> available 100.50`,
  'a deposit that does not fit': `
    deposit acc d1 1.00      -> ! not_found
    open acc USD
    deposit acc d1 1.00EUR   -> ! currency_mismatch
    deposit acc d1 0.00      -> ! invalid_amount
    deposit acc d1 1.00      -> available 1.00`,
  'a payment that came back is credited once': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    place acc h1 100.00      -> placed
    post acc h1 p1 100.00    -> posted 100.00 open 0.00
    return acc r1 100.00     -> returned
    return acc r1 100.00     -> returned
    balance acc              -> posted 100.00 pending 0.00 available 100.00`,
  'a payment that came back to where it does not fit': `
    return acc r1 1.00                    -> ! not_found
    open acc USD
    return acc r1 1.00EUR                 -> ! currency_mismatch
    return acc r1 1.00 clearing:ACH:GBP   -> ! invalid_request
    return acc r1 1.00 acc                -> ! invalid_request
    return acc r1 1.00 clearing:ACH       -> ! invalid_request
    balance acc                           -> posted 0.00 pending 0.00 available 0.00`,
  'a deposit and a return of the same name are two': `
    open acc USD
    deposit acc x 1.00       -> available 1.00
    return acc x 1.00        -> returned
    balance acc              -> posted 2.00 pending 0.00 available 2.00`,
  'opening again leaves the account as it is': `
    open acc USD
    deposit acc d1 1.00      -> available 1.00
    open acc EUR
    balance acc              -> posted 1.00 pending 0.00 available 1.00`,
  'the statuses that may transact': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    status acc EDD
    place acc h1 1.00        -> placed
    status acc DORMANT
    place acc h2 1.00        -> placed
    status acc ACTIVE
    place acc h3 1.00        -> placed`,
  'the statuses that may not': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    status acc PENDING
    place acc h1 1.00        -> refused account_not_transactable
    status acc FROZEN
    place acc h2 1.00        -> refused account_not_transactable
    status acc CLOSED
    place acc h3 1.00        -> refused account_not_transactable
    status nobody ACTIVE     -> ! not_found`,
  'what is held is resolved, and what arrives is booked, whatever the status': `
    open acc USD
    deposit acc d1 100.00        -> available 100.00
    place acc h1 50.00           -> placed
    place acc h2 50.00           -> placed
    status acc FROZEN
    post acc h1 p1 20.00 rest    -> posted 20.00 open 0.00
    void acc h2                  -> voided 50.00
    return acc r1 20.00          -> returned
    deposit acc d2 1.00          -> available 101.00`,
};

describe.each(Object.entries(tables))('%s', (_name, table) => {
  it('comes out as the table says', async () => {
    const { said, expected } = await outcomesOf(table);
    expect(said).toEqual(expected);
  });
});

describe('a credit', () => {
  const at = new Date('2026-11-21T10:00:00Z');
  const dollars = (units: bigint) => Money.ofUnits('USD', units);
  const account = opened({ tenantId: 'acme', id: 'acc', kind: 'customer', owner: 'cus', openedAt: at, currency: 'USD' });
  const deposit: Credit = { kind: 'deposit', sourceId: 'd1', amount: dollars(500n) };

  it('adds its amount, and an entry that is pending behind those that are', () => {
    const once = credited(account, deposit, false, at);
    const twice = once && credited(once, { ...deposit, sourceId: 'd2' }, false, at);
    expect([once?.posted, twice?.posted]).toEqual([dollars(500n), dollars(1_000n)]);
    expect(twice?.pendingEntries.map(({ id, kind, sourceId }) => [id, kind, sourceId])).toEqual([
      [creditIdOf(account, deposit), 'deposit', 'd1'], [creditIdOf(account, { ...deposit, sourceId: 'd2' }), 'deposit', 'd2'],
    ]);
  });

  it('is none when the journal has it, or the account carries it', () => {
    const once = credited(account, deposit, false, at);
    expect([credited(account, deposit, true, at), once && credited(once, deposit, false, at)]).toEqual([null, null]);
  });

  it('of another currency is refused, whatever side it comes from', () => {
    expect(() => credited(account, { ...deposit, amount: Money.ofUnits('EUR', 5n) }, false, at)).toThrow('The account is in USD, not in EUR.');
  });

  it('of a sale is refused when what was sold did cost less than nothing', () => {
    expect(() => saleLines('acc', dollars(5n), { holdingId: 'held', bookCost: dollars(-1n) })).toThrow('What is sold did not cost less than nothing.');
  });
});

describe('a holding that comes in', () => {
  const at = new Date('2026-11-21T10:00:00Z');
  const holding = { depositId: 'd1', portfolioId: 'prt', isin: 'GB00B3X7QG63', bookCost: Money.ofUnits('USD', 5n) };

  it('is an entry of its tenant and deposit, whichever portfolio it is for', () => {
    const { id, kind, sourceId, lines } = holdingEntryOf('acme', holding, at);
    expect([kind, sourceId, lines.map(({ accountId }) => accountId)]).toEqual(['holding', 'd1', ['clearing:HOLDINGS:USD', 'holding:prt/GB00B3X7QG63:USD']]);
    expect(holdingEntryOf('acme', { ...holding, portfolioId: 'other' }, at).id).toBe(id);
    expect([holdingEntryOf('globex', holding, at).id, holdingEntryOf('acme', { ...holding, depositId: 'd2' }, at).id]).not.toContain(id);
  });
});

describe('a portfolio’s cash account', () => {
  const opening = { tenantId: 'acme', id: 'prt:USD', owner: 'prt', openedAt: new Date('2026-11-21T10:00:00Z'), currency: 'USD' as const };

  it('is opened for its portfolio when there is none, and else as it is', () => {
    const account = cashAccountOf(null, opening);
    expect(account).toMatchObject({ id: 'prt:USD', kind: 'portfolio', owner: 'prt', status: 'ACTIVE' });
    const frozen = { ...account, status: 'FROZEN' as const };
    expect(cashAccountOf(frozen, opening)).toBe(frozen);
  });

  it.each([
    ['another’s', cashAccountOf(null, { ...opening, owner: 'other' }), opening, 'The account prt:USD is not of prt.'],
    ['named like a system account', null, { ...opening, id: 'clearing:ACH:USD' }, 'clearing:ACH:USD is not opened.'],
  ])('is refused when it is %s', (_name, current, wanted, message) => {
    expect(() => cashAccountOf(current, wanted)).toThrow(message);
  });
});
