import type { Rail } from '@sluice/kernel';
import { describe, expect, it } from '@jest/globals';
import { checked, paymentTo } from './account-use.js';
import { added, inStatus, isSame, viewOf, type BankAccount, type NewBankAccount } from './bank-account.js';

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
    expect(viewOf(stored(account), 'bac-1')).toEqual({ ...asked, addedAt: now.toISOString() });
    expect(viewOf(stored(account), 'bac-2').isDefault).toBe(false);
    expect(viewOf(stored(account), undefined).isDefault).toBe(false);
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
