import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { anyCharacter, instructionOf } from '../../../../test/bank-files/instruction.builder.js';
import {
  pacs002File, pacs004File, pain002File, reason, returnedTransfer, transaction, type ReturnedTransfer, type StatedLevels,
} from '../../../../test/bank-files/report.builders.js';
import { libxmlErrors } from '../../../../test/bank-files/xsd.js';
import { readRailReports, writeInstruction } from '../rail-files.js';
import { UnreadableReport } from '../rail-report.js';
import { pacs002, pacs004, pain002 } from './iso20022.reports.js';

const id = 'AAAAAAAAAAAAAAA';
const read = (file: string) => readRailReports(new TextEncoder().encode(file));
const refusal = (file: string): string | undefined => {
  const result = read(file);
  return result instanceof UnreadableReport ? result.reason : undefined;
};

describe('a transaction in a status report', () => {
  it.each([
    ['RCVD', 'accepted'], ['PDNG', 'accepted'], ['ACTC', 'accepted'], ['ACCP', 'accepted'], ['ACSP', 'accepted'], ['ACWC', 'accepted'],
    ['ACSC', 'settled'], ['ACCC', 'settled'],
  ])('%s is %s, from a customer bank and from a clearing alike', (status, kind) => {
    const said = transaction(id, status, '<AcctSvcrRef>BANKREF</AcctSvcrRef><ClrSysRef>20260116FDW0001</ClrSysRef>');
    const report = { kind, status, paymentId: id, reportId: `S-${id}`, trace: '20260116FDW0001' };
    expect(read(pain002File({ transactions: said }))).toEqual([report]);
    expect(read(pacs002File(said))).toEqual([report]);
  });

  it('may come with all that a clearing adds to it', () => {
    const agent = '<FinInstnId><ClrSysMmbId><ClrSysId><Cd>USABA</Cd></ClrSysId><MmbId>021000021</MmbId></ClrSysMmbId></FinInstnId>';
    const file = pacs002File(`<TxInfAndSts>
      <OrgnlGrpInf><OrgnlMsgId>${id}</OrgnlMsgId><OrgnlMsgNmId>pacs.008.001.08</OrgnlMsgNmId></OrgnlGrpInf><OrgnlEndToEndId>${id}</OrgnlEndToEndId>
      <OrgnlUETR>8a562c67-ca16-48ba-b074-65581be6f011</OrgnlUETR><TxSts>ACSC</TxSts><AccptncDtTm>2026-01-16T09:00:00-05:00</AccptncDtTm>
      <FctvIntrBkSttlmDt><Dt>2026-01-16</Dt></FctvIntrBkSttlmDt><InstgAgt>${agent}</InstgAgt><InstdAgt>${agent}</InstdAgt></TxInfAndSts>`);
    expect(read(file)).toEqual([{ kind: 'settled', status: 'ACSC', paymentId: id, reportId: 'BANK-1' }]);
  });

  it('refused has its reason and the text beside it', () => {
    const rejected = transaction(id, 'RJCT', reason('AC01', 'no such account &amp; never was'));
    expect(read(pacs002File(rejected))).toEqual([
      { kind: 'rejected', paymentId: id, reportId: `S-${id}`, code: 'AC01', explanation: 'no such account & never was' },
    ]);
  });

  it('stands beside others', () => {
    expect(read(pacs002File(transaction(id, 'ACSC') + transaction('BBB', 'RJCT', reason('AM04'))))).toMatchObject([
      { kind: 'settled', paymentId: id }, { kind: 'rejected', paymentId: 'BBB', code: 'AM04' },
    ]);
  });
});

describe('a status report that names no transaction', () => {
  it.each<[string, StatedLevels]>([
    ['message', { group: `<GrpSts>RJCT</GrpSts>${reason('FF01')}` }],
    ['payment block', { payment: `<PmtInfSts>RJCT</PmtInfSts>${reason('FF01')}` }],
  ])('speaks of the %s, which has the payment\'s id', (_, levels) => {
    expect(read(pain002File(levels))).toEqual([{ kind: 'rejected', paymentId: id, reportId: 'BANK-1', code: 'FF01' }]);
  });
});

