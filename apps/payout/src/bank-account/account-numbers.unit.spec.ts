import { describe, expect, it } from '@jest/globals';
import { accountProblems, numbersOf } from './account-numbers.js';
import type { BankAccount } from './bank-account.js';

type Numbers = Parameters<typeof accountProblems>[0];
const name = 'Ada Lovelace';
const british: Numbers = { name, currency: 'GBP', sortCode: '200000', accountNumber: '55779911', status: 'active' };
const european: Numbers = { name, currency: 'EUR', sortCode: '', accountNumber: 'DE89370400440532013000', status: 'active' };
const american: Numbers = { name, currency: 'USD', sortCode: '021000021', accountNumber: '1234567890', status: 'active' };

const fields = (account: Numbers): string[] => accountProblems(account).map(({ field }) => field);

describe("the numbers of a bank account in its currency's form", () => {
  it.each<[string, Numbers]>([
    ['British', british], ['British with dashes', { ...british, sortCode: '20-00-00' }], ['British with spaces', { ...british, sortCode: '20 00 00' }],
    ['European', european], ['European in groups of four', { ...european, accountNumber: 'DE89 3704 0044 0532 0130 00' }],
    ['European, whatever stands for a sort code', { ...european, sortCode: 'COBADEFFXXX' }], ['American', american],
  ])('%s pass', (_, account) => {
    expect(fields(account)).toEqual([]);
  });

  it('have the names of their rails', () => {
    expect(numbersOf({ ...british, sortCode: '20 00-00' })).toEqual({ sortCode: '20 00-00', accountNumber: '55779911' });
    expect(numbersOf({ ...british, sortCode: '20 00 00' })).toEqual({ sortCode: '200000', accountNumber: '55779911' });
    expect(numbersOf(european)).toEqual({ iban: european.accountNumber });
    expect(numbersOf(american)).toEqual({ routingNumber: '021000021', accountNumber: '1234567890' });
  });
});

describe('malformed numbers', () => {
  it.each<[string, Numbers, (keyof BankAccount)[]]>([
    ['a sort code of five digits', { ...british, sortCode: '20000' }, ['sortCode']],
    ['a sort code of seven', { ...british, sortCode: '2000000' }, ['sortCode']],
    ['dashes and spaces mixed', { ...british, sortCode: '20-00 00' }, ['sortCode']],
    ['dashes anywhere', { ...british, sortCode: '2-0-0-0-0-0' }, ['sortCode']],
    ['digits of another script', { ...british, sortCode: '٢٠٠٠٠٠' }, ['sortCode']],
    ['an account number of seven digits', { ...british, accountNumber: '5577991' }, ['accountNumber']],
    ['both wrong, both told', { ...british, sortCode: '', accountNumber: 'abcdefgh' }, ['sortCode', 'accountNumber']],
    ['a sort code of zeros', { ...british, sortCode: '000000' }, ['sortCode']],
    ['zeros only in pounds', { ...british, accountNumber: '00000000' }, ['accountNumber']],
    ['an IBAN with a wrong check digit', { ...european, accountNumber: 'DE88370400440532013000' }, ['accountNumber']],
    ['an IBAN from outside SEPA', { ...european, accountNumber: 'SA0380000000608010167519' }, ['accountNumber']],
    ['no IBAN', { ...european, accountNumber: '55779911' }, ['accountNumber']],
    ['a routing number with a wrong check digit', { ...american, sortCode: '021000022' }, ['sortCode']],
    ['a routing number of zeros', { ...american, sortCode: '000000000' }, ['sortCode']],
    ['a British sort code in dollars', { ...american, sortCode: '20-00-00' }, ['sortCode']],
    ['three digits in dollars', { ...american, accountNumber: '123' }, ['accountNumber']],
    ['zeros only in dollars', { ...american, accountNumber: '00000000' }, ['accountNumber']],
    ['a routing number whose prefix is never given out', { ...american, sortCode: '990000005' }, ['sortCode']],
    ['a name of pictures', { ...british, name: '🦊🦊' }, ['name']],
    ['a name of spaces', { ...european, name: '   ' }, ['name']],
    ['a name of dashes', { ...american, name: '---' }, ['name']],
    ['a name and a number, both told', { ...american, name: '---', accountNumber: '000' }, ['name', 'accountNumber']],
    ['a currency without a bank', { ...american, currency: 'USDC' }, ['currency']],
  ])('%s', (_, account, expected) => {
    expect(fields(account)).toEqual(expected);
  });
});

describe('the sort code that is still to come', () => {
  const toCome = { ...british, sortCode: 'PENDING_BANK_ACCOUNT' };

  it('passes for a pending account, whatever its currency', () => {
    expect(fields({ ...toCome, status: 'pending' })).toEqual([]);
    expect(fields({ ...american, sortCode: 'PENDING_BANK_ACCOUNT', status: 'pending' })).toEqual([]);
  });

  it('passes for no other', () => {
    expect(fields({ ...toCome, status: 'active' })).toEqual(['sortCode']);
    expect(fields({ ...toCome, status: 'suspended' })).toEqual(['sortCode']);
    expect(fields({ ...toCome, sortCode: 'pending_bank_account', status: 'pending' })).toEqual(['sortCode']);
  });

  it('excuses no account number', () => {
    expect(fields({ ...toCome, accountNumber: '1', status: 'pending' })).toEqual(['accountNumber']);
  });
});
