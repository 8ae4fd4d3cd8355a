import { electronicFormatIBAN, isValidBIC, isValidIBAN } from 'ibantools';
import { z } from 'zod';

/** ABA routing numbers: the weighted sum of all nine digits is a multiple of ten. */
function isRoutingNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text) || /^0+$/.test(text)) return false;
  const weights = [3, 7, 1];
  return [...text].reduce((sum, digit, index) => sum + Number(digit) * (weights[index % 3] ?? 0), 0) % 10 === 0;
}

const routingNumber = z.string().refine(isRoutingNumber, 'must be a routing number of nine digits');
const usAccountNumber = z.string().regex(/^[A-Za-z0-9]{1,17}$/, 'must be 1 to 17 letters and digits');
const sortCode = z.string().regex(/^(\d{6}|\d{2}-\d{2}-\d{2})$/, 'must be a sort code such as 20-00-00');
const ukAccountNumber = z.string().regex(/^\d{8}$/, 'must be eight digits');
const iban = z.string().refine((text) => isValidIBAN(electronicFormatIBAN(text) ?? ''), 'must be an IBAN');
const bic = z.string().refine(isValidBIC, 'must be a BIC');

/** What has to be known of a bank account so that each rail can reach it. */
const shapes = {
  ACH: { routing_number: routingNumber, account_number: usAccountNumber },
  WIRE: { routing_number: routingNumber, account_number: usAccountNumber },
  FPS: { sort_code: sortCode, account_number: ukAccountNumber },
  SEPA: { iban, bic: bic.optional() },
};

export type Rail = keyof typeof shapes;
export const rails = Object.keys(shapes) as [Rail, ...Rail[]];

const anyNumbers = z.object({
  routing_number: routingNumber.optional(),
  account_number: usAccountNumber.optional(),
  sort_code: sortCode.optional(),
  iban: iban.optional(),
  bic: bic.optional(),
});
export type BankNumbers = z.output<typeof anyNumbers>;

/** The numbers that an account needs to be reached by all of these rails; others are not kept. */
export const numbersSchema = (supported: readonly Rail[]): z.ZodType<BankNumbers> =>
  z.object(Object.assign({}, ...supported.map((rail) => shapes[rail]), supported.includes('FPS') ? shapes.FPS : {})) as z.ZodType<BankNumbers>;
