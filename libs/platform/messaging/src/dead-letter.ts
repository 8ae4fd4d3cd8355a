/** A message that could not be handled, with all that is needed to understand it and to send it again. */
export interface DeadLetter {
  readonly id: string;
  readonly service: string;
  readonly queue: string;
  readonly type: string;
  /** What operators group by: the error's name and message, or why the message was never tried. */
  readonly cause: string;
  readonly stack: string | null;
  readonly attempts: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The body as text, whatever it was. */
  readonly content: string;
  readonly withdrawalId?: string | undefined;
  readonly tenantId?: string | undefined;
}

/** Where dead letters are kept. Parking the same letter again must change nothing but its counts. */
export abstract class DeadLetterStore {
  /** Keeps the letter durably before it resolves. */
  abstract park(letter: DeadLetter): Promise<void>;
}
