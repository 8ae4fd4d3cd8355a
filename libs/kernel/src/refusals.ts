/** Every reason for which a request is refused, in canonical words; each dialect's errors file maps all of them. */
export const refusalCodes = [
  'invalid_request',
  'invalid_amount',
  'precision_overflow',
  'currency_mismatch',
  'not_found',
  'invalid_status',
  'insufficient_funds',
  'account_not_transactable',
  'counterparty_not_approved',
  'counterparty_mismatch',
  'purpose_not_allowed',
  'rail_not_supported',
  'limit_exceeded',
  'unsupported_document_type',
  'document_too_large',
  'request_conflict',
  'wallet_not_active',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

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
