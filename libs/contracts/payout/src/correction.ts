import { timeSchema } from '@sluice/contract-kit';
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
