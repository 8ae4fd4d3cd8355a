import { UnacceptableFile, type OrderTerms } from './order-terms.js';

const RECORD_LENGTH = 94;

function only(lines: readonly string[], recordType: string): string {
  const [line, ...others] = lines.filter((candidate) => candidate.startsWith(recordType));
  if (line === undefined || others.length > 0) throw new UnacceptableFile(`The file has not exactly one record of type ${recordType}.`);
  return line;
}

/** Where the fields of a batch, its one entry and its addenda stand; what else there is this bank does not look at. */
export function readNachaCredit(text: string): OrderTerms {
  const lines = text.trimEnd().split('\n').filter((line) => !/^9+$/.test(line));
  if (lines.some((line) => line.length !== RECORD_LENGTH)) throw new UnacceptableFile(`A record has not ${RECORD_LENGTH} characters.`);
  const [batch, entry] = [only(lines, '5'), only(lines, '6')];
  const addenda = lines.find((line) => line.startsWith('705'));
  if (!entry.startsWith('622')) throw new UnacceptableFile('The entry is not a credit to a current account.');
  const effective = batch.slice(69, 75);
  return {
    paymentId: entry.slice(39, 54).trim(),
    currency: 'USD',
    units: BigInt(entry.slice(29, 39)).toString(),
    settlesOn: `20${effective.slice(0, 2)}-${effective.slice(2, 4)}-${effective.slice(4)}`,
    creditorName: entry.slice(54, 76).trim(),
    creditorNumbers: [entry.slice(3, 12), entry.slice(12, 29).trim()],
    reference: addenda?.slice(3, 83).trim() ?? '',
    trace: entry.slice(79),
  };
}
