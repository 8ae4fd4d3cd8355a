import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@sluice/kernel';
import { readAccount, readCounterparty, readWithdrawal } from './requests.js';

const order = { account_id: 'acc_1', counterparty_id: 'cpty_1', amount: '2500', purpose: 'OTHER' };

function fieldsRefused(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof DomainError) return error.details.map(({ field }) => field);
    throw error;
  }
}

describe('an amount', () => {
  it.each(['1', '0.01', '2500', '2500.0', '2500.00', '999999999999999', '999999999999999.99', '0.1', '10'])('is taken: %s', (amount) => {
    expect(readWithdrawal({ ...order, amount }).amount).toBe(amount);
  });

  it.each([
    '', ' ', '0', '0.00', '-1', '+1', '1e3', '1E3', '0x10', '1,000', '1.000,00', '1 000', '1_000', ' 1', '1 ', '1\n', '01', '00.1', '.5', '1.', '1.2.3', '1.001', '1.000', '1000000000000000', '9'.repeat(400),
    'NaN', 'Infinity', '1/2', '$1', '1 USD', '１', '١', '1\u0000', '−1', '0.001', 'null', '[1]',
    5, 5.5, 0, -1, true, null, [], ['1'], {}, { amount: '1' }, 1n, Number.NaN,
  ])('is refused: %p', (amount) => {
    expect(fieldsRefused(() => readWithdrawal({ ...order, amount }))).toEqual(['amount']);
  });
});

describe('a withdrawal order', () => {
  it('is read without what is unknown', () => {
    expect(readWithdrawal({ ...order, colour: 'blue', status: 'EXECUTED' })).toEqual(order);
  });

  it.each([
    ['account_id', ''], ['account_id', 5], ['account_id', null], ['account_id', 'x'.repeat(101)], ['counterparty_id', 'a\nb'], ['purpose', 'GIFT'], ['purpose', 'personal_account'], ['purpose', undefined],
    ['rail', 'SWIFT'], ['rail', null], ['rail', ''], ['reference', ''], ['reference', 5], ['reference', 'a\tb'], ['reference', 'x'.repeat(141)],
  ])('is refused with %s %p', (field, value) => {
    expect(fieldsRefused(() => readWithdrawal({ ...order, [field]: value }))).toEqual([field]);
  });

  it.each([['ACH', 80], ['WIRE', 140], ['FPS', 18], ['SEPA', 140]])('has by %s a reference of %d characters at most', (rail, length) => {
    expect(readWithdrawal({ ...order, rail, reference: '😀'.repeat(length) }).reference).toHaveLength(2 * length);
    expect(fieldsRefused(() => readWithdrawal({ ...order, rail, reference: 'x'.repeat(length + 1) }))).toEqual(['reference']);
  });

  it('names everything that is missing', () => {
    expect(fieldsRefused(() => readWithdrawal(null))).toEqual(['account_id', 'counterparty_id', 'amount', 'purpose']);
  });
});

describe('an account order', () => {
  it('is read', () => {
    expect(readAccount({ customer_id: 'c', currency: 'EUR', nickname: 'n', type: 'x' })).toEqual({ customer_id: 'c', currency: 'EUR', nickname: 'n' });
  });

  it.each([['currency', 'USDC'], ['currency', 'usd'], ['currency', 'CHF'], ['customer_id', ''], ['nickname', null], ['nickname', 'x'.repeat(101)]])('is refused with %s %p', (field, value) => {
    expect(fieldsRefused(() => readAccount({ customer_id: 'c', currency: 'EUR', [field]: value }))).toEqual([field]);
  });
});

