import { describe, expect, it } from '@jest/globals';
import { Money, railRules, type Rail } from '@sluice/kernel';
import fc from 'fast-check';
import { hostileName, hostileText, instructionOf, numbers } from '../../../../test/bank-files/instruction.builder.js';
import { libxmlErrors } from '../../../../test/bank-files/xsd.js';
import { paymentIdOf, uetrOf } from '../payment-id.js';
import { writeInstruction } from '../rail-files.js';
import { InexpressibleInstruction, type BankFile, type RailInstruction } from '../rail-instruction.js';
import { fasterPayment, pacs008, sepaCreditTransfer } from './instruction.schemas.js';
import { checkMessage, SchemaBreach, type MessageSchema } from './message-schema.js';
import { childrenOf, elementAt, readXml, textAt, type XmlElement } from './xml.js';

const rails: readonly (readonly [Rail, MessageSchema, string])[] = [
  ['SEPA', sepaCreditTransfer, 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf'],
  ['FPS', fasterPayment, 'CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf'],
  ['WIRE', pacs008, 'FIToFICstmrCdtTrf/CdtTrfTxInf'],
];

function written(instruction: RailInstruction): BankFile {
  const file = writeInstruction(instruction);
  if (file instanceof InexpressibleInstruction) throw file;
  return file;
}

function transactionIn({ text }: BankFile, path: string): XmlElement {
  const found = elementAt(readXml(text).root, path);
  if (found === undefined) throw new Error('The file has no transaction.');
  return found;
}

describe.each(rails)('a withdrawal by %s', (rail, schema, path) => {
  const instruction = instructionOf(rail);
  const transaction = transactionIn(written(instruction), path);

  it('names the payment, the payee, the amount and the reference', () => {
    expect(textAt(transaction, 'PmtId/EndToEndId')).toBe(paymentIdOf(instruction.key));
    expect(textAt(transaction, 'Cdtr/Nm')).toBe('Ada Lovelace');
    expect(textAt(transaction, 'RmtInf/Ustrd')).toBe('Monthly transfer');
    const amount = elementAt(transaction, rail === 'WIRE' ? 'IntrBkSttlmAmt' : 'Amt/InstdAmt');
    expect([amount?.attributes['Ccy'], amount?.text]).toEqual([instruction.amount.currency, '2500.00']);
  });

  it('is the same bytes every time, all of them ASCII', () => {
    expect(written(instructionOf(rail))).toEqual(written(instruction));
    expect(written(instruction).text).toMatch(/^[\n -~]+$/);
  });

  it('carries no remittance without a reference', () => {
    const { reference: _, ...plain } = instruction;
    expect(childrenOf(transactionIn(written(plain), path), 'RmtInf')).toEqual([]);
  });

  it('keeps any amount to the cent', () => {
    fc.assert(fc.property(fc.bigInt(1n, railRules[rail].mostUnits), (units) => {
      const amount = Money.ofUnits(instruction.amount.currency, units);
      const { text } = written(instructionOf(rail, { amount }));
      const said = elementAt(transactionIn({ ...written(instruction), text }, path), rail === 'WIRE' ? 'IntrBkSttlmAmt' : 'Amt/InstdAmt');
      expect(Money.parse(said?.text ?? '', amount.currency).units).toBe(units);
      if (rail !== 'WIRE') expect(text).toContain(`<CtrlSum>${amount.toDecimal()}</CtrlSum>`);
    }));
  });

  it('keeps a reference and a name that the rail has letters for', () => {
    const latin = fc.stringMatching(/^[A-Za-z0-9](( ?[A-Za-z0-9?:().,'+-]){0,5}[A-Za-z0-9])?$/);
    fc.assert(fc.property(latin, latin, (name, reference) => {
      const read = transactionIn(written(instructionOf(rail, { reference, creditor: { type: 'BUSINESS', name, numbers } })), path);
      expect(textAt(read, 'Cdtr/Nm')).toBe(name);
      expect(textAt(read, 'RmtInf/Ustrd')).toBe(reference);
    }));
  });

  it('is one payment to one account whatever name and reference say', () => {
    fc.assert(fc.property(hostileName, hostileText, (name, text) => {
      const reference = [...text].slice(0, 18).join('');
      const read = transactionIn(written(instructionOf(rail, { creditor: { type: 'INDIVIDUAL', name, numbers }, reference })), path);
      expect(read.children.map((child) => child.name).filter((child) => child !== 'RmtInf'))
        .toEqual(transaction.children.map((child) => child.name).filter((child) => child !== 'RmtInf'));
      expect(elementAt(read, 'CdtrAcct')).toEqual(elementAt(transaction, 'CdtrAcct'));
    }));
  });

  it('is accepted by libxml2 against the same schema', async () => {
    const hostile = fc.sample(fc.tuple(hostileName, hostileText), 25).map(([name, text]) =>
      written(instructionOf(rail, { creditor: { type: 'INDIVIDUAL', name, numbers }, reference: [...text].slice(0, 18).join('') })).text);
    const files = [written(instruction).text, ...hostile];
    expect(await libxmlErrors(schema, files)).toEqual(files.map(() => []));
  });
});

describe('what a payment is traced by', () => {
  it('is the UETR of a wire, which stands in its file', () => {
    const { text, trace } = written(instructionOf('WIRE'));
    expect(trace).toBe(uetrOf(instructionOf('WIRE').key));
    expect(text).toContain(`<UETR>${trace}</UETR>`);
  });

  it.each(['SEPA', 'FPS'] as const)('is the end-to-end id by %s, whose scheme has no UETR', (rail) => {
    const { text, trace } = written(instructionOf(rail));
    expect(text).not.toContain('UETR');
    expect(text).toContain(`<EndToEndId>${trace}</EndToEndId>`);
  });
});

describe('the message id of a wire', () => {
  it('is of the form that Fedwire demands, and begins with the day of settlement', () => {
    const { text } = written(instructionOf('WIRE'));
    expect(text).toMatch(/<MsgId>20260117[A-Z0-9]{8}[0-9]{6}<\/MsgId>/);
    const changed = text.replace(/<MsgId>\w+/, `<MsgId>${paymentIdOf(instructionOf('WIRE').key)}`);
    expect(() => checkMessage(pacs008, readXml(changed).root)).toThrow(SchemaBreach);
  });
});

describe('a file for another scheme', () => {
  const document = (file: BankFile): XmlElement => readXml(file.text).root;
  it.each<[string, MessageSchema, Rail]>([['SEPA', sepaCreditTransfer, 'FPS'], ['Faster Payments', fasterPayment, 'SEPA']])('breaks the schema of %s', (_, schema, rail) => {
    expect(() => checkMessage(schema, document(written(instructionOf(rail))))).toThrow(SchemaBreach);
  });

  it.each<[string, string, string]>([
    ['a UETR', '</EndToEndId>', `</EndToEndId><UETR>${uetrOf('x')}</UETR>`],
    ['a name of 71 characters', '<Cdtr><Nm>Ada Lovelace</Nm>', `<Cdtr><Nm>${'A'.repeat(71)}</Nm>`],
    ['an account that is no IBAN', '<IBAN>GB29NWBK60161331926819</IBAN>', '<Othr><Id>12345678</Id></Othr>'],
    ['charges that are shared', '<ChrgBr>SLEV', '<ChrgBr>SHAR'],
    ['pounds', 'Ccy="EUR"', 'Ccy="GBP"'],
    ['a tenth of a cent', '>2500.00</InstdAmt>', '>2500.001</InstdAmt>'],
    ['ten digits before the point', '>2500.00</InstdAmt>', '>1000000000.00</InstdAmt>'],
  ])('breaks SEPA\'s with %s, for libxml2 too', async (_, standing, instead) => {
    const { text } = written(instructionOf('SEPA'));
    const changed = text.replace(standing, instead);
    expect(changed).not.toBe(text);
    expect(() => checkMessage(sepaCreditTransfer, readXml(changed).root)).toThrow(SchemaBreach);
    const [errors = []] = await libxmlErrors(sepaCreditTransfer, [changed]);
    expect(errors).not.toEqual([]);
  });
});

describe('who is paid', () => {
  it('by SEPA is an IBAN without spaces, and a bank when it is known', () => {
    const { text } = written(instructionOf('SEPA'));
    expect(text).toContain('<CdtrAgt><FinInstnId><BICFI>NWBKGB2L</BICFI></FinInstnId></CdtrAgt>');
    expect(text).toContain('<CdtrAcct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id></CdtrAcct>');
    const { bic: _, ...withoutBic } = numbers;
    expect(written(instructionOf('SEPA', { creditor: { type: 'INDIVIDUAL', name: 'Ada', numbers: withoutBic } })).text).not.toContain('CdtrAgt');
  });

  it('by Faster Payments is a sort code in the British clearing and an account number', () => {
    expect(written(instructionOf('FPS')).text).toContain(
      '<CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>GBDSC</Cd></ClrSysId><MmbId>200000</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>'
      + '<Cdtr><Nm>Ada Lovelace</Nm></Cdtr><CdtrAcct><Id><Othr><Id>12345678</Id>');
  });

  it('by wire is a routing number', () => {
    expect(written(instructionOf('WIRE')).text).toContain('<CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>USABA</Cd></ClrSysId><MmbId>021000021</MmbId>');
  });
});

describe('what a rail cannot carry', () => {
  const payee = (name: string, given: object = numbers) => ({ creditor: { type: 'INDIVIDUAL', name, numbers: given } as const });
  it.each<[string, Rail, Partial<RailInstruction>, string]>([
    ['a billion euros', 'SEPA', { amount: Money.parse('1000000000.00', 'EUR') }, 'amount'],
    ['ten billion dollars', 'WIRE', { amount: Money.parse('10000000000.00', 'USD') }, 'amount'],
    ['dollars by SEPA', 'SEPA', { amount: Money.parse('1.00', 'USD') }, 'amount'],
    ['nothing', 'FPS', { amount: Money.zero('GBP') }, 'amount'],
    ['less than nothing', 'FPS', { amount: Money.ofUnits('GBP', -1n) }, 'amount'],
    ['a name without a letter', 'SEPA', payee('!?'), 'creditor.name'],
    ['no IBAN', 'SEPA', payee('Ada', {}), 'creditor.numbers'],
    ['an IBAN with an element in it', 'SEPA', payee('Ada', { iban: 'DE89<x/>' }), 'creditor.numbers'],
    ['a sort code of letters', 'FPS', payee('Ada', { ...numbers, sortCode: 'ABCDEF' }), 'creditor.numbers'],
    ['a routing number with a wrong check digit', 'WIRE', payee('Ada', { ...numbers, routingNumber: '021000022' }), 'creditor.numbers'],
    ['nineteen characters of reference', 'FPS', { reference: 'x'.repeat(19) }, 'reference'],
  ])('%s is refused by the name of the field', (_, rail, changes, field) => {
    expect(writeInstruction(instructionOf(rail, changes))).toEqual(expect.objectContaining({ name: 'InexpressibleInstruction', field }));
  });
});
