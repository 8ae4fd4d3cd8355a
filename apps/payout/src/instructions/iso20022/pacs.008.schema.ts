import { messageSchema, one, optional, sequence } from './message-schema.js';
import {
  account, agent, code3, code4, codeOrProprietary, constantText, currencyAmount, isoDate, isoDateTime, max15NumericText, max35Text, party,
  remittance, uetr, wireMessageId,
} from './types.js';

const groupHeader = sequence(
  one('MsgId', wireMessageId),
  one('CreDtTm', isoDateTime),
  one('NbOfTxs', max15NumericText),
  one('SttlmInf', sequence(one('SttlmMtd', constantText('CLRG')), one('ClrSys', sequence(one('Cd', code3))))),
);

const transaction = sequence(
  one('PmtId', sequence(one('InstrId', max35Text), one('EndToEndId', max35Text), one('UETR', uetr))),
  one('PmtTpInf', sequence(one('LclInstrm', codeOrProprietary))),
  one('IntrBkSttlmAmt', currencyAmount),
  one('IntrBkSttlmDt', isoDate),
  one('InstdAmt', currencyAmount),
  one('ChrgBr', code4),
  one('InstgAgt', agent),
  one('InstdAgt', agent),
  one('Dbtr', party),
  one('DbtrAcct', account),
  one('DbtrAgt', agent),
  one('CdtrAgt', agent),
  one('Cdtr', party),
  one('CdtrAcct', account),
  optional('RmtInf', remittance),
);

/** FIToFICustomerCreditTransferV08 as Fedwire takes it, with one payment. */
export const pacs008 = messageSchema(
  'pacs.008.001.08',
  one('FIToFICstmrCdtTrf', sequence(one('GrpHdr', groupHeader), one('CdtTrfTxInf', transaction))),
);
