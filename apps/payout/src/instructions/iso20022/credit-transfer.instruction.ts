import { railRules } from '@sluice/kernel';
import { creditorNumber } from '../creditor-number.js';
import { paymentIdOf } from '../payment-id.js';
import type { BankFile, RailInstruction } from '../rail-instruction.js';
import { checkAmount } from '../rail-amount.js';
import { checkMessage, type MessageSchema } from './message-schema.js';
import { fasterPayment, sepaCreditTransfer } from './pain.001.schema.js';
import { bankByBic, bankByClearing, domesticAccount, ibanAccount, partyOf, remittanceOf } from './parties.js';
import { group, leaf, type XmlElement } from './xml-element.js';
import { writeXml } from './xml.writer.js';

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
