/** What a document can be, by its content. */
export type ContentType = 'application/pdf' | 'image/png' | 'image/jpeg';

/** One kind of document: how it begins, and what is wrong with one that begins so. */
export interface DocumentFormat {
  readonly contentType: ContentType;
  readonly begins: (bytes: Buffer) => boolean;
  /** A sentence, or null when it is whole and can be opened safely. */
  readonly problemOf: (bytes: Buffer) => Promise<string | null>;
}

/** A page scanned in colour at 600 dots per inch has 35 million; a picture of more is made to exhaust who opens it. */
export const MOST_PIXELS = 100_000_000;

/** Readers look for the last line of a format from the end, over padding; anything but padding behind it is another file. */
export const isPadding = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);
