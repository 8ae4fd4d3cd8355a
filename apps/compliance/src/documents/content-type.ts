import { DomainError } from '@sluice/kernel';
import type { ContentType, DocumentFormat } from './document-format.js';
import { jpeg } from './jpeg.format.js';
import { pdf } from './pdf.format.js';
import { png } from './png.format.js';

const formats: readonly DocumentFormat[] = [pdf, png, jpeg];

/** Readers of PDF take a header this far from the beginning. */
const PDF_HEADER_WITHIN = 1_024;

/** Readers of archives look for their directory from the end: its entries, and a record after them with a comment of this length. */
const ARCHIVE_END_WITHIN = 22 + 0xffff;

const refused = (message: string): DomainError => new DomainError('unsupported_document_type', message, [{ field: 'file', message }]);

/**
 * What a document is by its content, whatever it is called. It must be whole, one thing only, and no bomb.
 * @throws DomainError `unsupported_document_type`
 */
export async function contentTypeOf(bytes: Buffer): Promise<ContentType> {
  const format = formats.find(({ begins }) => begins(bytes));
  if (!format) throw refused('The document is neither PDF, PNG nor JPG.');
  if (isSomethingElseToo(bytes, format)) throw refused('The document is of two kinds at once.');
  const problem = await format.problemOf(bytes);
  if (problem !== null) throw refused(problem);
  return format.contentType;
}

function isSomethingElseToo(bytes: Buffer, { contentType }: DocumentFormat): boolean {
  const isPdfToo = contentType !== 'application/pdf' && bytes.subarray(0, PDF_HEADER_WITHIN).includes('%PDF-');
  const end = bytes.subarray(-ARCHIVE_END_WITHIN);
  return isPdfToo || (end.includes('PK\x05\x06') && bytes.includes('PK\x01\x02'));
}
