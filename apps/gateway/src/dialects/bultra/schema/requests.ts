import { bultraEvents, bultraStatuses } from '@sluice/dialect-words';
import { bankNumberRules, currencyDecimals, DomainError, mostBy, nameBy, railRules, rails, type FieldProblem, type NumberRule, type Rail } from '@sluice/kernel';
import { z } from 'zod';
import type { ReceivedFile, ReceivedForm } from '../../../http/form.js';
import type { JsonObject } from '../../../http/json.js';
import { limitSchema } from '../../../http/paging.js';
import { readShape } from '../../../http/validation.js';
import { webhookUrl } from '../../../webhooks/subscriptions.js';

/** The refusal says what is wrong; the description has the pattern and what the pattern cannot say. */
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

/** A number that no supported rail needs: it is not stored. */
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

/** Without a rail, a reference may be as long as the longest that any of them takes. */
const LONGEST_REFERENCE = Math.max(...rails.map((rail) => railRules[rail].referenceLength));

/** What the rails move. Each has as many decimals as the others. */
const currencies = ['USD', 'EUR', 'GBP'] as const;
const MAX_DECIMALS = Math.max(...currencies.map((currency) => currencyDecimals[currency]));

export const purposes = ['PERSONAL_ACCOUNT', 'BUSINESS_PAYMENT', 'OTHER'] as const;

/** Text that can be kept and printed as it came. */
const text = (max: number) =>
  z.string().min(1, 'must not be empty').refine((value) => [...value].length <= max, `must have ${max} characters at most`).regex(/^\P{Cc}*$/u, 'must not contain control characters').meta({ maxLength: max });

export const amountSchema = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})(\.\d+)?$/, { error: 'must be a plain decimal number of at most 15 digits before the point', abort: true })
  .regex(new RegExp(String.raw`^\d+(\.\d{1,${MAX_DECIMALS}})?$`), `must have at most ${MAX_DECIMALS} decimals`)
  .regex(/[1-9]/, 'must be more than zero');

/** What payout checks, once the account's currency and its rail are known. */
const mostByRail = `In the account's currency, at most ${rails.map((rail) => `${mostBy(rail).toDecimal()} by ${rail}`).join(', ')}.`;

export const withdrawalSchema = z.object({
  account_id: text(100),
  counterparty_id: text(100),
  amount: amountSchema.meta({ description: mostByRail }),
  purpose: z.enum(purposes),
  rail: z.enum(rails).optional(),
  reference: text(LONGEST_REFERENCE).meta({ maxLength: LONGEST_REFERENCE, description: `At most ${rails.map((rail) => `${railRules[rail].referenceLength} characters by ${rail}`).join(', ')}, also where the rail follows from the currency.` }).optional(),
}).meta({ allOf: rails.map((rail) => ({ if: { required: ['rail'], properties: { rail: { const: rail } } }, then: { properties: { reference: { maxLength: railRules[rail].referenceLength } } } })) });
export type WithdrawalOrder = z.output<typeof withdrawalSchema>;

export const accountSchema = z.object({ customer_id: text(100), currency: z.enum(currencies), nickname: text(100).optional() });
export type AccountOrder = z.output<typeof accountSchema>;

/** Beyond its pattern a name is checked by the rails (`nameProblems`). */
const payeeName = text(140).regex(/[\p{L}\p{N}]/u, 'must have a letter or digit').meta({
  maxLength: 140, description: `Has a letter or digit among what each of its rails shows of it: ${rails.map((rail) => `${railRules[rail].nameLength} characters by ${rail}`).join(', ')}.`,
});

export const counterpartySchema = z.object({
  customer_id: text(100),
  type: z.enum(['INDIVIDUAL', 'BUSINESS']),
  profile: z.object({ name: payeeName, relationship_to_customer: z.enum(['SELF', 'THIRD_PARTY']) }),
  supported_rails: z.array(z.enum(rails)).min(1, 'must name at least one rail').transform((given) => [...new Set(given)]),
  account: z.record(z.string(), z.unknown()),
});
export type CounterpartyOrder = Omit<z.output<typeof counterpartySchema>, 'account'> & { readonly account: BankNumbers };