describe('a counterparty order', () => {
  const american = { routing_number: '021000021', account_number: '123456789' };
  const british = { sort_code: '20-00-00', account_number: '12345678' };
  const european = { iban: 'DE89 3704 0044 0532 0130 00' };
  const counterparty = { customer_id: 'c', type: 'BUSINESS', profile: { name: 'Ada', relationship_to_customer: 'THIRD_PARTY' } };
  const reading = (supported_rails: unknown, account: unknown) => (): unknown => readCounterparty({ ...counterparty, supported_rails, account });

  it.each([
    [['ACH'], american], [['WIRE', 'ACH'], american], [['FPS'], british], [['FPS'], { ...british, sort_code: '200000' }], [['FPS'], { ...british, sort_code: '20 00 00' }], [['SEPA'], european], [['SEPA'], { ...european, bic: 'COBADEFFXXX' }], [['SEPA'], { ...european, bic: 'E097AEXX' }],
    ...['RS35260005601001611379', 'MD24AG000225100013104168', 'AL47212110090000000235698741', 'ME25505000012345678951', 'MK07250120000058984'].map((iban): [string[], object] => [['SEPA'], { iban }]),
    [['ACH', 'FPS', 'SEPA'], { ...american, ...british, ...european }],
  ])('by %j is read', (rails, account) => {
    expect(reading(rails, account)()).toEqual({ ...counterparty, supported_rails: rails, account });
  });

  it('keeps no number its rails do not need, and each rail once', () => {
    expect(reading(['FPS', 'FPS'], { ...british, iban: 'nonsense', routing_number: 5, hobby: 'chess' })()).toEqual({ ...counterparty, supported_rails: ['FPS'], account: british });
  });

  it.each([
    [['ACH'], { ...american, routing_number: '021000022' }, ['account.routing_number']], [['ACH'], { ...american, routing_number: '000000000' }, ['account.routing_number']],
    [['ACH'], { ...american, routing_number: '02100002' }, ['account.routing_number']], [['WIRE'], { ...american, account_number: '12-34' }, ['account.account_number']],
    [['ACH'], { ...american, routing_number: '990000005' }, ['account.routing_number']], [['ACH'], { ...american, account_number: '00000000' }, ['account.account_number']],
    [['ACH'], {}, ['account.routing_number', 'account.account_number']], [['FPS'], { ...british, sort_code: '20-0000' }, ['account.sort_code']], [['FPS'], { ...british, sort_code: '20-00 00' }, ['account.sort_code']], [['FPS'], { ...british, sort_code: ' 200000' }, ['account.sort_code']],
    [['FPS'], { ...british, account_number: '1234567' }, ['account.account_number']], [['ACH', 'FPS'], { ...american, ...british, account_number: '123456789' }, ['account.account_number']],
    [['SEPA'], { iban: 'DE89370400440532013001' }, ['account.iban']], [['SEPA'], { ...european, bic: 'COBA' }, ['account.bic']], [['SEPA'], { iban: null }, ['account.iban']], [['SEPA'], { iban: 'SA0380000000608010167519' }, ['account.iban']],
    [['SWIFT'], {}, ['supported_rails.0']], [[], {}, ['supported_rails']], ['ACH', american, ['supported_rails']], [undefined, american, ['supported_rails']],
    [['ACH'], undefined, ['account']], [['ACH'], null, ['account']], [['ACH'], 'x', ['account']], [['ACH'], [], ['account']],
  ])('by %j with %j is refused', (rails, account, fields) => {
    expect(fieldsRefused(reading(rails, account))).toEqual(fields);
  });

  it.each(['🦊🦊', '   ', '---', '…'])('whose name is %j can be shown by no rail', (name) => {
    const named = { ...counterparty, profile: { ...counterparty.profile, name }, supported_rails: ['SEPA'] };
    expect(fieldsRefused(() => readCounterparty({ ...named, account: european }))).toEqual(['profile.name']);
    expect(fieldsRefused(() => readCounterparty({ ...named, account: { iban: 'x' } }))).toEqual(['profile.name', 'account.iban']);
  });

  it('names everything that is wrong at once', () => {
    const bad = { type: 'CAT', profile: { name: '', relationship_to_customer: 'BROTHER' }, supported_rails: ['SEPA'], account: { iban: 'x' } };
    expect(fieldsRefused(() => readCounterparty(bad))).toEqual(['customer_id', 'type', 'profile.name', 'profile.relationship_to_customer', 'account.iban']);
  });
});
