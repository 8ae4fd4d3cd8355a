import { transactionStatusSchema, transactionTypeSchema, type partyStatusSchema, type portfolioStatusSchema, type PortfolioView } from '@sluice/contract-liquidity';
import type { bankAccountStatusSchema } from '@sluice/contract-payout';
import { wealthkernelStatuses } from '@sluice/dialect-words';
import { z } from 'zod';

/** What the dialect calls the statuses and kinds of what it shows. */
export const partyStatuses = { active: 'Active', suspended: 'Suspended', closed: 'Closed' } as const satisfies Record<z.output<typeof partyStatusSchema>, string>;

export const portfolioStatuses = { created: 'Created', active: 'Active', closing: 'Closing', closed: 'Closed' } as const satisfies Record<z.output<typeof portfolioStatusSchema>, string>;

export const bankAccountStatuses = { pending: 'Pending', active: 'Active', suspended: 'Suspended', inactive: 'Inactive' } as const satisfies Record<
  z.output<typeof bankAccountStatusSchema>, string
>;

export const mandates = { execution_only: 'ExecutionOnly', discretionary: 'Discretionary' } as const satisfies Record<PortfolioView['mandate'], string>;

/** The canonical name for one of the dialect's; undefined where there is none. */
export function canonicalOf<Canonical extends string>(names: Readonly<Record<Canonical, string>>, shown: string): Canonical | undefined {
  return (Object.keys(names) as Canonical[]).find((canonical) => names[canonical] === shown);
}

/** The shapes that have a name in the dialect's OpenAPI document. */
export const shapes = z.registry<{ id: string }>();

/** Gives a shape its name. */
export function named<Shape extends z.ZodType>(id: string, shape: Shape): Shape {
  shapes.add(shape, { id });
  return shape;
}

export const tokenShape = named('Token', z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int().positive(), scope: z.string() }));

/** A number that `JSON.stringify` prints with the digits it was given. */
const number = z.custom<object>().meta({ type: 'number' });
const money = named('Money', z.object({ currency: z.string().regex(/^[A-Z]{3}$/), amount: number }));
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/).meta({ format: 'date-time' });
const day = z.iso.date();
const idWith = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[a-z2-7]{14}$`));

export const createdShape = named('Created', z.strictObject({ id: idWith('wth-') }));

export const withdrawalShape = named('Withdrawal', z.object({
  id: idWith('wth-'), type: z.enum(['SpecifiedAmount', 'Full']), portfolioId: z.string(), bankAccountId: z.string(), consideration: money.nullable(), reference: z.string().nullable(),
  closePortfolio: z.boolean(), paidOut: money.nullable(), status: z.enum(wealthkernelStatuses), reason: z.string().nullable(), requestedAt: time,
}));
export type Withdrawal = z.output<typeof withdrawalShape>;

export const partyShape = named('Party', z.object({ id: idWith('pty-'), name: z.string(), status: z.enum(Object.values(partyStatuses)), createdAt: time }));
export type Party = z.output<typeof partyShape>;

export const portfolioShape = named('Portfolio', z.object({
  id: z.string().regex(/^prt-/), partyId: z.string(), name: z.string(), currency: z.string(), mandateType: z.enum(Object.values(mandates)), accountType: z.enum(['GIA', 'ISA', 'SIPP']),
  status: z.enum(Object.values(portfolioStatuses)), createdAt: time,
}));
export type Portfolio = z.output<typeof portfolioShape>;

export const bankAccountShape = named('BankAccount', z.object({
  id: idWith('bac-'), partyId: z.string(), name: z.string(), sortCode: z.string(), accountNumber: z.string(), currency: z.string(), countryCode: z.string(),
  status: z.enum(Object.values(bankAccountStatuses)), isDefault: z.boolean(), addedAt: time, deactivatedAt: time.nullable(),
}));
export type BankAccount = z.output<typeof bankAccountShape>;

/** `value` in the portfolio's own currency; null with `fxRate` where there is no rate. */
export const cashShape = named('CashBalance', z.object({ portfolioId: z.string(), currency: z.string(), amount: money, value: money.nullable(), fxRate: number.nullable() }));
export type Cash = z.output<typeof cashShape>;

export const transactionShape = named('Transaction', z.object({
  id: z.string(), portfolioId: z.string(), isin: z.string().nullable(), type: transactionTypeSchema, status: transactionStatusSchema, price: money.nullable(), quantity: number.nullable(),
  consideration: money, charges: money.nullable(), bookCost: money.nullable(), date: day, timestamp: time, settledOn: day.nullable(), updatedAt: time,
}));
export type Transaction = z.output<typeof transactionShape>;

export const withdrawalListShape = named('Withdrawals', z.array(withdrawalShape));
export const partyListShape = named('Parties', z.array(partyShape));
export const portfolioListShape = named('Portfolios', z.array(portfolioShape));
export const bankAccountListShape = named('BankAccounts', z.array(bankAccountShape));
export const cashListShape = named('CashBalances', z.array(cashShape));
export const transactionListShape = named('Transactions', z.array(transactionShape));

/** Inactive: nothing but failures came of it, and it is sent nothing any more. */
export const subscriptionShape = named('WebhookSubscription', z.strictObject({
  id: idWith('whsub-'), url: z.string(), eventTypes: z.array(z.string()), status: z.enum(['Active', 'Inactive']), createdAt: time,
}));
export type Subscription = z.output<typeof subscriptionShape>;
export const subscriptionListShape = named('WebhookSubscriptions', z.array(subscriptionShape));

export const secretShape = named('WebhookSecret', z.strictObject({ id: idWith('whsec-'), createdAt: time, expiresAt: time }));
/** The secret is shown here and never again. */
export const madeSecretShape = named('NewWebhookSecret', secretShape.extend({ secret: z.base64() }));
export const secretListShape = named('WebhookSecrets', z.array(secretShape));
