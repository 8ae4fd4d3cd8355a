import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { DomainError } from '@sluice/kernel';
import type { JsonObject } from './json.js';
import { HttpProblem } from './problem.js';
import { expectMediaType, type HttpRequest } from './request.js';

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

/** Far more than any form of ours has: beyond it is an attack or a mistake. */
const OTHER_PARTS = { fields: 20, fieldSize: 16 * 1024, parts: 40, headerPairs: 50 };

const unreadable = (): HttpProblem => new HttpProblem('malformed_body', 'The body is not a form that can be read.');
const tooManyParts = (): HttpProblem => new HttpProblem('malformed_body', 'The form has too many or too large parts.');
const tooLarge = ({ fileBytes }: FormLimits): DomainError => new DomainError('document_too_large', `A file may have ${fileBytes} bytes at most.`);
const unexpectedFile = (field: string): DomainError => new DomainError('invalid_request', 'The request is not valid.', [{ field, message: 'must not be a file, or only one' }]);

/** What senders of forms write for these three in a name (WHATWG HTML, multipart/form-data). */
const ESCAPED: Readonly<Record<string, string>> = { '%0A': '\n', '%0D': '\r', '%22': '"' };
const unescaped = (name: string): string => name.replaceAll(/%(0A|0D|22)/gi, (escape) => ESCAPED[escape.toUpperCase()] ?? escape);

/** .NET writes a name beyond ASCII as mail does (RFC 2047), with the real one in `filename*` beside it, which the parser leaves out. */
const nameOf = (filename: string): string => {
  const encoded = /^=\?utf-8\?B\?([A-Za-z0-9+/=]+)\?=$/i.exec(filename)?.[1];
  return encoded === undefined ? unescaped(filename) : (Buffer.from(encoded, 'base64').toString('utf8').split(/[\\/]/).at(-1) ?? '');
};

/** The parts of one form as they come. The first thing that is wrong with it ends it. */
class Parts {
  private file: ReceivedFile | null = null;
  private hasFile = false;
  private readonly fields = new Map<string, unknown>();

  constructor(private readonly limits: FormLimits, private readonly refuse: (reason: Error) => void) {}

  addField(name: string | undefined, value: string, isTruncated: boolean): void {
    if (name === undefined) return this.refuse(unreadable());
    if (isTruncated) this.refuse(tooManyParts());
    // Given twice, it is no text any more, and whoever reads it says so.
    this.fields.set(name, this.fields.has(name) ? [this.fields.get(name), value] : value);
  }

  addFile(field: string | undefined, stream: BusboyFileStream, filename: string | undefined): void {
    const chunks: Buffer[] = [];
    stream.on('error', () => this.refuse(unreadable()));
    stream.on('limit', () => this.refuse(tooLarge(this.limits)));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => (this.file = { name: filename === undefined ? undefined : nameOf(filename), bytes: Buffer.concat(chunks) }));
    if (field === undefined) this.refuse(unreadable());
    else if (field !== this.limits.field || this.hasFile) this.refuse(unexpectedFile(field));
    this.hasFile = true;
  }

  get form(): ReceivedForm {
    return { file: this.file, fields: Object.fromEntries(this.fields) };
  }
}

function parserOf({ headers }: HttpRequest, { fileBytes }: FormLimits): BusboyInstance {
  try {
    // Checked by `expectMediaType`, so it is there.
    return new Busboy({ headers: { ...headers, 'content-type': headers['content-type'] ?? '' }, limits: { ...OTHER_PARTS, fileSize: fileBytes } });
  } catch {
    throw unreadable();
  }
}

/**
 * Reads a form with at most one file as it comes, and no further than its limits; the rest of a form that is refused is thrown
 * away, so that its sender gets to see why.
 * @throws HttpProblem `unsupported_media_type`, `malformed_body`; DomainError `document_too_large`, `invalid_request`
 */
export async function receivedForm(request: HttpRequest, limits: FormLimits): Promise<ReceivedForm> {
  expectMediaType(request, 'multipart/form-data');
  const parser = parserOf(request, limits);
  return new Promise<ReceivedForm>((resolve, reject) => {
    const refuse = (reason: Error): void => {
      request.unpipe(parser);
      request.resume();
      reject(reason);
    };
    const parts = new Parts(limits, refuse);
    // A part need not say its name for the parser, though it has to (RFC 7578, 4.2).
    parser.on('field', (name: string | undefined, value, _nameTruncated, isTruncated) => parts.addField(name, value, isTruncated));
    parser.on('file', (field: string | undefined, stream, filename: string | undefined) => parts.addFile(field, stream, filename));
    for (const limit of ['partsLimit', 'fieldsLimit'] as const) parser.on(limit, () => refuse(tooManyParts()));
    parser.on('error', () => refuse(unreadable()));
    parser.on('finish', () => resolve(parts.form));
    request.once('close', () => request.complete || refuse(unreadable()));
    request.pipe(parser);
  });
}
