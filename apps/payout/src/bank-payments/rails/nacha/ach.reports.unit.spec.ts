import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import fc from 'fast-check';
import { anyCharacter, instructionOf } from '../../../../test/bank-files/instruction.builder.js';
import { nachaReturnFile, type ReturnedEntry } from '../../../../test/bank-files/report.builders.js';
import { UnreadableReport } from '../rail-report.js';
import { writeAchInstruction } from './ach.instruction.js';
import { readAchReports } from './ach.reports.js';

const sent = { paymentId: '2H436MBOCLAY6A3', originalTrace: '091000017913687', cents: '250000' };
const returned: ReturnedEntry = { ...sent, code: 'R03', explanation: 'NO ACCOUNT' };
const changed: ReturnedEntry = { ...sent, cents: '0', code: 'C01', correctedData: '87654321' };

const reasonFor = (file: string): string | undefined => {
  try {
    readAchReports(file);
    return undefined;
  } catch (error) {
    if (error instanceof UnreadableReport) return error.reason;
    throw error;
  }
};

describe('a file of returns', () => {
  /** Typed out by hand, so that reader and writer are not both wrong in one way. */
  const handwritten = [
    '101 091000019 0210000212601200900A094101SLUICE PAYMENTS        A BANK                         ',
    '5220SLUICE PAYMENTS                     1472583690PPDWITHDRAWAL      2601170201021000020000001',
    '62109100001912345678         00002500002H436MBOCLAY6A3ADA LOVELACE            1021000020000001',
    '799R03091000017913687      02100002                                            021000020000001',
    '822000000200091000010000000000000000002500001472583690                         021000020000001',
    '9000001000001000000020009100001000000000000000000250000                                       ',
    ...Array<string>(4).fill('9'.repeat(94)),
  ].join('\r\n');

  it('says which payment came back, why, and how much of it', () => {
    expect(readAchReports(handwritten)).toEqual([{
      kind: 'returned', paymentId: '2H436MBOCLAY6A3', reportId: '021000020000001', trace: '091000017913687', code: 'R03',
      amount: Money.parse('2500.00', 'USD'),
    }]);
  });

  it('may hold several, and changes in a batch of their own', () => {
    const second = { ...returned, paymentId: 'AAAAAAAAAAAAAAA', code: 'R16' };
    const reports = readAchReports(nachaReturnFile([returned, second], [changed]));
    expect(reports.map((report) => [report.kind, 'code' in report ? report.code : '', report.paymentId])).toEqual([
      ['returned', 'R03', sent.paymentId], ['returned', 'R16', 'AAAAAAAAAAAAAAA'], ['corrected', 'C01', sent.paymentId],
    ]);
  });

  it('may be empty', () => {
    expect(readAchReports(nachaReturnFile())).toEqual([]);
  });
});

describe('a notification of change', () => {
  it.each([
    ['C01', '87654321', { accountNumber: '87654321' }],
    ['C02', '021000021', { routingNumber: '021000021' }],
    ['C03', '021000021   87654321', { routingNumber: '021000021', accountNumber: '87654321' }],
    ['C05', '32', { transactionCode: '32' }],
    ['C06', '87654321            32', { accountNumber: '87654321', transactionCode: '32' }],
    ['C07', '02100002187654321         22', { routingNumber: '021000021', accountNumber: '87654321', transactionCode: '22' }],
    ['C09', 'ABC', { individualId: 'ABC' }],
    ['C13', '', {}],
  ])('%s gives the corrected numbers', (code, correctedData, corrected) => {
    expect(readAchReports(nachaReturnFile([{ ...changed, code, correctedData }]))).toEqual([
      { kind: 'corrected', paymentId: sent.paymentId, reportId: '021000020000001', trace: sent.originalTrace, code, corrected },
    ]);
  });

  it.each([
    ['an unknown code', 'C99', '1', 'unsupported'],
    ['the name of something every object has', 'constructor'.slice(0, 3), '1', 'unsupported'],
    ['a routing number with a wrong check digit', 'C02', '021000022', 'malformed'],
    ['no account number', 'C01', '', 'malformed'],
    ['an account number where only the transaction code belongs', 'C05', '87654321', 'malformed'],
    ['more than the code corrects', 'C01', '87654321             32', 'malformed'],
    ['the transaction code of a debit', 'C05', '27', 'malformed'],
  ])('with %s is not read', (_, code, correctedData, reason) => {
    expect(reasonFor(nachaReturnFile([{ ...changed, code, correctedData }]))).toBe(reason);
  });

  it('that moves money is not read', () => {
    expect(reasonFor(nachaReturnFile([{ ...changed, cents: '1' }]))).toBe('inconsistent');
  });
});

