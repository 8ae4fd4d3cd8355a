import { createHash } from 'node:crypto';

/** Order files typed out field by field, as little as the bank reads of them. */
export interface Ordered {
  readonly paymentId?: string;
  readonly units?: string;
  readonly name?: string;
  readonly reference?: string;
  readonly date?: string;
}

/** The id that a client makes of its key. */
export const paymentIdFor = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 15).toUpperCase();

const left = (text: string, length: number): string => text.padEnd(length);

/** A NACHA file of one credit to account 12345678 at bank 021000021. */
export function nachaOrder({ paymentId = 'AAAAAAAAAAAAAAA', units = '250000', name = 'ADA LOVELACE', reference = 'MONTHLY TRANSFER', date = '300120' }: Ordered): string {
  const company = '1472583690';
  const trace = '091000011234567';
  const totals = `0002100002${'0'.repeat(12)}${units.padStart(12, '0')}`;
  return [
    `101 091000019${company}3001151035A094101${left('SANDBOX BANK NA', 23)}${left('SLUICE PAYMENTS', 23)}${' '.repeat(8)}`,
    `5220${left('SLUICE PAYMENTS', 16)}${' '.repeat(20)}${company}PPDWITHDRAWAL      ${date}   1091000010000001`,
    `622021000021${left('12345678', 17)}${units.padStart(10, '0')}${left(paymentId, 15)}${left(name, 22)}  1${trace}`,
    `705${left(reference, 80)}0001${trace.slice(8)}`,
    `8220000002${totals}${company}${' '.repeat(25)}091000010000001`,
    `900000100000100000002${totals}${' '.repeat(39)}`,
    ...Array.from({ length: 4 }, () => '9'.repeat(94)),
    '',
  ].join('\n');
}

/** A pain.001 of one payment in euros to DE89370400440532013000. */
export const sepaOrder = ({ paymentId = 'AAAAAAAAAAAAAAA', units = '250000', name = 'Ada Lovelace', reference = 'Monthly transfer', date = '2030-01-20' }: Ordered): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn><PmtInf>
<ReqdExctnDt><Dt>${date}</Dt></ReqdExctnDt><Dbtr><Nm>Sluice Payments</Nm></Dbtr><CdtTrfTxInf><PmtId><EndToEndId>${paymentId}</EndToEndId></PmtId>
<Amt><InstdAmt Ccy="EUR">${units.slice(0, -2)}.${units.slice(-2)}</InstdAmt></Amt><Cdtr><Nm>${name}</Nm></Cdtr>
<CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct><RmtInf><Ustrd>${reference}</Ustrd></RmtInf></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>\n`;
