import { electronicFormatIBAN, isValidBIC, isValidIBAN } from 'ibantools';
import { z } from 'zod';

/** ABA routing numbers: the weighted sum of all nine digits is a multiple of ten. */
function isRoutingNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text) || /^0+$/.test(text)) return false;
  const weights = [3, 7, 1];
  return [...text].reduce((sum, digit, index) => sum + Number(digit) * (weights[index % 3] ?? 0), 0) % 10 === 0;
}

const routingNumber = z.string().refine(isRoutingNumber, 'must be a routing number of nine digits');
const usAccountNumber = z.string().regex(/^\d{4,17}$/, 'must be 4 to 17 digits');
const sortCode = z.string().regex(/^\d{2}([- ]?)\d{2}\1\d{2}$/, 'must be a sort code such as 20-00-00');
const ukAccountNumber = z.string().regex(/^\d{8}$/, 'must be eight digits');
const iban = z.string().refine((text) => /^[A-Z]{2}[A-Z0-9 ]+$/.test(text) && isValidIBAN(electronicFormatIBAN(text) ?? ''), 'must be an IBAN');
const bic = z.string().refine(isValidBIC, 'must be a BIC');

export const rails = ['ACH', 'WIRE', 'FPS', 'SEPA'] as const;
export type Rail = (typeof rails)[number];

/** Every number there is, each by its own rule; which must be there depends on the rails. */
export const everyNumber = z.object({ routing_number: routingNumber, account_number: usAccountNumber, sort_code: sortCode, iban, bic }).partial();

/** By the names Bultra gives them. */
export type BankNumbers = Readonly<Partial<Record<'routing_number' | 'account_number' | 'sort_code' | 'iban' | 'bic', string | undefined>>>;

/** A number that no supported rail needs: whatever stands there is not kept. */
const unneeded = z.unknown().transform((): undefined => undefined).optional();

/** The numbers that an account needs to be reached by all of these rails. The account numbers of FPS are the stricter ones. */
export function numbersSchema(supported: readonly Rail[]): z.ZodType<BankNumbers> {
  const american = supported.includes('ACH') || supported.includes('WIRE');
  const british = supported.includes('FPS');
  const european = supported.includes('SEPA');
  return z.object({
    routing_number: american ? routingNumber : unneeded,
    account_number: british ? ukAccountNumber : american ? usAccountNumber : unneeded,
    sort_code: british ? sortCode : unneeded,
    iban: european ? iban : unneeded,
    bic: european ? bic.optional() : unneeded,
  });
}
