import { describe, expect, it } from '@jest/globals';
import { outcomesOf } from '../../test/ledger-table.js';

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
