import type { Reply } from '../http/reply.js';
import type { ClaimRecord, KeyedRequest } from '../idempotency/claim.js';

/** Idempotency keys in use and the answers given under them. */
export abstract class Claims {
  /** Takes a key nobody has used; null when it is taken. */
  abstract take(id: string, request: KeyedRequest, record: ClaimRecord): Promise<ClaimRecord | null>;
  abstract find(id: string): Promise<ClaimRecord | null>;
  /** Takes a key over from a holder that is gone; false when another was faster. */
  abstract takeOver(id: string, from: ClaimRecord, to: Pick<ClaimRecord, 'holder' | 'leaseUntil'>): Promise<boolean>;
  /** Keeps the answer for good. The first one stays. */
  abstract keep(id: string, answer: Reply): Promise<void>;
  /** Forgets the key, if this holder still has it: nothing was done under it. */
  abstract forget(id: string, holder: string): Promise<void>;
  /** Ends the lease, if this holder still has it: whether something was done is unknown, and a retry must use the same ids. */
  abstract release(id: string, holder: string): Promise<void>;
}
