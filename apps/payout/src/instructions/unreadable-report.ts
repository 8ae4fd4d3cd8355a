/** Why a file from the bank was not taken: its bytes, its form, or what it says. */
export type UnreadableReason = 'not_text' | 'too_large' | 'unknown_format' | 'malformed' | 'unsafe' | 'inconsistent' | 'unsupported';

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
