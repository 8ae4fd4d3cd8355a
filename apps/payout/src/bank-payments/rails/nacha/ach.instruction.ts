import { nachaAlphabet, railRules } from '@sluice/kernel';
import { achTraceOf, paymentIdOf } from '../payment-id.js';
import { checkAmount, creditorNumber, railName, railReference, type BankFile, type RailInstruction } from '../rail-instruction.js';
import { BLOCKING_FACTOR, blocksFor, FILLER, printTotals, totalsOf, type Entry } from './nacha-file.js';
import { batchControl, batchHeader, entryDetail, fileControl, fileHeader, paymentAddenda, writeRecord } from './nacha-records.js';

const CREDITS_ONLY = '220';
const CREDIT_TO_CURRENT_ACCOUNT = '22';

const shortDate = (isoDate: string): string => isoDate.slice(2, 10).replaceAll('-', '');

/** The reference as the rail can show it; nothing of one that has not a visible letter. */
const informationOf = ({ reference = '' }: RailInstruction): string => railReference(reference, nachaAlphabet, railRules.ACH.referenceLength);

function entryOf(instruction: RailInstruction): Entry {
  const { amount, creditor, debtor, key } = instruction;
  checkAmount(instruction);
  const routingNumber = creditorNumber(creditor.numbers, 'routingNumber');
  return {
    transactionCode: CREDIT_TO_CURRENT_ACCOUNT,
    receivingBank: routingNumber.slice(0, 8),
    checkDigit: routingNumber.slice(8),
    accountNumber: creditorNumber(creditor.numbers, 'accountNumber'),
    amount: amount.units.toString(),
    individualId: paymentIdOf(key),
    name: railName(creditor.name, 'ACH'),
    discretionary: '',
    addendaIndicator: informationOf(instruction) === '' ? '0' : '1',
    trace: achTraceOf(key, debtor.usd.routingNumber),
  };
}

/** The bank is both who first receives the file and who sends it on, so its routing number stands in all three places. */
function headersOf({ createdAt, creditor, debtor, settlesOn }: RailInstruction): string[] {
  const made = createdAt.toISOString();
  const { routingNumber, companyId, bankName } = debtor.usd;
  const name = debtor.name.toUpperCase();
  return [
    writeRecord(fileHeader, {
      immediateDestination: routingNumber, immediateOrigin: companyId, creationDate: shortDate(made),
      creationTime: made.slice(11, 16).replace(':', ''), fileIdModifier: 'A', destinationName: bankName.toUpperCase(),
      originName: name.slice(0, 23), referenceCode: '',
    }),
    writeRecord(batchHeader, {
      serviceClass: CREDITS_ONLY, companyName: name.slice(0, 16), discretionary: '', companyId,
      entryClass: creditor.type === 'INDIVIDUAL' ? 'PPD' : 'CCD', entryDescription: 'WITHDRAWAL', descriptiveDate: '',
      effectiveDate: shortDate(settlesOn), settlementDay: '', originatorStatus: '1', originatingBank: routingNumber.slice(0, 8),
      batchNumber: '1',
    }),
  ];
}

function controlsOf(entry: Entry, addendaCount: number, { debtor }: RailInstruction): string[] {
  const totals = printTotals(totalsOf([entry], addendaCount));
  const { companyId, routingNumber } = debtor.usd;
  const recordCount = 5 + addendaCount;
  return [
    writeRecord(batchControl, {
      ...totals, serviceClass: CREDITS_ONLY, companyId, authentication: '', originatingBank: routingNumber.slice(0, 8), batchNumber: '1',
    }),
    writeRecord(fileControl, { ...totals, batchCount: '1', blockCount: blocksFor(recordCount).toString() }),
  ];
}

function addendaOf(instruction: RailInstruction, { trace }: Entry): string[] {
  const information = informationOf(instruction);
  return information === '' ? [] : [writeRecord(paymentAddenda, { information, addendaSequence: '1', entrySequence: trace.slice(8) })];
}

/**
 * A NACHA file of one batch with one credit, PPD to a person and CCD to a business, the reference in an addenda record.
 * @throws InexpressibleInstruction
 */
export function writeAchInstruction(instruction: RailInstruction): BankFile {
  const entry = entryOf(instruction);
  const addenda = addendaOf(instruction, entry);
  const lines = [...headersOf(instruction), writeRecord(entryDetail, entry), ...addenda, ...controlsOf(entry, addenda.length, instruction)];
  const filler = Array.from({ length: blocksFor(lines.length) * BLOCKING_FACTOR - lines.length }, () => FILLER);
  return { format: 'nacha', contentType: 'text/plain', text: `${[...lines, ...filler].join('\n')}\n`, paymentId: entry.individualId, trace: entry.trace };
}
