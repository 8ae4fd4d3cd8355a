import { describe, expect, it } from '@jest/globals';
import nacha from '@midlandsbank/node-nacha';
import { Money } from '@sluice/kernel';
import fc from 'fast-check';
import { hostileName, hostileText, instructionOf, numbers } from '../../../../test/bank-files/instruction.builder.js';
import { paymentIdOf } from '../payment-id.js';
import { InexpressibleInstruction } from '../rail-instruction.js';
import { writeAchInstruction } from './ach.instruction.js';
import { readNachaFile } from './nacha-file.js';
import * as records from './nacha-records.js';
import { lineLength, readRecord, type Layout } from './nacha-records.js';

const linesOf = (text: string): string[] => text.trimEnd().split('\n');

describe('the layouts of the records', () => {
  const layouts = Object.entries(records).filter((entry): entry is [string, Layout & (typeof entry)[1]] => typeof entry[1] === 'object');

  it.each(layouts)('%s fills a line of 94', (_, layout) => {
    expect(lineLength(layout)).toBe(94);
  });
});

describe('a withdrawal to a person by ACH', () => {
  const file = writeAchInstruction(instructionOf('ACH'));

  it('is the file that a bank takes', () => {
    expect(linesOf(file.text)).toEqual([
      '101 09100001914725836902601151035A094101SANDBOX BANK NA        SLUICE PAYMENTS                ',
      '5220SLUICE PAYMENTS                     1472583690PPDWITHDRAWAL      260117   1091000010000001',
      `62202100002112345678         0000250000${file.paymentId}ADA LOVELACE            1${file.trace}`,
      `705MONTHLY TRANSFER                                                                0001${file.trace.slice(8)}`,
      '822000000200021000020000000000000000002500001472583690                         091000010000001',
      '9000001000001000000020002100002000000000000000000250000                                       ',
      ...Array<string>(4).fill('9'.repeat(94)),
    ].map((line) => line.padEnd(94)));
  });

  it('is the same for the same key', () => {
    expect(writeAchInstruction(instructionOf('ACH'))).toEqual(file);
  });

  it('has another id and trace for the next attempt', () => {
    const next = writeAchInstruction(instructionOf('ACH', { key: 'next', attempt: 2 }));
    expect(next.paymentId).not.toBe(file.paymentId);
    expect(next.trace).not.toBe(file.trace);
  });
});

describe('a withdrawal without a reference', () => {
  const { reference: _, ...plain } = instructionOf('ACH');

  it('has no addenda, and says so', () => {
    const lines = linesOf(writeAchInstruction(plain).text);
    expect(lines.filter((line) => line.startsWith('7'))).toEqual([]);
    expect(lines[2]?.charAt(78)).toBe('0');
  });
});

describe('a withdrawal to a business', () => {
  it('is of class CCD', () => {
    const { text } = writeAchInstruction(instructionOf('ACH', { creditor: { type: 'BUSINESS', name: 'Müller & Söhne', numbers } }));
    expect(linesOf(text)[1]?.slice(50, 53)).toBe('CCD');
    expect(linesOf(text)[2]?.slice(54, 76)).toBe('MULLER & SOHNE        ');
  });
});

describe('whatever name, reference and amount', () => {
  it('is read back with right counts, hash and totals', () => {
    fc.assert(fc.property(fc.bigInt(1n, 9_999_999_999n), hostileName, fc.string({ unit: 'grapheme-composite', maxLength: 80 }), fc.string(), (cents, name, reference, key) => {
      const cut = [...reference].slice(0, 80).join('');
      const instruction = instructionOf('ACH', { amount: Money.ofUnits('USD', cents), creditor: { type: 'INDIVIDUAL', name, numbers }, reference: cut, key });
      const { text } = writeAchInstruction(instruction);
      const [batch, ...others] = readNachaFile(text);
      expect(others).toEqual([]);
      expect(batch?.entries).toHaveLength(1);
      expect(BigInt(batch?.entries[0]?.entry.amount ?? 0)).toBe(cents);
      expect(batch?.entries[0]?.entry.individualId).toBe(paymentIdOf(key));
      expect(batch?.entries[0]?.entry.accountNumber).toBe(numbers.accountNumber);
    }));
  });

  it.each(['', ' ', '\u200b'])('has no addenda for the reference %j, which shows nothing', (reference) => {
    const { text } = writeAchInstruction(instructionOf('ACH', { reference }));
    expect(linesOf(text).map((line) => line.charAt(0)).join('')).toBe('1568999999');
    expect(readNachaFile(text)[0]?.entries[0]).toMatchObject({ addenda: [], entry: { addendaIndicator: '0' } });
  });

  it('keeps a reference that ASCII capitals can spell', () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Z0-9]([A-Z0-9.,:-]{0,78}[A-Z0-9])?$/), (reference) => {
      const addenda = readNachaFile(writeAchInstruction(instructionOf('ACH', { reference })).text)[0]?.entries[0]?.addenda[0] ?? '';
      expect(readRecord(records.paymentAddenda, addenda).information).toBe(reference);
    }));
  });

  it('either fits or is refused, and never makes another record', () => {
    fc.assert(fc.property(hostileText, hostileText, (name, reference) => {
      try {
        const { text } = writeAchInstruction(instructionOf('ACH', { creditor: { type: 'BUSINESS', name, numbers }, reference }));
        expect(linesOf(text).map((line) => line.charAt(0)).join('')).toMatch(/^(1567899999|1568999999)$/);
        expect(linesOf(text).every((line) => /^[ -~]{94}$/.test(line))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(InexpressibleInstruction);
      }
    }));
  });
});

