import { any, many, messageSchema, one, optional, sequence } from './message-schema.js';
import {
  agent, code3, code4, codeOrProprietary, currencyAmount, decimalNumber, isoDate, isoDateTime, max105Text, max15NumericText, max35Text, party, uetr,
} from './types.js';

const groupHeader = sequence(
  one('MsgId', max35Text),
  one('CreDtTm', isoDateTime),
  one('NbOfTxs', max15NumericText),
  optional('CtrlSum', decimalNumber),
  optional('TtlRtrdIntrBkSttlmAmt', currencyAmount),
  optional('IntrBkSttlmDt', isoDate),
  one('SttlmInf', sequence(one('SttlmMtd', code4), optional('ClrSys', sequence(one('Cd', code3))))),
  optional('InstgAgt', agent),
  optional('InstdAgt', agent),
);

const originalGroup = sequence(one('OrgnlMsgId', max35Text), one('OrgnlMsgNmId', max35Text), optional('OrgnlCreDtTm', isoDateTime));

const transaction = sequence(
  optional('RtrId', max35Text),
  optional('OrgnlGrpInf', originalGroup),
  optional('OrgnlInstrId', max35Text),
  one('OrgnlEndToEndId', max35Text),
  optional('OrgnlTxId', max35Text),
  optional('OrgnlUETR', uetr),
  optional('OrgnlClrSysRef', max35Text),
  optional('OrgnlIntrBkSttlmAmt', currencyAmount),
  optional('OrgnlIntrBkSttlmDt', isoDate),
  one('RtrdIntrBkSttlmAmt', currencyAmount),
  optional('IntrBkSttlmDt', isoDate),
  optional('ChrgBr', code4),
  optional('ClrSysRef', max35Text),
  optional('InstgAgt', agent),
  optional('InstdAgt', agent),
  many('RtrRsnInf', sequence(optional('Orgtr', party), one('Rsn', codeOrProprietary), any('AddtlInf', max105Text))),
);

/** PaymentReturnV09: money that came back after it was settled. */
export const pacs004 = messageSchema('pacs.004.001.09', one('PmtRtr', sequence(one('GrpHdr', groupHeader), many('TxInf', transaction))));
