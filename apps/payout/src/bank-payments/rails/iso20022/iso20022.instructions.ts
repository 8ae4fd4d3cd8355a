import { latinAlphabet, railRules, type Rail } from '@sluice/kernel';
import { paymentIdOf, uetrOf, wireMessageIdOf } from '../payment-id.js';
import { checkAmount, creditorNumber, railName, railReference, type BankFile, type RailInstruction } from '../rail-instruction.js';
import { fasterPayment, pacs008, sepaCreditTransfer } from './instruction.schemas.js';
import { checkMessage, type MessageSchema } from './message-schema.js';
import { group, leaf, writeXml, type XmlElement } from './xml.js';

/** A slash at either end or next to another would look like a SWIFT field's own mark. */
const withoutFieldMarks = (text: string): string => text.replace(/^\/|\/$|\/(?=\/)/g, '.');

/** A party by name. */
const partyOf = (element: string, name: string, rail: Rail): XmlElement => group(element, leaf('Nm', withoutFieldMarks(railName(name, rail))));

const ibanAccount = (element: string, iban: string): XmlElement => group(element, group('Id', leaf('IBAN', iban)));

const domesticAccount = (element: string, number: string): XmlElement =>
  group(element, group('Id', group('Othr', leaf('Id', number), group('SchmeNm', leaf('Cd', 'BBAN')))));

export const bankByBic = (element: string, bic: string): XmlElement => group(element, group('FinInstnId', leaf('BICFI', bic)));

/** A bank by its number in a country's clearing: GBDSC a British sort code, USABA an American routing number. */
export const bankByClearing = (element: string, system: 'GBDSC' | 'USABA', member: string): XmlElement =>
  group(element, group('FinInstnId', group('ClrSysMmbId', group('ClrSysId', leaf('Cd', system)), leaf('MmbId', member))));

/** The reference as unstructured remittance information, or nothing when there is none that the rail can show. */
function remittanceOf(reference: string | undefined, maxLength: number): XmlElement | undefined {
  const text = reference === undefined ? '' : withoutFieldMarks(railReference(reference, latinAlphabet, maxLength));
  return text === '' ? undefined : group('RmtInf', leaf('Ustrd', text));
}

type Customer = 'SEPA' | 'FPS';

/** What differs between the two rails: how urgent, who bears the charges, how banks and accounts are named. */
interface Scheme {
  readonly schema: MessageSchema;
  readonly serviceLevel: string;
  readonly chargeBearer: string;
  readonly debtorSide: (instruction: RailInstruction) => readonly XmlElement[];
  readonly creditorBank: (instruction: RailInstruction) => XmlElement | undefined;
  readonly creditorAccount: (instruction: RailInstruction) => XmlElement;
}

const schemes: Readonly<Record<Customer, Scheme>> = {
  SEPA: {
    schema: sepaCreditTransfer,
    serviceLevel: 'SEPA',
    chargeBearer: 'SLEV',
    debtorSide: ({ debtor }) => [ibanAccount('DbtrAcct', debtor.eur.iban), bankByBic('DbtrAgt', debtor.eur.bic)],
    creditorBank: ({ creditor }) => (creditor.numbers.bic === undefined ? undefined : bankByBic('CdtrAgt', creditorNumber(creditor.numbers, 'bic'))),
    creditorAccount: ({ creditor }) => ibanAccount('CdtrAcct', creditorNumber(creditor.numbers, 'iban')),
  },
  FPS: {
    schema: fasterPayment,
    serviceLevel: 'URNS',
    chargeBearer: 'SHAR',
    debtorSide: ({ debtor }) => [domesticAccount('DbtrAcct', debtor.gbp.accountNumber), bankByClearing('DbtrAgt', 'GBDSC', debtor.gbp.sortCode)],
    creditorBank: ({ creditor }) => bankByClearing('CdtrAgt', 'GBDSC', creditorNumber(creditor.numbers, 'sortCode')),
    creditorAccount: ({ creditor }) => domesticAccount('CdtrAcct', creditorNumber(creditor.numbers, 'accountNumber')),
  },
};

function transactionOf(instruction: RailInstruction, scheme: Scheme, id: string): XmlElement {
  const { amount, creditor, rail, reference } = instruction;
  return group('CdtTrfTxInf',
    group('PmtId', leaf('InstrId', id), leaf('EndToEndId', id)),
    group('Amt', leaf('InstdAmt', amount.toDecimal(), { Ccy: amount.currency })),
    scheme.creditorBank(instruction),
    partyOf('Cdtr', creditor.name, rail),
    scheme.creditorAccount(instruction),
    remittanceOf(reference, railRules[rail].referenceLength),
  );
}

