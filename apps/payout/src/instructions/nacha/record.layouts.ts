import { blank, constant, digits, text } from './fixed-width.js';

/** The records of a NACHA file, by the names of the Nacha Operating Rules, Appendix Three (and Four for 98 and 99). */
export const fileHeader = {
  recordType: constant('1'),
  priorityCode: constant('01'),
  beforeDestination: constant(' '),
  immediateDestination: digits(9),
  immediateOrigin: text(10),
  creationDate: digits(6),
  creationTime: text(4),
  fileIdModifier: text(1),
  recordSize: constant('094'),
  blockingFactor: constant('10'),
  formatCode: constant('1'),
  destinationName: text(23),
  originName: text(23),
  referenceCode: text(8),
} as const;

export const batchHeader = {
  recordType: constant('5'),
  serviceClass: digits(3),
  companyName: text(16),
  discretionary: text(20),
  companyId: text(10),
  entryClass: text(3),
  entryDescription: text(10),
  descriptiveDate: text(6),
  effectiveDate: text(6),
  /** Day of the year, filled in by the ACH operator. */
  settlementDay: text(3),
  originatorStatus: text(1),
  originatingBank: digits(8),
  batchNumber: digits(7),
} as const;

export const entryDetail = {
  recordType: constant('6'),
  transactionCode: digits(2),
  receivingBank: digits(8),
  checkDigit: digits(1),
  accountNumber: text(17),
  amount: digits(10),
  individualId: text(15),
  name: text(22),
  discretionary: text(2),
  addendaIndicator: digits(1),
  trace: digits(15),
} as const;

export const paymentAddenda = {
  recordType: constant('7'),
  addendaType: constant('05'),
  information: text(80),
  addendaSequence: digits(4),
  entrySequence: digits(7),
} as const;

export const correctionAddenda = {
  recordType: constant('7'),
  addendaType: constant('98'),
  code: text(3),
  originalTrace: digits(15),
  reserved: blank(6),
  originalReceivingBank: digits(8),
  correctedData: text(29),
  reservedToo: blank(15),
  trace: digits(15),
} as const;

export const returnAddenda = {
  recordType: constant('7'),
  addendaType: constant('99'),
  code: text(3),
  originalTrace: digits(15),
  dateOfDeath: text(6),
  originalReceivingBank: digits(8),
  explanation: text(44),
  trace: digits(15),
} as const;

export const batchControl = {
  recordType: constant('8'),
  serviceClass: digits(3),
  entryCount: digits(6),
  entryHash: digits(10),
  debits: digits(12),
  credits: digits(12),
  companyId: text(10),
  authentication: text(19),
  reserved: blank(6),
  originatingBank: digits(8),
  batchNumber: digits(7),
} as const;

export const fileControl = {
  recordType: constant('9'),
  batchCount: digits(6),
  blockCount: digits(6),
  entryCount: digits(8),
  entryHash: digits(10),
  debits: digits(12),
  credits: digits(12),
  reserved: blank(39),
} as const;
