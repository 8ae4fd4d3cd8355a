import { transactionStatusSchema, transactionTypeSchema } from '@sluice/contract-liquidity';
import { wealthkernelEvents, wealthkernelStatuses } from '@sluice/dialect-words';
import { bankNumberRules, currencyDecimals, defaultRail, railRules, type Currency, type NumberRule } from '@sluice/kernel';
import { z } from 'zod';
import { WrittenNumber } from '../../../http/json.js';
import { limitSchema } from '../../../http/paging.js';
import { webhookUrl } from '../../../webhooks/subscriptions.js';
import { mandates } from './answers.js';

/** What portfolios hold cash in. Each has as many decimals as the others. */
export const currencies = ['GBP', 'EUR', 'USD'] as const satisfies readonly Currency[];
/** The rail by which an account in each of them is paid. */
const accountRails = currencies.flatMap((currency) => defaultRail(currency) ?? []);
const MAX_DECIMALS = Math.max(...currencies.map((currency) => currencyDecimals[currency]));

/** Text that can be kept and printed as it came. */
const text = (max: number) =>
  z.string().min(1, 'must not be empty').refine((value) => [...value].length <= max, `must have ${max} characters at most`).regex(/^\P{Cc}*$/u, 'must not contain control characters').meta({ maxLength: max });

/** A JSON number by its value, however it is written, with not a digit more than can be paid (docs/decisions/0130). */
const amountSchema = z
  .custom<WrittenNumber>((value) => value instanceof WrittenNumber, { error: ({ input }) => (input === undefined ? 'is required' : 'must be a number'), abort: true })
  .transform(({ shortest }) => shortest)
  .pipe(
    z
      .string()
      .regex(/^(0|[1-9]\d{0,14})(\.\d+)?$/, { error: 'must be a number above zero of at most 15 digits before the point', abort: true })
      .regex(new RegExp(String.raw`^\d+(\.\d{1,${MAX_DECIMALS}})?$`), `must have at most ${MAX_DECIMALS} decimals`)
      .regex(/[1-9]/, 'must be more than zero'),
  )
  .meta({ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1e15, description: 'At most two decimals, however it is written.' });

const REFERENCE_LENGTH = 16;

/** Never refused for its length: what is too long is cut, between characters and not within one. */
const referenceSchema = z.string().transform((value) => [...value].slice(0, REFERENCE_LENGTH).join('')).pipe(z.string().regex(/^\P{Cc}*$/u, 'must not contain control characters'))
  .meta({ pattern: String.raw`^(\P{Cc}{16}|\P{Cc}{0,15}$)` });