describe('a return that is not one of ours', () => {
  it.each<[string, Partial<ReturnedEntry>, string]>([
    ['of a debit', { entry: { transactionCode: '26' } }, 'unsupported'],
    ['with a code between banks', { code: 'R68' }, 'unsupported'],
    ['with no code', { code: '' }, 'unsupported'],
    ['with the code of a change', { code: 'C01' }, 'unsupported'],
    ['of no named payment', { paymentId: '' }, 'malformed'],
    ['to a bank with a wrong check digit', { entry: { checkDigit: '8' } }, 'inconsistent'],
    ['that claims to have no addenda', { entry: { addendaIndicator: '0' } }, 'inconsistent'],
  ])('%s is not read', (_, changes, reason) => {
    expect(reasonFor(nachaReturnFile([{ ...returned, ...changes }]))).toBe(reason);
  });

  it('our own instruction is not a report', () => {
    expect(reasonFor(writeAchInstruction(instructionOf('ACH')).text)).toBe('unsupported');
  });
});

describe('a damaged file', () => {
  const file = nachaReturnFile([returned, { ...returned, code: 'R04', paymentId: 'BBBBBBBBBBBBBBB' }], [changed]);
  const original = readAchReports(file);

  it('cut anywhere is not read', () => {
    for (let end = 0; end < file.trimEnd().length; end += 1) expect(reasonFor(file.slice(0, end))).toBeDefined();
  });

  it('with a line missing, doubled or moved is not read', () => {
    const lines = file.trimEnd().split('\n');
    fc.assert(fc.property(fc.nat({ max: lines.length - 1 }), fc.nat({ max: lines.length - 1 }), (from, to) => {
      const without = lines.toSpliced(from, 1);
      const moved = without.toSpliced(to, 0, lines[from]!);
      expect(reasonFor(without.join('\n'))).toBeDefined();
      expect(reasonFor(lines.toSpliced(from, 0, lines[from]!).join('\n'))).toBeDefined();
      if (moved.join('\n') !== lines.join('\n')) expect(reasonFor(moved.join('\n'))).toBeDefined();
    }));
  });

  it('with any digit of amounts, counts, hashes and totals changed is not read', () => {
    const inControl = [...file].flatMap((character, at) => {
      const line = file.slice(0, at).split('\n').length - 1;
      const column = at - line * 95;
      const type = file.charAt(line * 95);
      const guarded = (type === '6' && column >= 29 && column < 39) || (type === '8' && column < 44) || (type === '9' && column < 55);
      return guarded && /\d/.test(character) ? [at] : [];
    });
    fc.assert(fc.property(fc.constantFrom(...inControl), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digit = String((Number(file.charAt(at)) + by) % 10);
      expect(reasonFor(file.slice(0, at) + digit + file.slice(at + 1))).toBeDefined();
    }));
  });

  it('with any characters changed gives no report whose parts are not written in it', () => {
    const change = fc.tuple(fc.nat({ max: file.length - 1 }), fc.string({ unit: 'binary-ascii', minLength: 0, maxLength: 3 }));
    fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const mutated = changes.reduce((whole, [at, put]) => whole.slice(0, at) + put + whole.slice(at + put.length), file);
      if (reasonFor(mutated) !== undefined) return;
      const reports = readAchReports(mutated);
      expect(reports).toHaveLength(original.length);
      for (const report of reports) {
        expect(mutated).toContain(`${'code' in report ? report.code : ''}${report.trace}`);
        expect(mutated).toContain(report.paymentId);
        expect(mutated).toContain(report.reportId);
      }
    }), { numRuns: 500 });
  });

  it('of random lines is not read, and nothing else goes wrong', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: anyCharacter }), fc.array(fc.stringMatching(/^[0-9 A-Z]{94}$/)).map((lines) => lines.join('\n'))), (text) => {
      expect(reasonFor(text)).toBeDefined();
    }));
  });
});
