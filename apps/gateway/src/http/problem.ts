import { DomainError, type FieldProblem, type RefusalCode } from '@sluice/kernel';

/** Why the front door itself turns a request away, in words that belong to no dialect. */
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

/** All that a dialect is told of a failure. `headers` are sent as they are. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly details: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;
  /** The code in the dialect's own words, where the route said it more exactly than the canonical one can. */
  readonly word?: string | undefined;
}

/** A request that ends at the front door. */
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

/** A refusal for which the path's dialect has a word of its own. */
export class WordedRefusal extends DomainError {
  constructor(readonly word: string, code: RefusalCode, message: string) {
    super(code, message);
  }
}

/** What the request needs has not answered for so long that the client was told so. */
export class AnswerOverdue extends Error {
  override readonly name = 'AnswerOverdue';
}
