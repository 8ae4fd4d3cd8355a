/** What a file orders, in the words of no rail. */
export interface OrderTerms {
  /** The client's id for the payment on its rail; one of a kind. */
  readonly paymentId: string;
  readonly currency: string;
  /** Minor units, in digits. */
  readonly units: string;
  /** `YYYY-MM-DD`. */
  readonly settlesOn: string;
  readonly creditorName: string;
  /** The numbers by which the creditor's bank and account are named there. */
  readonly creditorNumbers: readonly string[];
  readonly reference: string;
  /** The rail's own number when the client gives it: an ACH entry's trace number. */
  readonly trace?: string | undefined;
}

/** The file is not one that this bank takes, or does not say what was said beside it. */
export class UnacceptableFile extends Error {
  override readonly name = 'UnacceptableFile';
}
