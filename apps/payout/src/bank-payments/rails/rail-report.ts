import type { Money } from '@sluice/kernel';

interface Reported {
  /** The payment id that we gave, looked up to find the attempt. */
  readonly paymentId: string;
  /** The bank's own id of this report: two copies of a report carry the same. */
  readonly reportId: string;
  /** The rail's number for the payment: the ACH trace number of our entry, else the clearing or servicing bank's reference. */
  readonly trace?: string;
}

/** New numbers that the receiving bank wants used next time (NACHA notification of change). */
export interface CorrectedNumbers {
  readonly routingNumber?: string;
  readonly accountNumber?: string;
  /** ACH: 22 a current account, 32 a savings account. */
  readonly transactionCode?: string;
  readonly name?: string;
  readonly individualId?: string;
}

/** What a file says of one payment. */
export type RailReport =
  /** The bank has it and has not decided against it; `status` is its own code (ISO 20022). */
  | (Reported & { readonly kind: 'accepted'; readonly status: string })
  | (Reported & { readonly kind: 'settled'; readonly status: string })
  /** It will not be paid. `code` is the ISO 20022 reason. */
  | (Reported & { readonly kind: 'rejected'; readonly code: string; readonly explanation?: string })
  /** It was paid and came back; `amount` may be less than was sent, which the reader of this must check. */
  | (Reported & { readonly kind: 'returned'; readonly code: string; readonly amount: Money; readonly explanation?: string })
  /** It was paid, but the numbers have to change. */
  | (Reported & { readonly kind: 'corrected'; readonly code: string; readonly corrected: CorrectedNumbers });

/** Why a file from the bank was not accepted: its bytes, its form, or what it says. */
type UnreadableReason = 'not_text' | 'too_large' | 'unknown_format' | 'malformed' | 'unsafe' | 'inconsistent' | 'unsupported';

/**
 * A file from the bank that cannot be understood completely. None of it is acted on: it is set aside for a person,
 * who reads the sentence.
 */
export class UnreadableReport extends Error {
  constructor(
    readonly reason: UnreadableReason,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'UnreadableReport';
  }
}
