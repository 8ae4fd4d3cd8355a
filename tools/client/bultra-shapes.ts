import { z } from 'zod';

const balanceSchema = z.object({ available: z.string(), total: z.string(), pending: z.string() });

export const accountSchema = z.object({ id: z.string(), status: z.string(), currency: z.string(), balance: balanceSchema });
export type Account = z.output<typeof accountSchema>;
export type Balance = z.output<typeof balanceSchema>;

export const counterpartySchema = z.object({ id: z.string(), status: z.string() });

export const withdrawalStatuses = ['REQUESTED', 'CHANGES_REQUESTED', 'ACCEPTED', 'IN_PROGRESS', 'EXECUTED', 'FAILED', 'CANCELLED'] as const;
export type WithdrawalStatus = (typeof withdrawalStatuses)[number];

export const withdrawalSchema = z.object({
  id: z.string(),
  status: z.enum(withdrawalStatuses),
  amount: z.string(),
  currency: z.string(),
  failure_code: z.string().optional(),
  failure_reason: z.string().optional(),
  return_code: z.string().optional(),
  executed_at: z.string().optional(),
  returned_at: z.string().optional(),
});
export type Withdrawal = z.output<typeof withdrawalSchema>;

export const requiredDocumentSchema = z.object({ id: z.string(), type: z.string(), status: z.enum(['PENDING', 'UPLOADED', 'ACCEPTED', 'REJECTED']) });
export type RequiredDocument = z.output<typeof requiredDocumentSchema>;
export const withdrawalStatusSchema = z.object({ status: z.enum(withdrawalStatuses), required_documents: z.array(requiredDocumentSchema) });

export const subscriptionSchema = z.object({ id: z.string(), url: z.string(), events: z.array(z.string()), active: z.boolean(), created_at: z.string() });

export const acceptedSchema = z.object({ id: z.string(), status: z.literal('ACCEPTED'), accepted_at: z.string(), estimated_completion: z.string() });

export const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export interface NewCounterparty {
  readonly customerId: string;
  readonly name: string;
  readonly rails: readonly string[];
  readonly numbers: Readonly<Record<string, string>>;
  readonly relationship?: 'SELF' | 'THIRD_PARTY';
}

export interface NewWithdrawal {
  readonly account_id: string;
  readonly counterparty_id: string;
  readonly amount: string;
  readonly purpose?: string;
  readonly rail?: string;
  readonly reference?: string;
}
