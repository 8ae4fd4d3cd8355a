import { DomainError } from '@sluice/kernel';
import { fileTypeFromBuffer } from 'file-type';
import { pdfHeaderAt, pdfProblemOf } from './pdf.js';
import { remadePicture } from './picture.js';

/** What a document can be, by its content. */
export type ContentType = 'application/pdf' | 'image/png' | 'image/jpeg';

/** A document that is taken. A picture is kept and shown as it was made anew; a PDF as it came. */
export interface TakenDocument {
  readonly contentType: ContentType;
  readonly remade?: Buffer;
}

const pictures: Readonly<Record<string, 'image/png' | 'image/jpeg'>> = { 'image/png': 'image/png', 'image/apng': 'image/png', 'image/jpeg': 'image/jpeg' };

const refused = (message: string): DomainError => new DomainError('unsupported_document_type', message, [{ field: 'file', message }]);

/**
 * What a document is by its content, whatever it is called.
 * @throws DomainError `unsupported_document_type` when it is neither PDF, PNG nor JPG, is not whole, or is a bomb.
 */
export async function takenDocument(bytes: Buffer): Promise<TakenDocument> {
  const detected = (await fileTypeFromBuffer(bytes))?.mime;
  const picture = detected === undefined ? undefined : pictures[detected];
  if (picture !== undefined) {
    const remade = await remadePicture(bytes, picture);
    if (remade === null) throw refused('The picture is damaged, cut off, or too large to be shown.');
    return { contentType: picture, remade };
  }
  const isPdf = pdfHeaderAt(bytes) !== null && (detected === undefined || detected === 'application/pdf');
  if (!isPdf) throw refused('The document is neither PDF, PNG nor JPG.');
  const problem = await pdfProblemOf(bytes);
  if (problem !== null) throw refused(problem);
  return { contentType: 'application/pdf' };
}
