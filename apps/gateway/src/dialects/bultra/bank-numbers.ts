import { isBic, isRoutingNumber, isSepaIban, isUsAccountNumber, type Rail } from '@sluice/kernel';
import { z } from 'zod';

const routingNumber = z.string().refine(isRoutingNumber, 'must be a routing number of nine digits').meta({ pattern: '^\\d{9}$' });
const usAccountNumber = z.string().refine(isUsAccountNumber, 'must be 4 to 17 digits, not zeros only').meta({ pattern: '^\\d{4,17}$' });
const sortCode = z.string().regex(/^\d{2}([- ]?)\d{2}\1\d{2}$/, 'must be a sort code such as 20-00-00');
const ukAccountNumber = z.string().regex(/^\d{8}$/, 'must be eight digits');
const iban = z.string().refine(isSepaIban, 'must be an IBAN of a SEPA country').meta({ pattern: '^[A-Z]{2}[A-Z0-9 ]+$' });
const bic = z.string().refine(isBic, 'must be a BIC');

/** Every number there is, each by its own rule; which must be there depends on the rails. */
export const everyNumber = z.object({ routing_number: routingNumber, account_number: usAccountNumber, sort_code: sortCode, iban, bic }).partial();

/** Which numbers an order has to have, by its rails, as JSON Schema says it; check digits it cannot say. */
const needed = (of: readonly Rail[], required: readonly string[], properties: object): object => ({
  if: { required: ['supported_rails'], properties: { supported_rails: { contains: { enum: of } } } },
  then: { properties: { account: { required, properties } } },
});
const described = (pattern: string): object => ({ type: 'string', pattern });
export const numbersByRail = {
  allOf: [
    needed(['ACH', 'WIRE'], ['routing_number', 'account_number'], { routing_number: described(String.raw`^\d{9}$`), account_number: described(String.raw`^\d{4,17}$`) }),
    needed(['FPS'], ['sort_code', 'account_number'], { sort_code: described(String.raw`^\d{2}([- ]?)\d{2}\1\d{2}$`), account_number: described(String.raw`^\d{8}$`) }),
    needed(['SEPA'], ['iban'], { iban: described('^[A-Z]{2}[A-Z0-9 ]+$'), bic: { type: 'string' } }),
  ],
};

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
