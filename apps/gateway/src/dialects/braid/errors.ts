import { DomainError, type RefusalCode } from '@sluice/kernel';
import { z } from 'zod';
import { dialectWith, type DialectCodes } from '../../http/dialect.js';
import { DialectRefusal, type ProblemCode } from '../../http/problem.js';
import { jsonReply } from '../../http/reply.js';
import type { ErrorBodies } from '../../openapi/openapi-document.js';

/** Every code of the dialect with its status (spec/braid.md, errors). */
const statusOfCode = {
  validation_error: 400,
  precision_overflow: 400,
  invalid_amount: 400,
  invalid_address: 400,
  unsupported_chain: 400,
  unsupported_token: 400,
  invalid_request_id: 400,
  invalid_cursor: 400,
  invalid_positions: 400,
  unauthenticated: 401,
  wallet_not_found: 404,
  withdrawal_not_found: 404,
  payout_not_found: 404,
  webhook_not_found: 404,
  not_found: 404,
  method_not_allowed: 405,
  request_id_conflict: 409,
  insufficient_funds: 409,
  wallet_not_active: 409,
  withdrawal_not_cancellable: 409,
  payout_not_cancellable: 409,
  payout_not_retryable: 409,
  payout_not_awaiting_approval: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal_error: 500,
  service_unavailable: 503,
} as const;

export type BraidCode = keyof typeof statusOfCode;

export const isBraidCode = (text: string | undefined): text is BraidCode => text !== undefined && Object.hasOwn(statusOfCode, text);

/** Refusals that have the same sentence everywhere. */
const sentences = {
  wallet_not_found: 'There is no such wallet.',
  withdrawal_not_found: 'There is no such withdrawal.',
  payout_not_found: 'There is no such payout.',
  webhook_not_found: 'There is no such webhook.',
  invalid_cursor: 'The cursor does not belong to this list with this order and these filters.',
  request_id_conflict: 'This requestId was already used with other parameters.',
  insufficient_funds: 'The unreserved balance that can be delivered to this chain is less than the amount.',
  wallet_not_active: 'The wallet is not active.',
  withdrawal_not_cancellable: 'The withdrawal can no longer be cancelled.',
  payout_not_cancellable: 'The payout can no longer be cancelled.',
  payout_not_retryable: 'Only a failed payout can be retried.',
  payout_not_awaiting_approval: 'The payout does not await an approval.',
} satisfies Partial<Record<BraidCode, string>>;

export type CommonRefusal = keyof typeof sentences;

const canonical = (code: BraidCode): RefusalCode => (statusOfCode[code] === 404 ? 'not_found' : statusOfCode[code] === 409 ? 'invalid_status' : 'invalid_request');

/** A refusal with one of the dialect's own codes. */
export const refusal = (code: BraidCode, sentence: string): DomainError => new DialectRefusal(code, canonical(code), sentence);

export const commonRefusal = (code: CommonRefusal): DomainError => refusal(code, sentences[code]);

type RefusalCodes = Partial<Record<RefusalCode, CommonRefusal>>;

async function translated<Answer>(answer: Promise<Answer>, codeOf: (refusal: DomainError) => CommonRefusal | undefined): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    const code = error instanceof DomainError ? codeOf(error) : undefined;
    throw code === undefined ? error : commonRefusal(code);
  }
}

/** What each refusal of a service means to this request; one that is not named stays as it is. */
export const refusedAs = <Answer>(answer: Promise<Answer>, codes: RefusalCodes): Promise<Answer> => translated(answer, ({ code }) => codes[code]);

/** The codes for things that are not there, by the field that names them. */
const absent: ReadonlyMap<string, CommonRefusal> = new Map([['walletId', 'wallet_not_found'], ['id', 'withdrawal_not_found'], ['legId', 'payout_not_found']]);

/** As `refusedAs`, for a request about a path of wallet, withdrawal and payout: says which of them is not there. */
export const refusedByPath = <Answer>(answer: Promise<Answer>, codes: RefusalCodes = {}): Promise<Answer> =>
  translated(answer, ({ code: canonicalCode, details }) => codes[canonicalCode] ?? (canonicalCode === 'not_found' ? details.map(({ field }) => absent.get(field)).find((code) => code !== undefined) : undefined));

/** Used where the route gives no code of its own. Clients of Braid know no 403 (docs/decisions/0100). */
const codeOfProblem: Record<ProblemCode, BraidCode> = {
  malformed_body: 'validation_error',
  body_too_large: 'payload_too_large',
  unsupported_media_type: 'unsupported_media_type',
  malformed_path: 'validation_error',
  not_acceptable: 'validation_error',
  bad_idempotency_key: 'validation_error',
  unknown_path: 'not_found',
  method_not_allowed: 'method_not_allowed',
  unauthenticated: 'unauthenticated',
  insufficient_scope: 'unauthenticated',
  idempotency_conflict: 'request_id_conflict',
  idempotency_in_flight: 'request_id_conflict',
  rate_limited: 'rate_limited',
  unavailable: 'service_unavailable',
  internal: 'internal_error',
  invalid_request: 'validation_error',
  invalid_amount: 'invalid_amount',
  precision_overflow: 'precision_overflow',
  currency_mismatch: 'unsupported_token',
  not_found: 'not_found',
  invalid_status: 'request_id_conflict',
  insufficient_funds: 'insufficient_funds',
  account_not_transactable: 'wallet_not_active',
  counterparty_not_approved: 'invalid_address',
  counterparty_mismatch: 'invalid_address',
  purpose_not_allowed: 'validation_error',
  rail_not_supported: 'unsupported_chain',
  limit_exceeded: 'invalid_amount',
  unsupported_document_type: 'unsupported_media_type',
  document_too_large: 'payload_too_large',
  request_conflict: 'request_id_conflict',
  wallet_not_active: 'wallet_not_active',
};

/** Its list has no code of its own for what is unavailable: the status says it (docs/decisions/0033). */
const statusOf = (problem: ProblemCode, code: BraidCode): number => (problem === 'unavailable' ? 503 : statusOfCode[code]);

const codes = Object.fromEntries(Object.entries(codeOfProblem).map(([problem, code]) => [problem, [statusOf(problem as ProblemCode, code), code]])) as unknown as DialectCodes<BraidCode>;

/** Verbatim from the dialect's documentation. */
const UNAUTHENTICATED = 'Unauthenticated request';

export const braidDialect = dialectWith({
  prefix: '/braid',
  clients: 'braid',
  idempotencyHeader: null,
  codes,
  page(problem, _status, canonicalCode) {
    const code = isBraidCode(problem.dialectCode) ? problem.dialectCode : canonicalCode;
    const error = code === 'unauthenticated' ? UNAUTHENTICATED : problem.message;
    return jsonReply(statusOf(problem.code, code), { error, code }, problem.headers);
  },
});

/** The bodies of its errors, for its OpenAPI document: which of the codes with a status it is depends more on the request than on the route. */
export const braidErrors: ErrorBodies = {
  bodyOf: ([first]) => {
    const status = isBraidCode(first) ? statusOfCode[first] : undefined;
    const withStatus = Object.entries(statusOfCode).flatMap(([code, codeStatus]) => (codeStatus === status ? [code] : []));
    return z.strictObject({ error: z.string(), code: z.enum(withStatus) });
  },
};