describe('a status report that cannot be relied on', () => {
  it.each<[string, StatedLevels, string]>([
    ['says nothing', {}, 'inconsistent'],
    ['says only that the transactions differ', { group: '<GrpSts>PART</GrpSts>' }, 'inconsistent'],
    ['refuses the message and settles the payment', { group: `<GrpSts>RJCT</GrpSts>${reason('FF01')}`, transactions: transaction(id, 'ACSC') }, 'inconsistent'],
    ['refuses without a reason', { transactions: transaction(id, 'RJCT') }, 'inconsistent'],
    ['refuses for two reasons', { transactions: transaction(id, 'RJCT', reason('AC01') + reason('AM04')) }, 'inconsistent'],
    ['has a status of its own', { transactions: transaction(id, 'OKAY') }, 'unsupported'],
    ['has a status that every object has', { transactions: transaction(id, 'toString') }, 'malformed'],
    ['says it twice', { transactions: transaction(id, 'ACSC') + transaction(id, 'ACSC') }, 'inconsistent'],
    ['has an element of its own', { transactions: transaction(id, 'ACSC', '<Else>1</Else>') }, 'malformed'],
    ['has elements in another order', { transactions: transaction(id, 'ACSC', '<ClrSysRef>1</ClrSysRef><AcctSvcrRef>2</AcctSvcrRef>') }, 'malformed'],
    ['has an id longer than an id can be', { transactions: transaction('A'.repeat(36), 'ACSC') }, 'malformed'],
    ['has text between its elements', { transactions: `text${transaction(id, 'ACSC')}` }, 'malformed'],
    ['has an attribute of its own', { transactions: transaction(id, 'ACSC').replace('<TxSts>', '<TxSts final="no">') }, 'malformed'],
    ['names no payment', { transactions: transaction(id, 'ACSC').replace(/<OrgnlEndToEndId>.*<\/OrgnlEndToEndId>/, '') }, 'inconsistent'],
    ['states nothing of its transaction', { transactions: transaction(id, 'ACSC').replace('<TxSts>ACSC</TxSts>', '') }, 'inconsistent'],
  ])('%s', (_, levels, expected) => {
    expect(refusal(pain002File(levels))).toBe(expected);
  });
});

describe('a return', () => {
  it('says what came back, how much and why', () => {
    expect(read(pacs004File(returnedTransfer({})))).toEqual([{
      kind: 'returned', paymentId: id, reportId: `R-${id}`, trace: 'CLR-9', code: 'AC04', explanation: 'closed', amount: Money.parse('2500.00', 'EUR'),
    }]);
  });

  it('may bring back less than was sent, printed with more zeros', () => {
    expect(read(pacs004File(returnedTransfer({ amount: '2499.50000' })))).toMatchObject([{ amount: Money.parse('2499.50', 'EUR') }]);
  });

  it.each<[string, ReturnedTransfer, string]>([
    ['of more than was sent', { amount: '2500.01' }, 'inconsistent'],
    ['of nothing', { amount: '0.00' }, 'inconsistent'],
    ['finer than a cent', { amount: '1.005' }, 'inconsistent'],
    ['of less than nothing', { amount: '-1.00' }, 'malformed'],
    ['in an exponent', { amount: '1e3' }, 'malformed'],
    ['in a currency that we do not send', { currency: 'CHF' }, 'unsupported'],
    ['in no currency', { currency: '' }, 'malformed'],
    ['with a reason longer than a code', { code: 'AC04X' }, 'malformed'],
  ])('%s is not read', (_, changes, expected) => {
    expect(refusal(pacs004File(returnedTransfer(changes)))).toBe(expected);
  });

  it('that is one of another number than the message says is not read', () => {
    expect(refusal(pacs004File(returnedTransfer({}), '2'))).toBe('inconsistent');
  });

  it('in another currency than was sent is not read', () => {
    expect(refusal(pacs004File(returnedTransfer({}).replace('Ccy="EUR"', 'Ccy="GBP"')))).toBe('inconsistent');
  });
});

