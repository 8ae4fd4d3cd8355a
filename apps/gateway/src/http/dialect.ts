import type { IncomingMessage } from 'node:http';
import type { ClientKind } from '../access/client.js';
import type { Problem, ProblemCode } from './problem.js';
import type { Reply } from './reply.js';
import type { HttpRequest, Middleware } from './request.js';

/** A part of the gateway's paths: how it answers errors, and whose clients it is for. */
export interface Dialect {
  /** Paths that start so belong to it; the longest prefix wins. */
  readonly prefix: string;
  /** Whose tokens or keys open it; null where no caller has to prove itself. */
  readonly clients: ClientKind | null;
  /** The header that carries an idempotency key, in lower case; null where there is none. */
  readonly idempotencyHeader: string | null;
  /** The status and the code that it has for a problem. */
  codeOf(problem: ProblemCode): readonly [status: number, code: string];
  problemReply(problem: Problem): Reply;
}

/** A dialect's status and code for every problem: it does not compile while one is missing. */
export type DialectCodes<Code extends string> = Readonly<Record<ProblemCode, readonly [status: number, code: Code]>>;

interface ErrorPages<Code extends string> extends Pick<Dialect, 'prefix' | 'clients' | 'idempotencyHeader'> {
  readonly codes: DialectCodes<Code>;
  /** The page for a problem, given its status and code. */
  readonly page: (problem: Problem, status: number, code: Code) => Reply;
}

/** A dialect by its error pages. */
export const dialectWith = <Code extends string>({ codes, page, ...rest }: ErrorPages<Code>): Dialect => ({
  ...rest, codeOf: (problem) => codes[problem], problemReply: (problem) => page(problem, ...codes[problem.code]),
});

const covers = (prefix: string, path: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

/** The dialect a path belongs to. Paths are compared without regard to case, as the router does. */
export function dialectOf(dialects: readonly Dialect[], path: string): Dialect | undefined {
  const known = dialects.filter(({ prefix }) => covers(prefix, path.toLowerCase()));
  return known.sort((one, other) => other.prefix.length - one.prefix.length)[0];
}

export const DIALECTS = Symbol('dialects');

/** How a caller sees the paths of the dialect it speaks: its prefix, and what stands there from outside. */
interface View {
  readonly prefix: string;
  readonly base: string;
}

const views = new WeakMap<IncomingMessage, View>();

/** What a proxy took off the front of the path. Anything but plain segments is not believed: `//elsewhere` would be another host. */
const FORWARDED_PREFIX = /^(\/[\w.~-]+)*\/?$/;

const firstOf = (header: string | string[] | undefined): string => String(header ?? '').split(',')[0]?.trim() ?? '';

/** The host name that the caller wrote, without its port: a proxy that replaces it has the original in a header. */
const hostOf = ({ headers }: IncomingMessage): string => (firstOf(headers['x-forwarded-host']) || firstOf(headers.host)).toLowerCase().replace(/:\d+$/, '');

function strippedPrefix({ headers }: IncomingMessage): string {
  const given = firstOf(headers['x-forwarded-prefix']);
  return FORWARDED_PREFIX.test(given) ? given.replace(/\/$/, '') : '';
}

const isBelow = (path: string, prefix: string): boolean => new RegExp(`^${prefix}(?=[/?#]|$)`, 'i').test(path);

/** Which dialect has the host for itself: `wealthkernel.<domain>`, or one that it was given by name. */
function ownerOf(host: string, prefixes: readonly string[], named: ReadonlyMap<string, string>): string | undefined {
  return named.get(host) ?? prefixes.find((prefix) => host.startsWith(`${prefix.slice(1)}.`));
}

/**
 * Serves each dialect under its own host name, whether or not the ingress has put the prefix before the path already, and
 * remembers how the caller sees it (docs/decisions/0189).
 */
export const dialectHosts = (prefixes: readonly string[], named: ReadonlyMap<string, string>): Middleware => (request, _response, next) => {
  const owner = ownerOf(hostOf(request), prefixes, named);
  if (owner !== undefined && !isBelow(request.url ?? '/', owner)) {
    request.url = `${owner}${request.url ?? '/'}`;
    Object.assign(request, { originalUrl: request.url });
  }
  const prefix = owner ?? prefixes.find((each) => isBelow(request.url ?? '/', each));
  if (prefix !== undefined) views.set(request, { prefix, base: `${strippedPrefix(request)}${owner === undefined ? prefix : ''}` });
  next();
};

/** A path of the gateway as whoever made this request has to write it. */
export function seenPath(request: HttpRequest, path: string): string {
  const { prefix, base } = views.get(request) ?? { prefix: '', base: '' };
  return isBelow(path, prefix) ? `${base}${path.slice(prefix.length)}` || '/' : path;
}
