import { viewOf, type Payment } from '../payment.js';
import type { ReportFile } from './report-file.js';
import { writeIsoReport } from './write-iso-report.js';
import { writeNachaReport } from './write-nacha-report.js';

const plainNotice = (payment: Payment): ReportFile => ({ contentType: 'application/json', text: JSON.stringify(viewOf(payment)) });

/** The codes that a NACHA return carries; for any other word the bank has only its plain notice. */
const ACH_CODE = /^R\d\d$/;

function achReport(payment: Payment, kind: 'return' | 'change', { code, data = '', at }: { code: string; data?: string; at: string }): ReportFile {
  const order = payment.instruction?.file.text ?? '';
  return { contentType: 'text/plain', text: writeNachaReport({ kind, key: payment.key, code, correctedData: data, at: new Date(at), order }) };
}

function isoReport(payment: Payment, kind: 'settled' | 'rejected' | 'returned', { code = '', at }: { code?: string; at: string }): ReportFile[] {
  const { instruction, paymentId = '', trace = '', key } = payment;
  if (instruction === undefined || instruction.rail === 'ACH') return [];
  const { rail, amount: { currency, units } } = instruction;
  return [{ contentType: 'application/xml', text: writeIsoReport({ kind, rail, key, paymentId, currency, units, trace, code, at: new Date(at) }) }];
}

/** NACHA has a form for what comes back, and none for what arrives. */
function achFiles(payment: Payment): ReportFile[] {
  const { reason, takenAt, returnCode, returnedAt = takenAt } = payment;
  const code = returnCode ?? reason;
  return code !== undefined && ACH_CODE.test(code) ? [achReport(payment, 'return', { code, at: returnedAt })] : [];
}

function isoFiles(payment: Payment): ReportFile[] {
  const { reason, takenAt, settledAt, returnCode, returnedAt = takenAt } = payment;
  const settled = settledAt === undefined ? [] : isoReport(payment, 'settled', { at: settledAt });
  const refused = reason === undefined ? [] : isoReport(payment, 'rejected', { code: reason, at: takenAt });
  const back = returnCode === undefined ? [] : isoReport(payment, settledAt === undefined ? 'rejected' : 'returned', { code: returnCode, at: returnedAt });
  return [...settled, ...refused, ...back];
}

export const correctionFile = (payment: Payment, correction: { code: string; data: string; at: string }): ReportFile => achReport(payment, 'change', correction);

/** Every file that the rail has for how a payment stands, the oldest first. */
export function filesAbout(payment: Payment): ReportFile[] {
  const corrections = payment.corrections.map((correction) => correctionFile(payment, correction));
  return [...(payment.instruction?.rail === 'ACH' ? achFiles(payment) : isoFiles(payment)), ...corrections];
}

/** What tells of the latest change: the rail's file, or the bank's plain notice where the rail has none. */
export function newsOf(payment: Payment): ReportFile {
  const told = payment.instruction?.rail === 'ACH' ? achFiles(payment) : isoFiles(payment);
  return told.at(-1) ?? plainNotice(payment);
}
