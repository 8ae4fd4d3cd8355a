import { DomainError } from '@sluice/kernel';
import multer, { MulterError } from 'multer';
import type { HttpRequest } from './exchange.js';
import { expectMediaType } from './media-type.js';
import { HttpProblem } from './problem.js';
import type { JsonObject } from './strict-json.js';

export interface ReceivedFile {
  /** As the client gave it, without folders; undefined when it gave none. */
  readonly name: string | undefined;
  readonly bytes: Buffer;
}

export interface ReceivedForm {
  /** Null when the form brought no file. */
  readonly file: ReceivedFile | null;
  readonly fields: JsonObject;
}

export interface FormLimits {
  /** The field that may bring the one file. */
  readonly field: string;
  readonly fileBytes: number;
}

/** What multer leaves at the request. */
interface Parsed {
  readonly body?: JsonObject;
  readonly file?: { readonly originalname?: string; readonly buffer: Buffer };
}

/** Far more than any form of ours has: beyond it is an attack or a mistake. */
const OTHER_PARTS = { fields: 20, fieldSize: 16 * 1024, fieldNameSize: 100, headerPairs: 50, fieldNestingDepth: 3 };

function refusalOf(error: unknown, { fileBytes }: FormLimits): Error {
  if (!(error instanceof MulterError)) return new HttpProblem('malformed_body', 'The body is not a form that can be read.');
  if (error.code === 'LIMIT_FILE_SIZE') return new DomainError('document_too_large', `A file may have ${fileBytes} bytes at most.`);
  const field = error.field ?? 'file';
  if (error.code === 'LIMIT_UNEXPECTED_FILE') return new DomainError('invalid_request', 'The request is not valid.', [{ field, message: 'must not be a file, or only one' }]);
  return new HttpProblem('malformed_body', 'The form has too many or too large parts.');
}

/**
 * Reads a form with at most one file as it comes, and no further than its limits; the rest of a form that is refused is thrown
 * away, so that its sender gets to see why.
 * @throws HttpProblem `unsupported_media_type`, `malformed_body`; DomainError `document_too_large`, `invalid_request`
 */
export async function receivedForm(request: HttpRequest, limits: FormLimits): Promise<ReceivedForm> {
  expectMediaType(request, 'multipart/form-data');
  const parser = multer({ storage: multer.memoryStorage(), limits: { ...OTHER_PARTS, fileSize: limits.fileBytes }, defParamCharset: 'utf8' }).single(limits.field);
  type Parser = Parameters<typeof parser>;
  await new Promise<void>((resolve, reject) => {
    // Multer is typed for Express; of the response it makes no use.
    parser(request as unknown as Parser[0], undefined as unknown as Parser[1], (error?: unknown) => (error ? reject(refusalOf(error, limits)) : resolve()));
  });
  const { body = {}, file } = request as Parsed;
  return { file: file ? { name: file.originalname, bytes: file.buffer } : null, fields: { ...body } };
}