describe('what is not a report at all', () => {
  const good = pacs002File(transaction(id, 'ACSC'));
  const bytes = (...parts: readonly number[]) => readRailReports(Uint8Array.from(parts));

  it('is refused by what is wrong with it', () => {
    expect(refusal('')).toBe('unknown_format');
    expect(refusal('{"status":"ACSC"}')).toBe('unknown_format');
    expect(refusal(good.replace('pacs.002.001.10', 'pacs.002.001.99'))).toBe('unknown_format');
    expect(refusal(good.replace(/ xmlns="[^"]*"/, ''))).toBe('unknown_format');
    expect(refusal(good.replace('UTF-8', 'UTF-16'))).toBe('malformed');
    expect(refusal(good.replace('<TxSts>', '<TxSts xmlns="urn:other">'))).toBe('malformed');
    expect(refusal(`${good}<Document/>`)).toBe('malformed');
    expect(refusal(good + ' '.repeat(256 * 1024))).toBe('too_large');
    expect(bytes(0xff, 0xfe, 0x3c, 0x00)).toMatchObject({ reason: 'not_text' });
  });

  it.each([
    ['a document type', '<!DOCTYPE Document>', ''],
    ['an entity that reads a file', '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '&x;'],
    ['entities that multiply', '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', '&b;'],
    ['a processing instruction', '<?xml-stylesheet href="x"?>', ''],
    ['a comment', '', '<!-- AAA -->'],
    ['CDATA', '', '<![CDATA[AAA]]>'],
  ])('with %s is unsafe', (_, before, inside) => {
    const file = good.replace('<Document', `${before}<Document`).replace('<StsId>', `<StsId>${inside}`);
    expect(refusal(file)).toBe('unsafe');
  });

  it('of elements within elements is unsafe, however deep', () => {
    expect(refusal(good.replace('<StsId>', '<StsId>'.repeat(20_000)))).toBe('unsafe');
  });

  it('and neither is our own instruction', () => {
    const file = writeInstruction(instructionOf('SEPA'));
    expect('text' in file && refusal(file.text)).toBe('unknown_format');
  });
});

describe('a damaged file', () => {
  const files = [
    [pain002, pain002File({ transactions: transaction(id, 'RJCT', reason('AC01', 'words')) })],
    [pacs002, pacs002File(transaction(id, 'ACSC', '<ClrSysRef>REF</ClrSysRef>'))],
    [pacs004, pacs004File(returnedTransfer({}))],
  ] as const;
  const edit = fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.oneof(fc.constantFrom('', '<', '>', '</', '"', '&', '0', 'A', '<TxSts>', 'RJCT', 'AC01', ' '), fc.string({ unit: anyCharacter, maxLength: 4 })));
  const damaged = (file: string, edits: readonly (readonly [number, number, string])[]): string =>
    edits.reduce((whole, [place, cut, put]) => whole.slice(0, place % whole.length) + put + whole.slice((place % whole.length) + cut), file).toWellFormed();

  it.each(files)('cut anywhere is not read', (_, file) => {
    for (let end = 0; end < file.trimEnd().length; end += 1) expect(read(file.slice(0, end))).toBeInstanceOf(UnreadableReport);
  });

  it.each(files)('changed anywhere gives no report whose parts are not written in it', (_, file) => {
    fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const mutated = damaged(file, edits);
      const result = read(mutated);
      if (result instanceof UnreadableReport) return;
      const said = mutated.replaceAll(/\r\n?/g, '\n').replaceAll(/\s+>/g, '>');
      for (const report of result) {
        expect(said).toContain(`<OrgnlEndToEndId>${report.paymentId}</OrgnlEndToEndId>`);
        if ('code' in report) expect(said).toContain(`${report.code}</`);
        if ('status' in report) expect(said).toContain(`<TxSts>${report.status}</TxSts>`);
        if ('amount' in report) expect(report.amount.toDecimal()).toBe(new Decimal(/<RtrdIntrBkSttlmAmt[^>]*>([^<]*)</.exec(said)?.[1] ?? NaN).toFixed(2));
      }
    }), { numRuns: 400 });
  });

  it.each(files)('is never read where libxml2 refuses it', async (schema, file) => {
    const mutants = [file, ...fc.sample(fc.array(edit, { minLength: 1, maxLength: 2 }), 150).map((edits) => damaged(file, edits))]
      .filter((mutant) => !mutant.includes('\0'));
    const errors = await libxmlErrors(schema, mutants);
    const wronglyRead = mutants.filter((mutant, at) => (errors[at]?.length ?? 0) > 0 && !(read(mutant) instanceof UnreadableReport));
    expect(errors[0]).toEqual([]);
    expect(errors.filter((found) => found.length > 0).length).toBeGreaterThan(50);
    expect(wronglyRead).toEqual([]);
  });

  it('of random bytes is not read, and nothing else goes wrong', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), fc.string({ unit: anyCharacter }), (bytes, text) => {
      expect(readRailReports(bytes)).toBeInstanceOf(UnreadableReport);
      expect(read(`<${text}`)).toBeInstanceOf(UnreadableReport);
    }));
  });
});
