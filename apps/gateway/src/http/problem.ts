import { HttpException, NotFoundException } from '@nestjs/common';
import { DomainError, type FieldProblem, type RefusalCode } from '@sluice/kernel';
import { RequestFailed, RequestTimedOut } from '@sluice/messaging';
import { isDatabaseAway } from '@sluice/service-host';

/** Why the gateway itself refuses a request, by codes that belong to no dialect. */
export type ProblemKind =
  | 'malformed_body'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'malformed_path'
  | 'not_acceptable'
  | 'bad_idempotency_key'
  | 'unknown_path'
  | 'method_not_allowed'
  | 'unauthenticated'
  | 'insufficient_scope'
  | 'idempotency_conflict'
  | 'idempotency_in_flight'
  | 'rate_limited'
  | 'unavailable'
  | 'internal';

export type ProblemCode = ProblemKind | RefusalCode;

/** What a dialect makes an error page of. `headers` are sent as they are. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly details: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;
  /** The dialect's own code, where the route gives a more exact one than the canonical code leads to. */
  readonly dialectCode?: string | undefined;
}

/** A request that the gateway refuses before any service sees it. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  constructor(
    readonly kind: ProblemKind,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** A refusal for which the path's dialect has a code of its own. */
export class DialectRefusal extends DomainError {
  constructor(readonly dialectCode: string, code: RefusalCode, message: string) {
    super(code, message);
  }
}

/** Something outside of the services cannot be reached, or failed: another attempt may succeed. */
export class OutsideFailed extends Error {
  override readonly name: string = 'OutsideFailed';
}

/** What the request needs did not answer in time, and the client has been answered that it is unavailable. */
export class AnswerOverdue extends OutsideFailed {
  override readonly name = 'AnswerOverdue';
}

const problem = (code: ProblemKind, message: string, headers: Problem['headers'] = {}): Problem => ({ code, message, details: [], headers });

export const unavailable = (): Problem => problem('unavailable', 'The request could not be completed now. It is safe to repeat it.', { 'Retry-After': '1' });

/** Failures after which another attempt may succeed. */
const outages = [RequestTimedOut, RequestFailed, OutsideFailed];

/** No body and no path of ours leads Express or Nest to speak for themselves, except for a path nobody serves or can decode. */
function fromFramework(error: HttpException): Problem {
  if (error instanceof NotFoundException) return problem('unknown_path', 'There is nothing at this path.');
  if (error.getStatus() < 500) return problem('malformed_path', 'The request cannot be read.');
  return problem('internal', 'Something went wrong on our side.');
}

/** Translates any failure into a problem that every dialect has a page for. What went wrong inside is only in the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) return { code: error.code, message: error.message, details: error.details, headers: {}, dialectCode: error instanceof DialectRefusal ? error.dialectCode : undefined };
  if (error instanceof HttpProblem) return problem(error.kind, error.message, error.headers);
  if (outages.some((failure) => error instanceof failure) || isDatabaseAway(error)) return unavailable();
  if (error instanceof HttpException) return fromFramework(error);
  return problem('internal', 'Something went wrong on our side.');
}
