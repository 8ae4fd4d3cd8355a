import type { Instruction } from '../payment.js';

/** What a file orders, in the words of no rail. */
export interface OrderTerms {
  /** The client's id for the payment on its rail; one of a kind. */
  readonly paymentId: string;
  readonly currency: string;
  /** Minor units, in digits. */
  readonly units: string;
  /** `YYYY-MM-DD`. */
  readonly settlesOn: string;
  readonly creditorName: string;
  /** The numbers by which the creditor's bank and account are named there. */
  readonly creditorNumbers: readonly string[];
  readonly reference: string;
  /** The rail's own number when the client gives it: an ACH entry's trace number. */
  readonly trace?: string | undefined;
}

/** The file is not one that this bank takes, or does not say what was said beside it. */
export class UnacceptableFile extends Error {
  override readonly name = 'UnacceptableFile';
}

const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

/** The inside of the first element of this name; the client's files have no spaces between elements and no prefixes. */
const inside = (xml: string, name: string): string | undefined => new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, 's').exec(xml)?.[1];

/** What stands at the end of a path of element names, as it is written. */
function demanded(xml: string, ...path: readonly string[]): string {
  const found = path.reduce<string | undefined>((part, name) => part && inside(part, name), xml);
  if (found === undefined || found === '') throw new UnacceptableFile(`The file lacks ${path.join('/')}.`);
  return found;
}

interface Places {
  readonly message: string;
  readonly amount: string;
  readonly date: readonly string[];
}

/** Where the two messages differ for this bank. */
const places: Readonly<Record<string, Places>> = {
  'pain.001.001.09': { message: 'CstmrCdtTrfInitn', amount: 'InstdAmt', date: ['ReqdExctnDt', 'Dt'] },
  'pacs.008.001.08': { message: 'FIToFICstmrCdtTrf', amount: 'IntrBkSttlmAmt', date: ['IntrBkSttlmDt'] },
};

function unitsOf(decimal: string): string {
  if (!/^\d+\.\d\d$/.test(decimal)) throw new UnacceptableFile(`The amount ${decimal} has not two decimals.`);
  return BigInt(decimal.replace('.', '')).toString();
}

/** One payment of a pain.001 or pacs.008; what else there is this bank does not look at. */
export function readCreditTransfer(text: string, format: string): OrderTerms {
  const expected = places[format];
  if (expected === undefined || !text.includes(`urn:iso:std:iso:20022:tech:xsd:${format}"`)) throw new UnacceptableFile(`The file is not a ${format}.`);
  const message = demanded(text, expected.message);
  const transfer = demanded(message, 'CdtTrfTxInf');
  if (message.split('<CdtTrfTxInf>').length !== 2) throw new UnacceptableFile('The file has not exactly one payment.');
  const account = demanded(transfer, 'CdtrAcct');
  const bank = inside(transfer, 'CdtrAgt') ?? '';
  return {
    paymentId: demanded(transfer, 'PmtId', 'EndToEndId'),
    currency: new RegExp(`<${expected.amount} Ccy="([A-Z]{3})">`).exec(transfer)?.[1] ?? '',
    units: unitsOf(demanded(transfer, expected.amount)),
    settlesOn: demanded(message, ...expected.date),
    creditorName: unescaped(demanded(transfer, 'Cdtr', 'Nm')),
    creditorNumbers: [inside(bank, 'BICFI'), inside(bank, 'MmbId'), inside(account, 'IBAN') ?? demanded(account, 'Othr', 'Id')].filter((number) => number !== undefined),
    reference: unescaped(inside(transfer, 'Ustrd') ?? ''),
  };
}

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

/** In which format each rail takes its orders. */
const formats = { ACH: 'nacha', WIRE: 'pacs.008.001.08', FPS: 'pain.001.001.09', SEPA: 'pain.001.001.09' } as const;

/** Text that every rail carries as it is, but for the case of its letters and the spaces around them. */
const PLAIN = /^[A-Za-z0-9 .-]*$/;
const comparable = (text: string): string => text.toUpperCase().replace(/\s+/g, ' ').trim();

/** A rail may cut a text and tell it in its own letters; what needs neither has to be there as it is. */
function agrees(said: string, inFile: string): boolean {
  if (!PLAIN.test(said)) return true;
  return comparable(inFile) === '' ? comparable(said) === '' : comparable(said).startsWith(comparable(inFile));
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