const page = { limit: limitSchema(100, 20), starting_after: text(100).optional() };

export const withdrawalListSchema = z.object({ ...page, account_id: text(100).optional(), counterparty_id: text(100).optional(), status: z.enum(bultraStatuses).optional() });
export const pageSchema = z.object(page);
export const customerListSchema = z.object({ ...page, customer_id: text(100).optional() });

/** A note may have lines; every other text of the dialect is one. */
const note = z.string().refine((value) => [...value].length <= 1_000, 'must have 1000 characters at most').regex(/^[\P{Cc}\t\r\n]*$/u, 'must not contain control characters').meta({ maxLength: 1_000 });

const hasName = ({ name = '' }: ReceivedFile): boolean => text(255).safeParse(name).success;

export const uploadSchema = z.object({
  file: z
    .custom<ReceivedFile>((file) => file !== undefined && file !== null, { error: 'is required', abort: true })
    .refine(({ bytes }) => bytes.length > 0, { error: 'must not be empty', abort: true })
    .refine(hasName, 'must have a name of 1 to 255 characters')
    .meta({ contentMediaType: 'application/octet-stream', description: 'A PDF, PNG or JPG of at most 10 × 2²⁰ bytes.' }),
  description: note.optional(),
});
export interface Upload {
  readonly filename: string;
  readonly bytes: Buffer;
  readonly description: string | undefined;
}

export const eventTypes = bultraEvents;

export const subscriptionSchema = z.object({
  url: webhookUrl,
  events: z.array(z.enum(eventTypes)).min(1, 'must name at least one event').transform((given) => [...new Set(given)]),
  secret: text(500).optional(),
});

/** The problems a check finds, or none. */
function problemsIn(check: () => unknown): readonly FieldProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof DomainError) return error.details;
    throw error;
  }
}

function refuse(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new DomainError('invalid_request', 'The request is not valid.', problems);
}

/** @throws DomainError `invalid_request` naming every bad field */
export function readWithdrawal(body: JsonObject | null): WithdrawalOrder {
  const given = body ?? {};
  const rail = z.enum(rails).safeParse(given['rail']).data;
  const longest = rail === undefined ? LONGEST_REFERENCE : railRules[rail].referenceLength;
  return readShape(withdrawalSchema.extend({ reference: text(longest).optional() }), given);
}

/** @throws DomainError `invalid_request` naming every bad field */
export const readAccount = (body: JsonObject | null): AccountOrder => readShape(accountSchema, body ?? {});

/** A name of which one of the rails could show nothing. */
function nameProblems(supported: readonly Rail[], given: JsonObject): FieldProblem[] {
  const { data } = z.object({ profile: z.object({ name: z.string() }) }).safeParse(given);
  const mute = data === undefined ? [] : supported.filter((rail) => nameBy(rail, data.profile.name) === '');
  return mute.length === 0 ? [] : [{ field: 'profile.name', message: `must have a letter or digit that ${mute.join(' and ')} can carry` }];
}

/**
 * Which numbers an account needs depends on the rails, so they are read apart, by those rails that are known.
 * @throws DomainError `invalid_request` naming every bad field, the account's among them
 */
export function readCounterparty(body: JsonObject | null): CounterpartyOrder {
  const given = body ?? {};
  const supported = Array.isArray(given['supported_rails']) ? rails.filter((rail) => (given['supported_rails'] as unknown[]).includes(rail)) : [];
  const account = z.object({ account: numbersSchema(supported) });
  const shape = problemsIn(() => readShape(counterpartySchema, given));
  const others = [...problemsIn(() => readShape(account, given)), ...nameProblems(supported, given)].filter(({ field }) => !shape.some((problem) => problem.field === field));
  refuse([...shape, ...others]);
  return { ...readShape(counterpartySchema, given), ...readShape(account, given) };
}

/** @throws DomainError `invalid_request` naming every bad field */
export function readUpload({ file, fields }: ReceivedForm): Upload {
  const { file: { name = '', bytes }, description } = readShape(uploadSchema, { description: fields['description'], file });
  return { filename: name, bytes, description };
}
