import {
  agent, any, choice, code3, code4, codeOrProprietary, currencyAmount, decimalNumber, isoDate, isoDateTime, many, max105Text, max15NumericText,
  max35Text, messageSchema, one, optional, party, sequence, uetr, type Particle,
} from './message-schema.js';

const reasons = any('StsRsnInf', sequence(optional('Orgtr', party), optional('Rsn', codeOrProprietary), any('AddtlInf', max105Text)));

const originalGroup = (occurs: typeof one): Particle =>
  occurs('OrgnlGrpInfAndSts', sequence(
    one('OrgnlMsgId', max35Text),
    one('OrgnlMsgNmId', max35Text),
    optional('OrgnlCreDtTm', isoDateTime),
    optional('OrgnlNbOfTxs', max15NumericText),
    optional('OrgnlCtrlSum', decimalNumber),
    optional('GrpSts', code4),
    reasons,
  ));

const statement = [optional('TxSts', code4), reasons, optional('AccptncDtTm', isoDateTime)] as const;
const references = [optional('AcctSvcrRef', max35Text), optional('ClrSysRef', max35Text)] as const;
const originalIds = [optional('OrgnlInstrId', max35Text), optional('OrgnlEndToEndId', max35Text)] as const;

const customerTransaction = any('TxInfAndSts', sequence(
  optional('StsId', max35Text), ...originalIds, optional('OrgnlUETR', uetr), ...statement, ...references,
));

const bankTransaction = any('TxInfAndSts', sequence(
  optional('StsId', max35Text),
  optional('OrgnlGrpInf', sequence(one('OrgnlMsgId', max35Text), one('OrgnlMsgNmId', max35Text), optional('OrgnlCreDtTm', isoDateTime))),
  ...originalIds,
  optional('OrgnlTxId', max35Text),
  optional('OrgnlUETR', uetr),
  ...statement,
  optional('FctvIntrBkSttlmDt', choice(one('Dt', isoDate), one('DtTm', isoDateTime))),
  ...references,
  optional('InstgAgt', agent),
  optional('InstdAgt', agent),
));

const originalPayment = sequence(
  one('OrgnlPmtInfId', max35Text),
  optional('OrgnlNbOfTxs', max15NumericText),
  optional('OrgnlCtrlSum', decimalNumber),
  optional('PmtInfSts', code4),
  reasons,
  customerTransaction,
);

const customerHeader = sequence(
  one('MsgId', max35Text),
  one('CreDtTm', isoDateTime),
  optional('InitgPty', party),
  optional('DbtrAgt', agent),
  optional('CdtrAgt', agent),
);

const bankHeader = sequence(one('MsgId', max35Text), one('CreDtTm', isoDateTime), optional('InstgAgt', agent), optional('InstdAgt', agent));

/** CustomerPaymentStatusReportV10: how a pain.001 stands. */
export const pain002 = messageSchema(
  'pain.002.001.10',
  one('CstmrPmtStsRpt', sequence(one('GrpHdr', customerHeader), originalGroup(one), any('OrgnlPmtInfAndSts', originalPayment))),
);

/** FIToFIPaymentStatusReportV10: how a pacs.008 stands. */
export const pacs002 = messageSchema(
  'pacs.002.001.10',
  one('FIToFIPmtStsRpt', sequence(one('GrpHdr', bankHeader), originalGroup(optional), bankTransaction)),
);

const returnHeader = sequence(
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

const returnedGroup = sequence(one('OrgnlMsgId', max35Text), one('OrgnlMsgNmId', max35Text), optional('OrgnlCreDtTm', isoDateTime));

const returnedTransaction = sequence(
  optional('RtrId', max35Text),
  optional('OrgnlGrpInf', returnedGroup),
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
export const pacs004 = messageSchema('pacs.004.001.09', one('PmtRtr', sequence(one('GrpHdr', returnHeader), many('TxInf', returnedTransaction))));
