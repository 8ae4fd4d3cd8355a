import { describe, expect, it } from '@jest/globals';
import type { Rail } from '@sluice/kernel';
import fc from 'fast-check';
import { nameProblems, numberProblems, type BankNumbers } from './bank-numbers.js';

const american: BankNumbers = { routingNumber: '021000021', accountNumber: '1234567890' };
const british: BankNumbers = { sortCode: '20-00-00', accountNumber: '55779911' };
const european: BankNumbers = { iban: 'DE89370400440532013000' };

const fields = (rails: Rail[], numbers: BankNumbers): string[] => numberProblems(rails, numbers).map(({ field }) => field);

describe('numbers that fit their rails', () => {
  it.each<[string, Rail[], BankNumbers]>([
    ['ACH and WIRE', ['ACH', 'WIRE'], american],
    ['FPS with dashes', ['FPS'], british],
    ['FPS without dashes', ['FPS'], { ...british, sortCode: '200000' }],
    ['FPS with blanks', ['FPS'], { ...british, sortCode: '20 00 00' }],
    ['SEPA', ['SEPA'], european],
    ['SEPA with an IBAN in groups of four', ['SEPA'], { iban: 'GB29 NWBK 6016 1331 9268 19' }],
    ['SEPA with a BIC', ['SEPA'], { ...european, bic: 'COBADEFFXXX' }],
    ['ACH and FPS sharing an account number', ['ACH', 'FPS'], { ...american, ...british }],
    ['SEPA, whatever else was given', ['SEPA'], { ...european, routingNumber: 'nonsense', sortCode: '1' }],
  ])('%s', (_, rails, numbers) => {
    expect(numberProblems(rails, numbers)).toEqual([]);
  });
});

describe('numbers that do not', () => {
  it.each<[string, Rail[], BankNumbers, string]>([
    ['a routing number of eight digits', ['ACH'], { ...american, routingNumber: '02100002' }, 'numbers.routingNumber'],
    ['a routing number of letters', ['ACH'], { ...american, routingNumber: 'ABCDEFGHI' }, 'numbers.routingNumber'],
    ['a routing number of zeros', ['WIRE'], { ...american, routingNumber: '000000000' }, 'numbers.routingNumber'],
    ['a routing number whose prefix is never given out', ['ACH'], { ...american, routingNumber: '990000005' }, 'numbers.routingNumber'],
    ['an American account number of zeros', ['ACH'], { ...american, accountNumber: '000000000' }, 'numbers.accountNumber'],
    ['no routing number', ['WIRE'], { accountNumber: '1234567890' }, 'numbers.routingNumber'],
    ['an American account number too long', ['ACH'], { ...american, accountNumber: '1'.repeat(18) }, 'numbers.accountNumber'],
    ['an empty account number', ['ACH'], { ...american, accountNumber: '' }, 'numbers.accountNumber'],
    ['a sort code half dashed', ['FPS'], { ...british, sortCode: '20-0000' }, 'numbers.sortCode'],
    ['a sort code dashed and spaced', ['FPS'], { ...british, sortCode: '20-00 00' }, 'numbers.sortCode'],
    ['a sort code with two blanks', ['FPS'], { ...british, sortCode: '20  00  00' }, 'numbers.sortCode'],
    ['a sort code of other digits', ['FPS'], { ...british, sortCode: '２０００００' }, 'numbers.sortCode'],
    ['a British account number of seven digits', ['FPS'], { ...british, accountNumber: '5577991' }, 'numbers.accountNumber'],
    ['a sort code of zeros', ['FPS'], { ...british, sortCode: '00-00-00' }, 'numbers.sortCode'],
    ['a British account number of zeros', ['FPS'], { ...british, accountNumber: '00000000' }, 'numbers.accountNumber'],
    ['an IBAN with wrong check digits', ['SEPA'], { iban: 'DE88370400440532013000' }, 'numbers.iban'],
    ['an IBAN too short for its country', ['SEPA'], { iban: 'DE8937040044053201300' }, 'numbers.iban'],
    ['an IBAN outside SEPA', ['SEPA'], { iban: 'SA0380000000608010167519' }, 'numbers.iban'],
    ['an IBAN in small letters', ['SEPA'], { iban: 'de89370400440532013000' }, 'numbers.iban'],
    ['an IBAN of signs', ['SEPA'], { iban: '----' }, 'numbers.iban'],
    ['no IBAN', ['SEPA'], {}, 'numbers.iban'],
    ['a malformed BIC', ['SEPA'], { ...european, bic: 'NOPE' }, 'numbers.bic'],
  ])('%s is one problem', (_, rails, numbers, field) => {
    expect(fields(rails, numbers)).toEqual([field]);
  });

  it('are all reported at once, each number once', () => {
    expect(fields(['ACH', 'WIRE', 'FPS', 'SEPA'], { accountNumber: 'x', bic: 'x' })).toEqual([
      'numbers.routingNumber', 'numbers.accountNumber', 'numbers.sortCode', 'numbers.iban', 'numbers.bic',
    ]);
  });

  it('include every routing number with one digit changed', () => {
    fc.assert(fc.property(fc.nat({ max: 8 }), fc.integer({ min: 1, max: 9 }), (position, change) => {
      const digits = [...'021000021'];
      digits[position] = String((Number(digits[position]) + change) % 10);
      expect(fields(['ACH'], { ...american, routingNumber: digits.join('') })).toEqual(['numbers.routingNumber']);
    }));
  });
});

describe('a name', () => {
  it.each(['Ada', 'Łukasz Żółć', 'Анна', 'سمير', '山田太郎', '3', '- 🦊 Ada'])('%j can be carried by every rail', (name) => {
    expect(nameProblems(['ACH', 'WIRE', 'FPS', 'SEPA'], name)).toEqual([]);
  });

  it.each(['', '   ', '---', '🦊🦊', '…', '\u200B', `${'-'.repeat(80)}Ada`])('%j can be carried by none', (name) => {
    expect(nameProblems(['ACH', 'SEPA'], name)).toEqual([{ field: 'name', message: 'must have a letter or digit that ACH and SEPA can carry' }]);
  });
});
