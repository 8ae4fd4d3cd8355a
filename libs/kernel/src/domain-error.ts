import type { RefusalCode } from './refusal-codes.js';

/** One bad field of a request: `field` is its dotted path in the canonical command. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/**
 * A refusal in code: the request cannot be done as it stands, and trying again changes nothing.
 * Every dialect must translate every code, or it does not compile.
 */
export class DomainError extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly details: readonly FieldProblem[] = [],
  ) {
    super(message);
    this.name = 'DomainError';
  }
}
