import type { Instruction } from '../payment.js';
import { UnacceptableFile, type OrderTerms } from './order-terms.js';
import { readCreditTransfer } from './read-credit-transfer.js';
import { readNachaCredit } from './read-nacha-credit.js';

/** In which format each rail takes its orders. */
const formats = { ACH: 'nacha', WIRE: 'pacs.008.001.08', FPS: 'pain.001.001.09', SEPA: 'pain.001.001.09' } as const;

/** Text that every rail carries as it is, but for the case of its letters and the spaces around them. */
const PLAIN = /^[A-Za-z0-9 .-]*$/;
const told = (text: string): string => text.toUpperCase().replace(/\s+/g, ' ').trim();

/** A rail may cut a text and tell it in its own letters; what needs neither has to be there as it is. */
function agrees(said: string, inFile: string): boolean {
  if (!PLAIN.test(said)) return true;
  return told(inFile) === '' ? told(said) === '' : told(said).startsWith(told(inFile));
}

function disagreement({ amount, creditor, reference = '', valueDate }: Instruction, terms: OrderTerms): string | undefined {
  const { name = '', type: _, ...numbers } = creditor;
  if (terms.units !== amount.units) return 'amount';
  if (terms.currency !== amount.currency) return 'currency';
  if (terms.settlesOn !== valueDate.slice(0, 10)) return 'date';
  if (!Object.values(numbers).every((number) => terms.creditorNumbers.includes(number.toUpperCase()))) return 'account';
  if (!agrees(name, terms.creditorName)) return 'name';
  return agrees(reference, terms.reference) ? undefined : 'reference';
}

/**
 * What the file of an instruction orders.
 * @throws UnacceptableFile when it is not in its rail's format, or says anything else than what was said beside it.
 */
export function termsOf(instruction: Instruction): OrderTerms {
  const { file, rail } = instruction;
  if (file.format !== formats[rail]) throw new UnacceptableFile(`${rail} takes no ${file.format}.`);
  const terms = file.format === 'nacha' ? readNachaCredit(file.text) : readCreditTransfer(file.text, file.format);
  const other = disagreement(instruction, terms);
  if (other !== undefined) throw new UnacceptableFile(`The file says another ${other} than the instruction beside it.`);
  return terms;
}
