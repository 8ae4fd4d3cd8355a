import { describe, expect, it } from '@jest/globals';
import { outcomesOf } from '../../test/ledger-table.js';

const cash = 'prt:USD';
const holding = 'holding:cus_1/GB00B3X7QG63:USD';

const tables: Record<string, string> = {
  'a holding sold with a gain': `
    holding d1 55.00                 -> booked
    sell ${cash} o1 60.00 55.00      -> booked
    balance ${cash}                  -> posted 60.00 pending 0.00 available 60.00
    sum ${holding}                   -> 0
    sum clearing:GAINS:USD           -> -500
    sum clearing:HOLDINGS:USD        -> -5500`,
  'a holding sold with a loss': `
    holding d1 55.00                 -> booked
    sell ${cash} o1 50.00 55.00      -> booked
    sum ${holding}                   -> 0
    sum clearing:GAINS:USD           -> 500
    balance ${cash}                  -> posted 50.00 pending 0.00 available 50.00`,
  'a holding sold for what it cost, and one that cost nothing': `
    sell ${cash} o1 50.00 50.00      -> booked
    sum clearing:GAINS:USD           -> 0
    sell ${cash} o2 10.00 0.00       -> booked
    sum clearing:GAINS:USD           -> -1000
    sum ${holding}                   -> -5000
    balance ${cash}                  -> posted 60.00 pending 0.00 available 60.00`,
  'a holding sold for less than a cent': `
    holding d1 55.00                 -> booked
    sell ${cash} o1 0.00 55.00       -> booked
    sell ${cash} o1 0.00 55.00       -> booked
    sum ${holding}                   -> 0
    sum clearing:GAINS:USD           -> 5500
    balance ${cash}                  -> posted 0.00 pending 0.00 available 0.00
    place ${cash} h1 all             -> refused insufficient_funds`,
  'an order booked again, with another amount too': `
    sell ${cash} o1 60.00 55.00      -> booked
    sell ${cash} o1 60.00 55.00      -> booked
    sell ${cash} o1 99.00 11.00      -> booked
    balance ${cash}                  -> posted 60.00 pending 0.00 available 60.00
    sum clearing:GAINS:USD           -> -500`,
  'a sale that does not fit': `
    sell ${cash} o1 60.00 55.00EUR   -> ! currency_mismatch
    sell ${cash} o1 60.00 -1.00      -> ! invalid_amount
    sell ${cash} o1 -1.00 5.00       -> ! invalid_amount
    sell ${cash} o1 -1.00 0.00       -> ! invalid_amount
    sell ${cash} o1 0.00 0.00        -> ! invalid_request
    sell clearing:X:USD o1 1.00 0.00 -> ! invalid_request
    sell ${holding} o1 1.00 0.00     -> ! invalid_request
    sell ${cash} o1 1.00 0.00 a:b    -> ! invalid_request
    sell ${cash} o1 1.00 0.00 a/b    -> ! invalid_request
    sell ${cash} o1 1.00 1.00        -> booked
    sell ${cash} o2 1.00EUR 1.00EUR  -> ! currency_mismatch
    sell ${cash} o2 1.00 1.00 other  -> ! invalid_request
    balance ${cash}                  -> posted 1.00 pending 0.00 available 1.00`,
  'a sale into an account that is closed': `
    sell ${cash} o1 1.00 1.00        -> booked
    status ${cash} CLOSED
    sell ${cash} o2 1.00 1.00        -> booked
    place ${cash} h1 all             -> refused account_not_transactable
    balance ${cash}                  -> posted 2.00 pending 0.00 available 2.00`,
  'proceeds that are held at once and paid out': `
    deposit ${cash} d1 1.00          -> ! not_found
    sell ${cash} o1 60.00 55.00      -> booked
    place ${cash} h1 all             -> placed all 60.00
    sell ${cash} o2 5.00 1.00        -> booked
    post ${cash} h1 p1 60.00         -> posted 60.00 open 0.00
    balance ${cash}                  -> posted 5.00 pending 0.00 available 5.00`,
  'a fee that is credited once, and opens its account': `
    fee ${cash} f1 5.00              -> booked
    fee ${cash} f1 5.00              -> booked
    fee ${cash} f2 0.01              -> booked
    balance ${cash}                  -> posted 5.01 pending 0.00 available 5.01
    sum clearing:FEES:USD            -> -501`,
  'a fee that does not fit': `
    fee ${cash} f1 0.00              -> ! invalid_amount
    fee ${cash} f1 1.00 acc          -> ! invalid_request
    fee ${cash} f1 1.00 ${holding}   -> ! invalid_request
    fee ${cash} f1 1.00              -> booked
    fee ${cash} f2 1.00EUR           -> ! currency_mismatch
    balance ${cash}                  -> posted 1.00 pending 0.00 available 1.00`,
  'a fee and an order of the same name are two': `
    fee ${cash} x 1.00               -> booked
    sell ${cash} x 1.00 1.00         -> booked
    balance ${cash}                  -> posted 2.00 pending 0.00 available 2.00`,
  'a holding that comes in is booked once, whatever it says the second time': `
    holding d1 55.00                 -> booked
    holding d1 55.00                 -> booked
    holding d1 77.00                 -> booked
    holding d1 5.00 US0378331005     -> booked
    holding d1 5.00EUR               -> booked
    sum ${holding}                   -> 5500
    sum holding:cus_1/US0378331005:USD -> 0
    sum clearing:HOLDINGS:USD        -> -5500
    sum clearing:HOLDINGS:EUR        -> 0`,
  'a holding of nothing, or without a name': `
    holding d1 0.00                  -> ! invalid_amount
    holding d1 1.00 a:b              -> ! invalid_request
    holding d1 1.00 a/b              -> ! invalid_request
    sum clearing:HOLDINGS:USD        -> 0`,
};

describe.each(Object.entries(tables))('%s', (_name, table) => {
  it('comes out as the table says', async () => {
    const { said, expected } = await outcomesOf(table);
    expect(said).toEqual(expected);
  });
});
