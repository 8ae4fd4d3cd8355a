/** What the simulators are told when they start. */
export abstract class SimulatorsOptions {
  /** Where the journals are kept; what is found there is taken up again. */
  abstract readonly journalFolder: string;
  /** Signs the bank's callbacks. */
  abstract readonly callbackSecret: string;
}
