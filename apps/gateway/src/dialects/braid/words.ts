import { DomainError, type RefusalCode } from '@sluice/kernel';
import { WordedRefusal } from '../../http/problem.js';

/** Every code of the dialect with its status (spec/braid.md, errors). */
export const statusOfCode = {
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

/** Refusals that read the same wherever they come from. */
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

/** A refusal in the dialect's own word. */
export const refusal = (code: BraidCode, sentence: string): DomainError => new WordedRefusal(code, canonical(code), sentence);

export const commonRefusal = (code: CommonRefusal): DomainError => refusal(code, sentences[code]);

/** What each refusal of a service means at the place where it was asked; one that is not named stays as it is. */
export async function inWords<Answer>(asking: Promise<Answer>, words: Partial<Record<RefusalCode, CommonRefusal>>): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    const word = error instanceof DomainError ? words[error.code] : undefined;
    throw word === undefined ? error : commonRefusal(word);
  }
}
