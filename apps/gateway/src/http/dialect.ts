import type { ClientKind } from '../access/client.js';
import type { Problem } from './problem.js';
import type { Reply } from './reply.js';

/** How a part of the gateway's paths speaks when something is wrong, and who may come in. */
export interface Dialect {
  /** Paths that start so belong to it; the longest prefix wins. */
  readonly prefix: string;
  /** Whose tokens or keys open it; null where no caller is asked for. */
  readonly clients: ClientKind | null;
  /** The header that carries an idempotency key, in lower case; null where there is none. */
  readonly idempotencyHeader: string | null;
  problemReply(problem: Problem): Reply;
}

const covers = (prefix: string, path: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

/** The dialect a path belongs to. Paths are compared without regard to case, as the router does. */
export function dialectOf(dialects: readonly Dialect[], path: string): Dialect | undefined {
  const known = dialects.filter(({ prefix }) => covers(prefix, path.toLowerCase()));
  return known.sort((one, other) => other.prefix.length - one.prefix.length)[0];
}
