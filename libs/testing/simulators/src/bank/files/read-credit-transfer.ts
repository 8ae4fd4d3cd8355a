import { UnacceptableFile, type OrderTerms } from './order-terms.js';

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
