import { refusalCodes } from '@sluice/kernel';
import { z } from 'zod';

/** What comes back for a request: its reply, a refusal in code, or word that the service failed. */
export const replySchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('replied'), reply: z.unknown() }),
  z.object({
    outcome: z.literal('refused'),
    code: z.enum(refusalCodes),
    message: z.string(),
    details: z.array(z.object({ field: z.string(), message: z.string() })).readonly(),
  }),
  /** `away`: the service could not try, being without its database. */
  z.object({ outcome: z.literal('failed'), message: z.string(), away: z.boolean().optional() }),
]);

export type ReplyMessage = z.infer<typeof replySchema>;

export const replyText = (reply: ReplyMessage): string => JSON.stringify(reply);
