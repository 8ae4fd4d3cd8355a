import { describe, expect, it } from '@jest/globals';
import type { Rail } from '@sluice/kernel';
import { accountProblems, added, checked, inStatus, isSame, numbersOf, paymentTo, bankAccountViewOf, type BankAccount, type NewBankAccount } from './bank-account.js';

const now = new Date('2026-01-15T10:00:00.000Z');
const later = new Date('2026-02-15T10:00:00.000Z');
const asked: NewBankAccount = {
  id: 'bac-1', partyId: 'pty-1', name: 'Ada Lovelace', sortCode: '20-00-00', accountNumber: '55779911', currency: 'GBP', countryCode: 'GB', status: 'active', isDefault: true,
};
const account: BankAccount = added(asked, 3, now);
const stored = (state: BankAccount) => ({ id: 'bac-1', tenantId: 'acme', version: 1, dueAt: null, state });
const question = { bankAccountId: 'bac-1', partyId: 'pty-1', currency: 'GBP' };
const answer = (changed: Partial<BankAccount> | null, question_ = question) => checked(changed && { ...account, ...changed }, question_).body;

describe('a bank account', () => {
  it('is shown as it was given, and as the default while it has the mark', () => {
    expect(bankAccountViewOf(stored(account), 'bac-1')).toEqual({ ...asked, addedAt: now.toISOString() });
    expect(bankAccountViewOf(stored(account), 'bac-2').isDefault).toBe(false);
    expect(bankAccountViewOf(stored(account), undefined).isDefault).toBe(false);
  });

  it('is the same when given again, also in another status', () => {
    expect(isSame({ ...account, status: 'suspended' }, asked)).toBe(true);
  });

  it.each<Partial<NewBankAccount>>([{ partyId: 'pty-2' }, { name: 'Eve' }, { sortCode: '200000' }, { accountNumber: '55779912' }, { currency: 'EUR' }, { countryCode: 'DE' }, { isDefault: false }])(
    'is another one with %j', (changed) => expect(isSame(account, { ...asked, ...changed })).toBe(false),
  );

  it('that becomes inactive says when, and stays so', () => {
    const inactive = inStatus(account, 'inactive', later)!;
    expect(inactive).toEqual({ ...account, status: 'inactive', deactivatedAt: later.toISOString() });
    expect(inStatus(inactive, 'inactive', now)).toBe(inactive);
    for (const status of ['pending', 'active', 'suspended'] as const) expect(inStatus(inactive, status, later)).toBeNull();
  });

  it('goes back and forth among the others', () => {
    expect(inStatus(inStatus(account, 'suspended', later)!, 'active', later)).toEqual(account);
  });
});

describe('a bank account that is checked', () => {
  it.each<[BankAccount['currency'], Rail, string]>([['GBP', 'FPS', '100000000'], ['EUR', 'SEPA', '99999999999'], ['USD', 'ACH', '9999999999']])('in %s is paid by %s, which carries so much', (currency, rail, units) => {
    expect(answer({ currency }, { ...question, currency })).toEqual({ bankAccountId: 'bac-1', rail, payeeName: 'Ada Lovelace', most: { currency, units } });
  });

  it.each<[string, Partial<BankAccount> | null, Partial<typeof question>, string]>([
    ['that is not there', null, {}, 'not_found'],
    ["of another party, whatever its status", { status: 'inactive' }, { partyId: 'pty-2' }, 'not_found'],
    ['that is pending', { status: 'pending' }, {}, 'not_active'],
    ['that is suspended, whatever the currency', { status: 'suspended' }, { currency: 'EUR' }, 'not_active'],
    ['that is inactive', { status: 'inactive' }, {}, 'not_active'],
    ['in another currency', {}, { currency: 'EUR' }, 'currency_mismatch'],
    ['in a currency that nobody knows', {}, { currency: 'XTS' }, 'currency_mismatch'],
    ['in a currency that no bank carries', { currency: 'USDC' }, { currency: 'USDC' }, 'currency_mismatch'],
  ])('%s is refused', (_, changed, other, reason) => {
    expect(answer(changed, { ...question, ...other })).toEqual({ bankAccountId: 'bac-1', reason });
  });
});

describe('a payment to a bank account', () => {
  it('has the numbers that its rail needs', () => {
    const creditor = { name: 'Ada Lovelace', type: 'INDIVIDUAL', sortCode: '200000', accountNumber: '55779911' };
    expect(paymentTo(stored(account), 'FPS', 'Rent')).toEqual({ rail: 'FPS', counterpartyId: 'bac-1', reference: 'Rent', creditor });
  });

  it.each<[string, Partial<BankAccount>, Rail, string]>([
    ['suspended since', { status: 'suspended' }, 'FPS', 'bank_account_not_active'],
    ['inactive since', { status: 'inactive' }, 'FPS', 'bank_account_not_active'],
    ['by a rail of another currency', {}, 'SEPA', 'rail_not_supported'],
  ])('%s is impossible', (_, changed, rail, reason) => {
    expect(paymentTo(stored({ ...account, ...changed }), rail, undefined)).toEqual({ reason });
  });
});

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
