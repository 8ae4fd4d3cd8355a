import { describe, expect, it } from '@jest/globals';
import { outcomesOf } from '../../test/ledger-table.js';

const tables: Record<string, string> = {
  'a hold takes from what is available and not from what is posted': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    place acc h1 60.00       -> placed
    balance acc              -> posted 100.00 pending 60.00 available 40.00`,
  'two holds that together are more than there is': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    place acc h1 60.00       -> placed
    place acc h2 60.00       -> refused insufficient_funds
    balance acc              -> posted 100.00 pending 60.00 available 40.00`,
  'a hold of exactly what is there, and then of the smallest unit': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    place acc h1 100.00      -> placed
    place acc h2 0.01        -> refused insufficient_funds`,
  'placing again says again what was said': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    place acc h1 60.00       -> placed
    place acc h1 60.00       -> placed
    post acc h1 p1 60.00     -> posted 60.00 open 0.00
    place acc h1 60.00       -> placed
    balance acc              -> posted 40.00 pending 0.00 available 40.00`,
  'a refused hold stays refused when the money has come': `
    open acc USD
    place acc h1 60.00       -> refused insufficient_funds
    deposit acc d1 100.00    -> available 100.00
    place acc h1 60.00       -> refused insufficient_funds
    place acc h2 60.00       -> placed
    void acc h1              -> voided 0.00
    balance acc              -> posted 100.00 pending 60.00 available 40.00`,
  'a hold that was voided before it was placed can never be placed': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    void acc h1              -> voided 0.00
    place acc h1 60.00       -> refused hold_closed
    void acc h1              -> voided 0.00
    post acc h1 p1 1.00      -> refused hold_closed
    balance acc              -> posted 100.00 pending 0.00 available 100.00`,
  'a hold of another currency': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    place acc h1 60.00EUR    -> refused currency_mismatch
    place acc h1 60.00       -> refused currency_mismatch
    place acc h2 60.00       -> placed`,
  'a hold on an account that is not there': `
    place acc h1 1.00        -> refused not_found
    void acc h2              -> voided 0.00
    post acc h3 p1 1.00      -> refused unknown_hold
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    place acc h1 1.00        -> refused not_found
    place acc h2 1.00        -> refused hold_closed
    place acc h3 1.00        -> placed`,
  'a hold of all there is': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    place acc h1 60.00       -> placed
    place acc h2 all         -> placed all 40.00
    place acc h2 all         -> placed all 40.00
    place acc h3 all         -> refused insufficient_funds
    balance acc              -> posted 100.00 pending 100.00 available 0.00`,
  'a hold of all there is, if that is more than something': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    place acc h1 all 100.00  -> refused insufficient_funds
    place acc h1 all         -> refused insufficient_funds
    place acc h2 all 99.99   -> placed all 100.00
    place acc h3 all 0.00    -> refused insufficient_funds`,
  'a hold of all there is says its first amount, whatever came since': `
    open acc USD
    deposit acc d1 100.00    -> available 100.00
    place acc h1 all         -> placed all 100.00
    deposit acc d2 5.00      -> available 5.00
    place acc h1 all         -> placed all 100.00
    post acc h1 p1 30.00     -> posted 30.00 open 70.00
    place acc h1 all         -> placed all 100.00
    void acc h1              -> voided 70.00
    place acc h1 all         -> placed all 100.00
    place acc h2 all         -> placed all 75.00
    balance acc              -> posted 75.00 pending 75.00 available 0.00`,
  'a hold of all there is where there is nothing': `
    place acc h0 all         -> refused not_found
    open acc EUR
    place acc h0 all         -> refused not_found
    place acc h1 all         -> refused insufficient_funds
    deposit acc d1 1.00EUR   -> available 1.00
    place acc h1 all         -> refused insufficient_funds
    void acc h1 EUR          -> voided 0.00
    status acc FROZEN
    place acc h2 all         -> refused account_not_transactable`,
  'an amount of nothing': `
    open acc USD
    place acc h1 0.00        -> ! invalid_amount`,
  'a hold posted in parts': `
    open acc USD
    deposit acc d1 100.00               -> available 100.00
    place acc h1 90.00                  -> placed
    post acc h1 p1 20.00                -> posted 20.00 open 70.00
    post acc h1 p2 30.00 p3 40.00       -> posted 90.00 open 0.00
    balance acc                         -> posted 10.00 pending 0.00 available 10.00`,
  'the same postings again': `
    open acc USD
    deposit acc d1 100.00               -> available 100.00
    place acc h1 90.00                  -> placed
    post acc h1 p1 20.00                -> posted 20.00 open 70.00
    post acc h1 p1 20.00                -> posted 20.00 open 70.00
    post acc h1 p2 30.00                -> posted 50.00 open 40.00
    post acc h1 p1 20.00                -> posted 20.00 open 70.00
    post acc h1 p3 40.00                -> posted 90.00 open 0.00
    post acc h1 p1 20.00                -> posted 20.00 open 70.00
    post acc h1 p2 30.00                -> posted 50.00 open 40.00
    balance acc                         -> posted 10.00 pending 0.00 available 10.00`,
  'one posting named twice in a command': `
    open acc USD
    deposit acc d1 100.00               -> available 100.00
    place acc h1 90.00                  -> placed
    post acc h1 p1 20.00 p1 20.00       -> posted 20.00 open 70.00`,
  'a posting that is there and one that is new': `
    open acc USD
    deposit acc d1 100.00               -> available 100.00
    place acc h1 90.00                  -> placed
    post acc h1 p1 20.00                -> posted 20.00 open 70.00
    post acc h1 p1 20.00 p2 30.00       -> posted 50.00 open 40.00
    balance acc                         -> posted 50.00 pending 40.00 available 10.00`,
  'a post that releases the rest': `
    open acc USD
    deposit acc d1 100.00               -> available 100.00
    place acc h1 90.00                  -> placed
    post acc h1 p1 20.00 rest           -> posted 20.00 open 0.00
    post acc h1 p1 20.00 rest           -> posted 20.00 open 0.00
    post acc h1 p2 1.00                 -> refused hold_closed
    post acc h1 p1 20.00 p2 1.00        -> refused hold_closed
    void acc h1                         -> voided 0.00
    balance acc                         -> posted 80.00 pending 0.00 available 80.00`,
  'the rest released once its postings are booked': `
    open acc USD
    deposit acc d1 100.00               -> available 100.00
    place acc h1 90.00                  -> placed
    post acc h1 p1 20.00                -> posted 20.00 open 70.00
    post acc h1 p1 20.00 rest           -> posted 20.00 open 0.00
    post acc h1 p1 20.00                -> posted 20.00 open 70.00
    balance acc                         -> posted 80.00 pending 0.00 available 80.00`,
  'more than is held is posted in no part': `
    open acc USD
    deposit acc d1 100.00               -> available 100.00
    place acc h1 50.00                  -> placed
    post acc h1 p1 50.01                -> refused more_than_held
    post acc h1 p1 30.00 p2 30.00       -> refused more_than_held
    post acc h1 p1 30.00                -> posted 30.00 open 20.00
    post acc h1 p2 30.00                -> refused more_than_held
    balance acc                         -> posted 70.00 pending 20.00 available 50.00`,
  'a posting in another currency': `
    open acc USD
    deposit acc d1 100.00               -> available 100.00
    place acc h1 50.00                  -> placed
    post acc h1 p1 10.00EUR             -> ! currency_mismatch
    post acc h1 p1 10.00 p2 10.00EUR    -> ! currency_mismatch
    post acc h1 p1 0.00                 -> ! invalid_amount
    balance acc                         -> posted 100.00 pending 50.00 available 50.00`,
  'a hold nobody placed': `
    open acc USD
    deposit acc d1 100.00               -> available 100.00
    post acc h1 p1 10.00                -> refused unknown_hold
    balance acc                         -> posted 100.00 pending 0.00 available 100.00`,
  'voiding gives back what is still held, and is answered the same when repeated': `
    open acc USD
    deposit acc d1 100.00               -> available 100.00
    place acc h1 50.00                  -> placed
    post acc h1 p1 20.00                -> posted 20.00 open 30.00
    void acc h1                         -> voided 30.00
    void acc h1                         -> voided 30.00
    post acc h1 p2 1.00                 -> refused hold_closed
    post acc h1 p1 20.00                -> posted 20.00 open 30.00
    balance acc                         -> posted 80.00 pending 0.00 available 80.00`,
  'one account’s hold is not another’s': `
    open acc USD
    open other USD
    deposit acc d1 100.00               -> available 100.00
    place acc h1 50.00                  -> placed
    post other h1 p1 10.00              -> refused unknown_hold
    void other h1                       -> voided 0.00
    balance acc                         -> posted 100.00 pending 50.00 available 50.00`,
};

describe.each(Object.entries(tables))('%s', (_name, table) => {
  it('comes out as the table says', async () => {
    const { said, expected } = await outcomesOf(table);
    expect(said).toEqual(expected);
  });
});
