import { z } from 'zod';

const text = z.string().min(1);
const submitted = { timestampMs: z.string().regex(/^\d{13}$/), organizationId: text };

export const signRequestSchema = z.object({
  type: z.literal('ACTIVITY_TYPE_SIGN_RAW_PAYLOAD_V2'),
  ...submitted,
  parameters: z.object({
    signWith: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
    payload: text,
    encoding: z.literal('PAYLOAD_ENCODING_EIP712'),
    hashFunction: z.literal('HASH_FUNCTION_NO_OP'),
  }),
});
export type SignRequest = z.output<typeof signRequestSchema>;

export const createAccountsRequestSchema = z.object({
  type: z.literal('ACTIVITY_TYPE_CREATE_WALLET_ACCOUNTS'),
  ...submitted,
  parameters: z.object({
    walletId: text,
    accounts: z.array(z.object({
      curve: z.literal('CURVE_SECP256K1'),
      pathFormat: z.literal('PATH_FORMAT_BIP32'),
      path: z.string().regex(/^m(\/\d+'?)+$/),
      addressFormat: z.literal('ADDRESS_FORMAT_ETHEREUM'),
    })).min(1),
  }),
});

export const rejectRequestSchema = z.object({
  type: z.literal('ACTIVITY_TYPE_REJECT_ACTIVITY'), ...submitted, parameters: z.object({ fingerprint: text }),
});

export const activityQuerySchema = z.object({ organizationId: text, activityId: text });
export const accountQuerySchema = z.object({ organizationId: text, walletId: text, path: text });

export const activityStatuses = ['CREATED', 'PENDING', 'CONSENSUS_NEEDED', 'AUTHENTICATORS_NEEDED', 'COMPLETED', 'FAILED', 'REJECTED'] as const;

export const signatureSchema = z.object({ r: z.string(), s: z.string(), v: z.string() });
export type Signature = z.output<typeof signatureSchema>;

export const activitySchema = z.object({
  id: text,
  organizationId: text,
  /** Of the request's bytes: the same bytes are the same activity. */
  fingerprint: text,
  request: signRequestSchema,
  status: z.enum(activityStatuses),
  signature: signatureSchema.optional(),
  /** Wall-clock time. */
  takenAt: z.iso.datetime(),
});
export type Activity = z.output<typeof activitySchema>;

/** An activity as clients see it. */
export function viewOf({ id, organizationId, fingerprint, request, status, signature, takenAt }: Activity): object {
  const seconds = { seconds: String(Math.floor(new Date(takenAt).getTime() / 1000)), nanos: '0' };
  return {
    activity: {
      id, organizationId, fingerprint, status: `ACTIVITY_STATUS_${status}`, type: request.type,
      intent: { signRawPayloadIntentV2: request.parameters }, result: signature ? { signRawPayloadResult: signature } : {},
      votes: [], canApprove: false, canReject: status === 'CONSENSUS_NEEDED', createdAt: seconds, updatedAt: seconds,
    },
  };
}
