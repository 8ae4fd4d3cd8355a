import { z } from 'zod';
import type { ChainName } from '../chains/chain.js';
import { hashSchema as hash } from '../shapes.js';

/**
 * What happens to a transaction:
 * - `refused`: it would revert, so it was never sent, and never will be. An end.
 * - `broadcast`: it was handed to the chain; again with another hash when its fees were raised.
 * - `confirmed`: done, as deep as money counts as arrived.
 * - `reverted`: that deep too, but without effect.
 * - `put-back`: a reorganisation has taken back `confirmed` or `reverted`; the same transaction is sent again.
 * - `final`: no reorganisation reaches it any more. An end.
 * - `gone`: a reorganisation deeper than any should be has taken back what was final and had succeeded; the same transaction
 *   is sent again, and told of from `confirmed` on as before.
 */
export const newsItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refused'), reason: z.string() }),
  z.object({ kind: z.literal('broadcast'), hash }),
  z.object({ kind: z.literal('confirmed'), hash, block: z.int() }),
  z.object({ kind: z.literal('reverted'), hash, block: z.int(), reason: z.string() }),
  z.object({ kind: z.literal('put-back') }),
  z.object({ kind: z.literal('gone') }),
  z.object({ kind: z.literal('final'), hash, block: z.int(), succeeded: z.boolean(), reason: z.string().optional() }),
]);
export type NewsItem = z.output<typeof newsItemSchema>;

/** News of one transaction. `sequence` grows with each; one that was told before may be told again. */
export type TransactionNews = NewsItem & { readonly key: string; readonly owner: string; readonly chain: ChainName; readonly sequence: number };