describe('what an ACH entry cannot hold', () => {
  it.each([
    ['ten digits of dollars', { amount: Money.parse('100000000.00', 'USD') }, 'amount'],
    ['a name of nothing but pictures', { creditor: { type: 'INDIVIDUAL', name: '🙂🙂', numbers } }, 'creditor.name'],
    ['no account number', { creditor: { type: 'INDIVIDUAL', name: 'Ada', numbers: { routingNumber: '021000021' } } }, 'creditor.numbers'],
    ['a reference longer than the rail has', { reference: 'x'.repeat(81) }, 'reference'],
  ] as const)('%s is refused by the name of the field', (_, changes, field) => {
    expect(() => writeAchInstruction(instructionOf('ACH', changes))).toThrow(expect.objectContaining({ name: 'InexpressibleInstruction', field }));
  });
});

/** What a reader that others wrote makes of a file; only what is asked here. */
interface ReadElsewhere {
  readonly file: { readonly destination: string; readonly origin: string; readonly footer: { readonly batchCount: number; readonly entryAndAddendaCount: number; readonly entryHash: number; readonly totalCredit: number; readonly totalDebit: number } };
  readonly batches: readonly {
    readonly serviceClassCode: number; readonly entryClassCode: string; readonly effectiveDate: string; readonly footer: { readonly totalCredit: number };
    readonly entries: readonly { readonly transactionCode: string; readonly receivingDFIIdentification: number; readonly checkDigit: number; readonly dfiAccount: string; readonly amount: number; readonly identificationNumber: string; readonly addendaIndicator: string; readonly addenda?: { readonly info: string } }[];
  }[];
}

describe('a file in the hands of a reader that others wrote', () => {
  const read = (text: string): ReadElsewhere => (nacha.from(text) as { data: ReadElsewhere }).data;

  it('pays the payee the amount, once', () => {
    const { text, paymentId } = writeAchInstruction(instructionOf('ACH'));
    const { file, batches } = read(text);
    expect(file.footer).toMatchObject({ batchCount: 1, entryAndAddendaCount: 2, entryHash: 2_100_002, totalCredit: 250_000, totalDebit: 0 });
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ serviceClassCode: 220, entryClassCode: 'PPD', effectiveDate: '260117', footer: { totalCredit: 250_000 } });
    expect(batches[0]?.entries).toMatchObject([{
      transactionCode: '22', receivingDFIIdentification: 2_100_002, checkDigit: 1, dfiAccount: '12345678', amount: 250_000,
      identificationNumber: paymentId, addendaIndicator: '1', addenda: { info: 'MONTHLY TRANSFER' },
    }]);
  });

  it('says the same whatever name, reference and amount', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 999_999_999 }), hostileName, hostileText, (cents, name, reference) => {
      const cut = [...reference].slice(0, 80).join('');
      const { text, paymentId } = writeAchInstruction(instructionOf('ACH', { amount: Money.ofUnits('USD', BigInt(cents)), creditor: { type: 'INDIVIDUAL', name, numbers }, reference: cut }));
      const { file, batches } = read(text);
      expect(file.footer.totalCredit).toBe(cents);
      expect(batches.flatMap(({ entries }) => entries.map(({ amount, dfiAccount, identificationNumber }) => [amount, dfiAccount, identificationNumber]))).toEqual([[cents, numbers.accountNumber, paymentId]]);
    }));
  });
});
