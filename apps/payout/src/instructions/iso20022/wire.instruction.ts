import { railRules } from '@sluice/kernel';
import { creditorNumber } from '../creditor-number.js';
import { paymentIdOf, uetrOf, wireMessageIdOf } from '../payment-id.js';
import { checkAmount } from '../rail-amount.js';
import type { BankFile, RailInstruction } from '../rail-instruction.js';
import { checkMessage } from './message-schema.js';
import { pacs008 } from './pacs.008.schema.js';
import { bankByClearing, domesticAccount, partyOf, remittanceOf } from './parties.js';
import { group, leaf, type XmlElement } from './xml-element.js';
import { writeXml } from './xml.writer.js';

const FEDWIRE = 'FDW';
const CUSTOMER_TRANSFER = 'CTRC';

function transactionOf(instruction: RailInstruction, id: string): XmlElement {
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
  const message = group('Document', group('FIToFICstmrCdtTrf', header, transactionOf(instruction, paymentId)));
  checkMessage(pacs008, message);
  return {
    format: 'pacs.008.001.08', contentType: 'application/xml', text: writeXml(message, pacs008.namespace), paymentId, trace: uetrOf(instruction.key),
  };
}
