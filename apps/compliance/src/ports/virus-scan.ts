/** Looks into documents for what would harm who opens them. */
export abstract class VirusScan {
  /** The name of what was found, or null. @throws when no verdict was reached: then nothing is known about the document. */
  abstract virusIn(bytes: Buffer): Promise<string | null>;
}
