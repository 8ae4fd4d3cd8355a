/** The bank accounts that a party is paid to out of its portfolios. */
import { contractOf, currencySchema, idSchema, pageSchema, positiveMoneySchema, railSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

/** What a payee's bank wants changed, by an ACH notification of change: recorded for a person, never applied by itself. */
export const correctionSchema = z.object({
  /** The bank's own id of the notification. */
  reportId: z.string().min(1),
  paymentId: z.string().min(1),
  /** Nacha's change code, `C01` … */
  code: z.string().min(1),
  corrected: z.object({
    routingNumber: z.string().optional(),
    accountNumber: z.string().optional(),
    transactionCode: z.string().optional(),
    name: z.string().optional(),
    individualId: z.string().optional(),
  }),
  at: timeSchema,
});

const service = contractOf('payout');

/** `inactive` is final. Only an `active` one is paid to. */
export const bankAccountStatusSchema = z.enum(['pending', 'active', 'suspended', 'inactive']);
export const bankAccountViewSchema = z.object({
  id: idSchema,
  partyId: idSchema,
  name: z.string().min(1).max(140),
  /** UK sort code; a routing number for USD; unused for EUR. */
  sortCode: z.string(),
  /** Account number; an IBAN for EUR. */
  accountNumber: z.string(),
  currency: currencySchema,
  countryCode: z.string().regex(/^[A-Z]{2}$/),
  status: bankAccountStatusSchema,
  /** At most one of a party's is. */
  isDefault: z.boolean(),
  addedAt: timeSchema,
  deactivatedAt: timeSchema.optional(),
});
export type BankAccountView = z.output<typeof bankAccountViewSchema>;

/** Adds a bank account once per id; a new default takes the mark from the one before. Refused with one problem per wrong number, fields as here. */
export const addBankAccount = service.request('add-bank-account', {
  body: bankAccountViewSchema.omit({ addedAt: true, deactivatedAt: true }),
  reply: bankAccountViewSchema,
  refusals: ['invalid_request', 'request_conflict'],
});
export const getBankAccount = service.request('get-bank-account', {
  body: z.object({ id: idSchema }), reply: bankAccountViewSchema.extend({ corrections: z.array(correctionSchema).optional() }), refusals: ['not_found'],
});
/** Oldest first. */
export const listBankAccounts = service.request('list-bank-accounts', {
  body: pageSchema.extend({ partyId: idSchema.optional() }),
  reply: z.object({ bankAccounts: z.array(bankAccountViewSchema), hasMore: z.boolean() }),
  refusals: ['invalid_request'],
});
/** `invalid_status`: it is inactive for good. */
export const setBankAccountStatus = service.request('set-bank-account-status', {
  body: z.object({ id: idSchema, status: bankAccountStatusSchema }), reply: bankAccountViewSchema, refusals: ['not_found', 'invalid_status'],
});
/** The party's bank account by this id, or its default one: the one marked, or where none is, the latest added. Whatever its status. */
export const resolveBankAccount = service.request('resolve-bank-account', {
  body: z.object({ partyId: idSchema, id: idSchema.optional() }), reply: bankAccountViewSchema, refusals: ['not_found'],
});

const named = z.object({ bankAccountId: idSchema });
const sample = { bankAccountId: 'bac-abcdefghij2345' };
/** `most`: the largest payment of the rail; absent from answers older than the field. */
export const bankAccountUsable = service.answer('bank-account-usable', named.extend({ rail: railSchema, payeeName: z.string(), most: positiveMoneySchema.optional() }), {
  ...sample, rail: 'FPS', payeeName: 'Ada Example', most: { currency: 'GBP', units: '100000000' },
});
export const bankAccountRefused = service.answer('bank-account-refused', named.extend({ reason: z.enum(['not_found', 'not_active', 'currency_mismatch']) }), { ...sample, reason: 'not_active' });
/** May it be paid to now, in this currency (any three letters), and by which rail? FPS for GBP, SEPA for EUR, ACH for USD. No other one is tried. */
export const checkBankAccount = service.command('check-bank-account', {
  body: named.extend({ partyId: idSchema, currency: z.string().regex(/^[A-Z]{3}$/) }),
  sample: { ...sample, partyId: 'pty-abcdefghij2345', currency: 'GBP' },
  answers: [bankAccountUsable, bankAccountRefused],
});
