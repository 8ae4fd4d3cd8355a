import { z } from 'zod';

const moneySchema = z.object({ currency: z.string(), amount: z.number() });
/** As the dialect writes it: a JSON number, exact as the text that it was. */
export type PrintedMoney = z.output<typeof moneySchema>;

/** UTC with seven digits of a second. */
const timeSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/);

export const tokenSchema = z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int(), scope: z.string() });

export const partySchema = z.object({ id: z.string(), name: z.string(), status: z.enum(['Active', 'Suspended', 'Closed']) });
export type Party = z.output<typeof partySchema>;

export const portfolioSchema = z.object({
  id: z.string(), partyId: z.string(), currency: z.string(), mandateType: z.enum(['ExecutionOnly', 'Discretionary']), accountType: z.enum(['GIA', 'ISA', 'SIPP']),
  status: z.enum(['Created', 'Active', 'Closing', 'Closed']),
});
export type Portfolio = z.output<typeof portfolioSchema>;

export const bankAccountSchema = z.object({
  id: z.string(), partyId: z.string(), currency: z.string(), status: z.enum(['Pending', 'Active', 'Suspended', 'Inactive']), isDefault: z.boolean(),
});
export type BankAccount = z.output<typeof bankAccountSchema>;

export const createdSchema = z.strictObject({ id: z.string().regex(/^wth-[a-z2-7]{14}$/) });

export const withdrawalSchema = z.object({
  id: z.string(),
  type: z.enum(['SpecifiedAmount', 'Full']),
  portfolioId: z.string(),
  bankAccountId: z.string(),
  consideration: moneySchema.nullable(),
  reference: z.string().nullable(),
  closePortfolio: z.boolean(),
  paidOut: moneySchema.nullable(),
  status: z.enum(['Pending', 'Active', 'Settled', 'Rejected', 'Cancelling', 'Cancelled']),
  reason: z.string().nullable(),
  requestedAt: timeSchema,
});
export type PortfolioWithdrawal = z.output<typeof withdrawalSchema>;

export const cashSchema = z.object({ portfolioId: z.string(), currency: z.string(), amount: moneySchema, value: moneySchema.nullable(), fxRate: z.number().nullable() });
export type Cash = z.output<typeof cashSchema>;

export const transactionSchema = z.object({
  id: z.string(),
  portfolioId: z.string(),
  type: z.enum(['Buy', 'Sell', 'Deposit', 'Withdrawal', 'Charge', 'Adjustment', 'Dividend']),
  status: z.enum(['Matched', 'Settled', 'Cancelled']),
  isin: z.string().nullable(),
  price: moneySchema.nullable(),
  quantity: z.number().nullable(),
  consideration: moneySchema,
  bookCost: moneySchema.nullable(),
  date: z.iso.date(),
  timestamp: timeSchema,
  settledOn: z.iso.date().nullable(),
  updatedAt: timeSchema,
});
export type Transaction = z.output<typeof transactionSchema>;

/** What the dialect says no with. */
export const problemSchema = z.object({ type: z.string(), title: z.string(), status: z.int(), traceId: z.string(), errors: z.record(z.string(), z.array(z.string())) });

export interface NewPortfolio {
  readonly partyId: string;
  readonly mandateType: Portfolio['mandateType'];
  readonly currency?: string;
  readonly accountType?: Portfolio['accountType'] | undefined;
}

export interface NewBankAccount {
  readonly partyId: string;
  readonly currency?: PortfolioCurrency;
  readonly name?: string;
  readonly sortCode?: string;
  readonly isDefault?: boolean;
}

export interface NewPortfolioWithdrawal {
  readonly portfolioId: string;
  readonly type?: PortfolioWithdrawal['type'];
  readonly bankAccountId?: string | null;
  readonly consideration?: PrintedMoney;
  readonly reference?: string;
  readonly closePortfolio?: boolean;
}

/** Numbers that pass the checks of the rail by which each currency travels. */
export const accountNumbers = {
  GBP: { sortCode: '20-00-00', accountNumber: '55779911', countryCode: 'GB' },
  EUR: { sortCode: '', accountNumber: 'DE89370400440532013000', countryCode: 'DE' },
  USD: { sortCode: '021000021', accountNumber: '123456789', countryCode: 'US' },
} as const;
export type PortfolioCurrency = keyof typeof accountNumbers;
