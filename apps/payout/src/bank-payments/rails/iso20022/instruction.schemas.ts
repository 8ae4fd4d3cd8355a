import {
  account, accountNumber, agent, bankByBic, bankByClearing, choice, code3, code4, codeOrProprietary, constantText, currencyAmount, decimalNumber,
  exactAmount, iban, isoDate, isoDateTime, max15NumericText, max35Text, messageSchema, one, optional, party, party70, remittance, sequence, uetr,
  wireMessageId, type Content, type MessageSchema,
} from './message-schema.js';

/** What a scheme leaves of the standard's CustomerCreditTransferInitiationV09, for one payment. */
interface Subset {
  readonly currency: string;
  readonly serviceLevel: string;
  readonly chargeBearer: string;
  readonly account: Content;
  readonly bank: Content;
  /** Whether the payee's bank must be named. */
  readonly namesCreditorBank: boolean;
}

const numbered = (number: Content): Content => sequence(one('Id', number));

function subsetOf({ currency, serviceLevel, chargeBearer, account, bank, namesCreditorBank }: Subset): MessageSchema {
  const sums = [one('NbOfTxs', max15NumericText), one('CtrlSum', decimalNumber)];
  const groupHeader = sequence(one('MsgId', max35Text), one('CreDtTm', isoDateTime), ...sums, one('InitgPty', party70));
  const transaction = sequence(
    // The standard's UETR stands in no scheme's schema between a customer and its bank.
    one('PmtId', sequence(one('InstrId', max35Text), one('EndToEndId', max35Text))),
    one('Amt', sequence(one('InstdAmt', exactAmount(currency)))),
    namesCreditorBank ? one('CdtrAgt', bank) : optional('CdtrAgt', bank),
    one('Cdtr', party70),
    one('CdtrAcct', account),
    optional('RmtInf', remittance),
  );
  const paymentInformation = sequence(
    one('PmtInfId', max35Text), one('PmtMtd', constantText('TRF')), ...sums,
    one('PmtTpInf', sequence(one('SvcLvl', sequence(one('Cd', constantText(serviceLevel)))))),
    one('ReqdExctnDt', choice(one('Dt', isoDate))),
    one('Dbtr', party70), one('DbtrAcct', account), one('DbtrAgt', bank),
    one('ChrgBr', constantText(chargeBearer)),
    one('CdtTrfTxInf', transaction),
  );
  return messageSchema('pain.001.001.09', one('CstmrCdtTrfInitn', sequence(one('GrpHdr', groupHeader), one('PmtInf', paymentInformation))));
}

/**
 * SEPA credit transfer between customer and bank: the Customer-to-PSP Implementation Guidelines of the scheme's rulebook
 * (EPC132-08, in force since 2023, the same in 2025).
 */
export const sepaCreditTransfer = subsetOf({
  currency: 'EUR', serviceLevel: 'SEPA', chargeBearer: 'SLEV', account: numbered(sequence(one('IBAN', iban))), bank: bankByBic, namesCreditorBank: false,
});

/** Faster Payments: accounts by number, banks by sort code in the British clearing, urgent, charges shared. */
export const fasterPayment = subsetOf({
  currency: 'GBP', serviceLevel: 'URNS', chargeBearer: 'SHAR', namesCreditorBank: true,
  account: numbered(sequence(one('Othr', sequence(one('Id', accountNumber), one('SchmeNm', sequence(one('Cd', constantText('BBAN')))))))),
  bank: bankByClearing('GBDSC'),
});

const wireHeader = sequence(
  one('MsgId', wireMessageId),
  one('CreDtTm', isoDateTime),
  one('NbOfTxs', max15NumericText),
  one('SttlmInf', sequence(one('SttlmMtd', constantText('CLRG')), one('ClrSys', sequence(one('Cd', code3))))),
);

const wireTransaction = sequence(
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
  one('FIToFICstmrCdtTrf', sequence(one('GrpHdr', wireHeader), one('CdtTrfTxInf', wireTransaction))),
);