/** The message, its payment block and its transaction carry one id: a refusal of any of the three names the payment. */
function messageOf(instruction: RailInstruction, scheme: Scheme, id: string): XmlElement {
  const { createdAt, debtor, rail, settlesOn } = instruction;
  const sums = [leaf('NbOfTxs', '1'), leaf('CtrlSum', instruction.amount.toDecimal())];
  const header = group('GrpHdr', leaf('MsgId', id), leaf('CreDtTm', createdAt.toISOString()), ...sums, partyOf('InitgPty', debtor.name, rail));
  const payment = group('PmtInf',
    leaf('PmtInfId', id), leaf('PmtMtd', 'TRF'), ...sums,
    group('PmtTpInf', group('SvcLvl', leaf('Cd', scheme.serviceLevel))),
    group('ReqdExctnDt', leaf('Dt', settlesOn)),
    partyOf('Dbtr', debtor.name, rail),
    ...scheme.debtorSide(instruction),
    leaf('ChrgBr', scheme.chargeBearer),
    transactionOf(instruction, scheme, id),
  );
  return group('Document', group('CstmrCdtTrfInitn', header, payment));
}

/**
 * A customer credit transfer (pain.001) with one payment, by SEPA or Faster Payments.
 * @throws InexpressibleInstruction
 */
export function writeCreditTransfer(instruction: RailInstruction, rail: Customer): BankFile {
  checkAmount(instruction);
  const paymentId = paymentIdOf(instruction.key);
  const message = messageOf(instruction, schemes[rail], paymentId);
  const { schema } = schemes[rail];
  checkMessage(schema, message);
  return {
    format: 'pain.001.001.09', contentType: 'application/xml', text: writeXml(message, schema.namespace), paymentId, trace: paymentId,
  };
}

const FEDWIRE = 'FDW';
const CUSTOMER_TRANSFER = 'CTRC';

function wireTransactionOf(instruction: RailInstruction, id: string): XmlElement {
  const { creditor, debtor, key, reference, settlesOn, amount } = instruction;
  const ourBank = debtor.usd.routingNumber;
  const theirBank = creditorNumber(creditor.numbers, 'routingNumber');
  const value = amount.toDecimal();
  return group('CdtTrfTxInf',
    group('PmtId', leaf('InstrId', id), leaf('EndToEndId', id), leaf('UETR', uetrOf(key))),
    group('PmtTpInf', group('LclInstrm', leaf('Prtry', CUSTOMER_TRANSFER))),
    leaf('IntrBkSttlmAmt', value, { Ccy: amount.currency }),
    leaf('IntrBkSttlmDt', settlesOn),
    leaf('InstdAmt', value, { Ccy: amount.currency }),
    leaf('ChrgBr', 'SHAR'),
    bankByClearing('InstgAgt', 'USABA', ourBank),
    bankByClearing('InstdAgt', 'USABA', theirBank),
    partyOf('Dbtr', debtor.name, 'WIRE'),
    domesticAccount('DbtrAcct', debtor.usd.accountNumber),
    bankByClearing('DbtrAgt', 'USABA', ourBank),
    bankByClearing('CdtrAgt', 'USABA', theirBank),
    partyOf('Cdtr', creditor.name, 'WIRE'),
    domesticAccount('CdtrAcct', creditorNumber(creditor.numbers, 'accountNumber')),
    remittanceOf(reference, railRules.WIRE.referenceLength),
  );
}

/** A customer transfer by Fedwire (pacs.008) with one payment. @throws InexpressibleInstruction */
export function writeWire(instruction: RailInstruction): BankFile {
  checkAmount(instruction);
  const paymentId = paymentIdOf(instruction.key);
  const header = group('GrpHdr',
    leaf('MsgId', wireMessageIdOf(instruction.key, instruction.settlesOn)), leaf('CreDtTm', instruction.createdAt.toISOString()), leaf('NbOfTxs', '1'),
    group('SttlmInf', leaf('SttlmMtd', 'CLRG'), group('ClrSys', leaf('Cd', FEDWIRE))),
  );
  const message = group('Document', group('FIToFICstmrCdtTrf', header, wireTransactionOf(instruction, paymentId)));
  checkMessage(pacs008, message);
  return {
    format: 'pacs.008.001.08', contentType: 'application/xml', text: writeXml(message, pacs008.namespace), paymentId, trace: uetrOf(instruction.key),
  };
}
