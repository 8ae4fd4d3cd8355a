import { any, messageSchema, one, optional, sequence, choice } from './message-schema.js';
import {
  account, agent, code4, codeOrProprietary, constantText, currencyAmount, decimalNumber, isoDate, isoDateTime, max15NumericText, max35Text,
  party, remittance, uetr,
} from './types.js';

const groupHeader = sequence(
  one('MsgId', max35Text),
  one('CreDtTm', isoDateTime),
  one('NbOfTxs', max15NumericText),
  one('CtrlSum', decimalNumber),
  one('InitgPty', party),
);

const transaction = sequence(
  one('PmtId', sequence(one('InstrId', max35Text), one('EndToEndId', max35Text), one('UETR', uetr))),
  one('Amt', sequence(one('InstdAmt', currencyAmount))),
  optional('CdtrAgt', agent),
  one('Cdtr', party),
  one('CdtrAcct', account),
  optional('RmtInf', remittance),
);

const paymentInformation = sequence(
  one('PmtInfId', max35Text),
  one('PmtMtd', constantText('TRF')),
  one('NbOfTxs', max15NumericText),
  one('CtrlSum', decimalNumber),
  one('PmtTpInf', sequence(any('SvcLvl', codeOrProprietary))),
  one('ReqdExctnDt', choice(one('Dt', isoDate))),
  one('Dbtr', party),
  one('DbtrAcct', account),
  one('DbtrAgt', agent),
  one('ChrgBr', code4),
  one('CdtTrfTxInf', transaction),
);

/** CustomerCreditTransferInitiationV09, with one payment. */
export const pain001 = messageSchema(
  'pain.001.001.09',
  one('CstmrCdtTrfInitn', sequence(one('GrpHdr', groupHeader), one('PmtInf', paymentInformation))),
);
