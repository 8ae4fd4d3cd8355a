import { z } from 'zod';

/** How many rows a page may have, as a query writes it. */
export const limitSchema = (most: number, fallback: number) =>
  z.string().regex(new RegExp(String.raw`^\d{1,${String(most).length}}$`), 'must be a whole number').transform(Number).pipe(z.int().min(1).max(most)).default(fallback);

export const NOT_A_CURSOR = 'is not a cursor of this list';

/** A cursor as clients see it: they send it back as it came. */
export const cursorOf = (content: readonly unknown[] | object): string => Buffer.from(JSON.stringify(content)).toString('base64url');

/** What a cursor was made of; null for a text that is no cursor. */
export function cursorContent(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** Reads a cursor with this content; `text` bounds its length. */
export const cursorSchema = <Content extends z.ZodType>(content: Content, text: z.ZodString) =>
  text.transform((cursor, context): z.output<Content> => {
    const read = content.safeParse(cursorContent(cursor));
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: NOT_A_CURSOR });
    return z.NEVER;
  });

/** One page of a list that its service gives whole. Null when it goes on after a row that is not there. */
export function pageOf<Row extends { readonly id: string }>(rows: readonly Row[], { limit, after }: { readonly limit: number; readonly after?: string | undefined }) {
  const seen = after === undefined ? -1 : rows.findIndex(({ id }) => id === after);
  if (after !== undefined && seen < 0) return null;
  const rest = rows.slice(seen + 1);
  return { rows: rest.slice(0, limit), hasMore: rest.length > limit };
}
