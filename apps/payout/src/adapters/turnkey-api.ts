import { z } from 'zod';

const statusSchema = z.enum([
  'ACTIVITY_STATUS_CREATED', 'ACTIVITY_STATUS_PENDING', 'ACTIVITY_STATUS_CONSENSUS_NEEDED', 'ACTIVITY_STATUS_AUTHENTICATORS_NEEDED',
  'ACTIVITY_STATUS_COMPLETED', 'ACTIVITY_STATUS_FAILED', 'ACTIVITY_STATUS_REJECTED',
]);

const part = z.string().regex(/^[0-9a-fA-F]{64}$/);

/** An activity as Turnkey shows it, as far as it is used. */
export const activityReplySchema = z.object({
  activity: z.object({
    id: z.string().min(1),
    fingerprint: z.string().min(1),
    status: statusSchema,
    result: z.object({ signRawPayloadResult: z.object({ r: part, s: part, v: z.enum(['00', '01']) }).optional() }).optional(),
  }),
});
export type Activity = z.output<typeof activityReplySchema>['activity'];

export const accountReplySchema = z.object({ account: z.object({ address: z.string().regex(/^0x[0-9a-fA-F]{40}$/) }) });

export const createdAccountsReplySchema = z.object({
  activity: z.object({ status: z.literal('ACTIVITY_STATUS_COMPLETED'), result: z.object({ createWalletAccountsResult: z.object({ addresses: z.tuple([z.string().regex(/^0x[0-9a-fA-F]{40}$/)]) }) }) }),
});

/** What is stored before it is asked, and read again to be asked once more. */
export const signRequestSchema = z.object({
  type: z.literal('ACTIVITY_TYPE_SIGN_RAW_PAYLOAD_V2'),
  timestampMs: z.string(),
  organizationId: z.string(),
  parameters: z.object({
    signWith: z.string(), payload: z.string(), encoding: z.literal('PAYLOAD_ENCODING_EIP712'), hashFunction: z.literal('HASH_FUNCTION_NO_OP'),
  }),
});
