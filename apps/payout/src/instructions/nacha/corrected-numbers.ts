import { isRoutingNumber } from '@sluice/kernel';
import type { CorrectedNumbers } from '../rail-report.js';
import { UnreadableReport } from '../unreadable-report.js';

type NumberName = keyof CorrectedNumbers;
/** Where in the 29 characters of corrected data a number stands: from, to (not included). */
type Places = Partial<Record<NumberName, readonly [number, number]>>;

const DATA_LENGTH = 29;

/** What each change code corrects (Nacha Operating Rules, Appendix Five); the rest of the field is blank. */
const placesByCode: Readonly<Record<string, Places>> = {
  C01: { accountNumber: [0, 17] },
  C02: { routingNumber: [0, 9] },
  C03: { routingNumber: [0, 9], accountNumber: [12, 29] },
  C04: { name: [0, 22] },
  C05: { transactionCode: [0, 2] },
  C06: { accountNumber: [0, 17], transactionCode: [20, 22] },
  C07: { routingNumber: [0, 9], accountNumber: [9, 26], transactionCode: [26, 28] },
  C09: { individualId: [0, 22] },
  C13: {},
  C14: {},
};

const isRight: Readonly<Record<NumberName, (text: string) => boolean>> = {
  routingNumber: isRoutingNumber,
  accountNumber: (text) => /^[A-Za-z0-9-]+$/.test(text),
  transactionCode: (text) => /^[23]2$/.test(text),
  name: (text) => text !== '',
  individualId: (text) => text !== '',
};

function restIsBlank(data: string, places: Places): boolean {
  const taken = Object.values(places);
  return [...data].every((character, at) => character === ' ' || taken.some(([from, to]) => at >= from && at < to));
}

/** The corrected numbers of a notification of change. @throws UnreadableReport for an unknown code or data that does not fit it. */
export function correctedNumbers(code: string, data: string): CorrectedNumbers {
  const places = Object.hasOwn(placesByCode, code) ? placesByCode[code] : undefined;
  if (places === undefined) throw new UnreadableReport('unsupported', `${code} is not a change code that is known here.`);
  const field = data.padEnd(DATA_LENGTH);
  const numbers = Object.entries(places).map(([name, [from, to]]): [NumberName, string] => [name as NumberName, field.slice(from, to).trim()]);
  if (!restIsBlank(field, places) || numbers.some(([name, value]) => !isRight[name](value))) {
    throw new UnreadableReport('malformed', `The corrected data ${JSON.stringify(data)} is not what ${code} corrects.`);
  }
  return Object.fromEntries(numbers);
}