/** Any currency: one that the portfolio has no cash in is found out later, and rejects the withdrawal. */
const considerationSchema = z.object({ currency: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters'), amount: amountSchema });

/** As it is described; which fields go together is judged by `withdrawalSchema`. */
export const withdrawalShape = z.object({
  type: z.enum(['SpecifiedAmount', 'Full']),
  portfolioId: text(50),
  bankAccountId: text(50).nullish(),
  consideration: considerationSchema.nullish(),
  reference: referenceSchema.nullish(),
  closePortfolio: z.boolean().default(false),
}).meta({
  if: { required: ['type'], properties: { type: { const: 'Full' } } },
  then: { properties: { consideration: { type: 'null' } } },
  else: { required: ['consideration'], properties: { consideration: { type: 'object' }, closePortfolio: { const: false } } },
});
export type WithdrawalOrder = z.output<typeof withdrawalShape>;

export const withdrawalSchema = withdrawalShape.superRefine(({ type, consideration, closePortfolio }, context) => {
  const refuse = (field: string, message: string): void => context.addIssue({ code: 'custom', path: [field], message });
  const isFull = type === 'Full';
  if (isFull && consideration) refuse('consideration', 'must be absent where everything is withdrawn');
  if (!isFull && !consideration) refuse('consideration', 'is required');
  if (!isFull && closePortfolio) refuse('closePortfolio', 'must be false where an amount is specified');
});

/** Somebody's name: what has no letter or digit can be shown by no bank and compared with no list. */
const nameOf = (max: number) => text(max).regex(/[\p{L}\p{N}]/u, 'must have a letter or digit');

export const partySchema = z.object({ name: nameOf(140) });

export const portfolioSchema = z.object({
  partyId: text(50), name: text(140), currency: z.enum(currencies), mandateType: z.enum(Object.values(mandates)), accountType: z.enum(['GIA', 'ISA', 'SIPP']),
});

const byCurrency = (currency: string, required: string[], properties: object): object => ({ if: { required: ['currency'], properties: { currency: { const: currency } } }, then: { required, properties } });

const numberBy = ({ pattern, description }: NumberRule, or = ''): object => ({ pattern: pattern.source.replace(/^\^(.*)\$$/, `^(?:$1${or})$`), description });

/** In the sandbox, a sort code that is still to come. */
const TO_COME = '|PENDING_BANK_ACCOUNT';

/** Which numbers are valid depends on the currency; payout checks them. */
export const bankAccountSchema = z.object({
  partyId: text(50),
  name: nameOf(140).meta({ maxLength: 140, description: `Has a letter or digit among what the bank shows of it: ${accountRails.map((rail) => `${railRules[rail].nameLength} characters in ${railRules[rail].currency}`).join(', ')}.` }),
  sortCode: z.string().max(40).default(''),
  accountNumber: text(40),
  currency: z.enum(currencies),
  countryCode: z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters'),
  isDefault: z.boolean().default(false),
}).meta({
  allOf: [
    byCurrency('GBP', ['sortCode'], { sortCode: numberBy(bankNumberRules.sortCode, TO_COME), accountNumber: numberBy(bankNumberRules.ukAccountNumber) }),
    byCurrency('USD', ['sortCode'], { sortCode: numberBy(bankNumberRules.routingNumber, TO_COME), accountNumber: numberBy(bankNumberRules.usAccountNumber) }),
    byCurrency('EUR', [], { accountNumber: numberBy(bankNumberRules.iban) }),
  ],
});

/** One value, or several that are given again and again. */
const severalOf = <Value extends string>(values: z.ZodType<Value, Value>) =>
  z.union([values.transform((value) => [value]), z.array(values)], { error: 'must be one of its known values' }).pipe(z.array(values));

/** What every list can be queried with; `after` is a token of the list. */
const page = { limit: limitSchema(1000, 20), after: z.string().max(500).optional() };
export const pageSchema = z.object(page);
export type Page = z.output<typeof pageSchema>;

export const withdrawalListSchema = z.object({
  ...page, portfolioId: z.string().optional(), reference: referenceSchema.optional(), status: severalOf(z.enum(wealthkernelStatuses)).optional(), type: withdrawalShape.shape.type.optional(),
});

export const portfolioListSchema = z.object({ ...page, partyId: z.string().optional() });

/** A day or a time; either way the moment from which on changes count. */
const sinceSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })], { error: 'must be a date or a time' }).transform((value) => new Date(value).toISOString()).meta({ type: 'string', anyOf: [{ format: 'date' }, { format: 'date-time' }] });

export const transactionListSchema = z.object({
  ...page, portfolioId: z.string().optional(), type: severalOf(transactionTypeSchema).optional(), status: severalOf(transactionStatusSchema).optional(),
  startDate: z.iso.date('must be a date').optional(), endDate: z.iso.date('must be a date').optional(), updatedSince: sinceSchema.optional(),
});

export const cashQuerySchema = z.object({ ...page, portfolioId: z.string() });

/** Absent event types: all there are. */
export const subscriptionSchema = z.object({ url: webhookUrl, eventTypes: z.array(z.enum(wealthkernelEvents)).min(1, 'must name at least one').nullish() });
