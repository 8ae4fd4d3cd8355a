import { bankNumberRules, type NumberRule, type Rail } from '@sluice/kernel';
import { z } from 'zod';

/** Refused in the words of what is wrong with it, and described by its pattern and by what the pattern cannot say. */
const numberBy = ({ pattern, description, problemWith }: NumberRule) =>
  z.string().refine((text) => problemWith(text) === null, { error: ({ input }) => problemWith(String(input)) ?? undefined }).meta({ pattern: pattern.source, description });

const routingNumber = numberBy(bankNumberRules.routingNumber);
const usAccountNumber = numberBy(bankNumberRules.usAccountNumber);
const sortCode = numberBy(bankNumberRules.sortCode);
const ukAccountNumber = numberBy(bankNumberRules.ukAccountNumber);
const iban = numberBy(bankNumberRules.iban);
const bic = numberBy(bankNumberRules.bic);

/** Which numbers an order has to have, by its rails, as JSON Schema says it. */
const needed = (of: readonly Rail[], required: readonly string[], numbers: Readonly<Record<string, NumberRule>>): object => ({
  if: { required: ['supported_rails'], properties: { supported_rails: { contains: { enum: of } } } },
  then: { properties: { account: { required, properties: Object.fromEntries(Object.entries(numbers).map(([name, { pattern, description }]) => [name, { type: 'string', pattern: pattern.source, description }])) } } },
});
export const numbersByRail = {
  allOf: [
    needed(['ACH', 'WIRE'], ['routing_number', 'account_number'], { routing_number: bankNumberRules.routingNumber, account_number: bankNumberRules.usAccountNumber }),
    needed(['FPS'], ['sort_code', 'account_number'], { sort_code: bankNumberRules.sortCode, account_number: bankNumberRules.ukAccountNumber }),
    needed(['SEPA'], ['iban'], { iban: bankNumberRules.iban, bic: bankNumberRules.bic }),
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
