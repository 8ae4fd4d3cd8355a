import type { Rail } from '@sluice/kernel';
import { writeCreditTransfer, writeWire } from './iso20022/iso20022.instructions.js';
import { readIso20022Reports } from './iso20022/iso20022.reports.js';
import { writeAchInstruction } from './nacha/ach.instruction.js';
import { readAchReports } from './nacha/ach.reports.js';
import { InexpressibleInstruction, type BankFile, type RailInstruction } from './rail-instruction.js';
import { UnreadableReport, type RailReport } from './rail-report.js';

const writers: Readonly<Record<Rail, (instruction: RailInstruction) => BankFile>> = {
  ACH: writeAchInstruction,
  WIRE: writeWire,
  FPS: (instruction) => writeCreditTransfer(instruction, 'FPS'),
  SEPA: (instruction) => writeCreditTransfer(instruction, 'SEPA'),
};

/**
 * The instruction as a file in its rail's own format. The same instruction is always the same bytes.
 * Returns what stands in the way when the rail has no room or no letters for it; then nothing may be sent.
 */
export function writeInstruction(instruction: RailInstruction): BankFile | InexpressibleInstruction {
  try {
    return writers[instruction.rail](instruction);
  } catch (error) {
    if (error instanceof InexpressibleInstruction) return error;
    throw error;
  }
}

/** Far more than a file about hundreds of payments takes. */
export const MAX_FILE_BYTES = 256 * 1024;

function textOf(bytes: Uint8Array): string {
  if (bytes.length > MAX_FILE_BYTES) throw new UnreadableReport('too_large', `The file has ${bytes.length} bytes; ${MAX_FILE_BYTES} are read at most.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableReport('not_text', 'The file is not text in UTF-8.');
  }
}

function reportsIn(text: string): readonly RailReport[] {
  if (text.startsWith('<')) return readIso20022Reports(text);
  if (text.startsWith('1')) return readAchReports(text);
  throw new UnreadableReport('unknown_format', 'The file is neither XML nor a NACHA file.');
}

/** One file says how a payment stands once; if it says so twice, one of them is wrong. */
function withoutRepeats(reports: readonly RailReport[]): readonly RailReport[] {
  const named = reports.filter(({ kind }) => kind !== 'corrected').map(({ paymentId }) => paymentId);
  const repeated = named.find((id, at) => named.indexOf(id) !== at);
  if (repeated !== undefined) throw new UnreadableReport('inconsistent', `The file says twice how the payment ${repeated} stands.`);
  return reports;
}

/**
 * Everything that a file from the bank says of our payments: a NACHA file of returns and changes, pain.002.001.10,
 * pacs.002.001.10 or pacs.004.001.09, told apart by the file itself. All of it is read or none.
 */
export function readRailReports(bytes: Uint8Array): readonly RailReport[] | UnreadableReport {
  try {
    return withoutRepeats(reportsIn(textOf(bytes)));
  } catch (error) {
    if (error instanceof UnreadableReport) return error;
    throw error;
  }
}
