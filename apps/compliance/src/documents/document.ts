import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';
import { LARGEST_SHOWN_DOCUMENT } from '@sluice/contract-compliance';
import { DomainError } from '@sluice/kernel';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';

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

/** A page scanned in colour at 600 dots per inch has 35 million; a picture of more is made to exhaust who opens it. */
const MOST_PIXELS = 100_000_000;

/** Documents come seldom: one picture at a time, and nothing of it is kept in memory afterwards. */
sharp.concurrency(1);
sharp.cache(false);

/** What a JPG ends with. */
const END_OF_JPG = Buffer.from([0xff, 0xd9]);

/**
 * The picture made anew from its pixels, turned as it is to be seen. Nothing else that the file held comes along: no
 * comments, no places where photos were taken, nothing behind the end. So extra bytes at the end are no reason to refuse what every reader opens,
 * nor is a JPG's missing end where all of its pixels are there. Null when it cannot be decoded whole, or is larger than anybody shows.
 */
export async function remadePicture(bytes: Buffer, contentType: 'image/png' | 'image/jpeg'): Promise<Buffer | null> {
  const remade = (await remadeFrom(bytes, contentType, 'error')) ?? (contentType === 'image/jpeg' ? await remadeFrom(Buffer.concat([bytes, END_OF_JPG]), contentType, 'warning') : null);
  return remade === null || remade.length > LARGEST_SHOWN_DOCUMENT ? null : remade;
}

/** That pixels are missing before the end is a warning of the decoder; that the end is missing is an error. */
async function remadeFrom(bytes: Buffer, contentType: 'image/png' | 'image/jpeg', failOn: 'error' | 'warning'): Promise<Buffer | null> {
  const picture = sharp(bytes, { failOn, limitInputPixels: MOST_PIXELS, sequentialRead: true }).autoOrient();
  const written = contentType === 'image/png' ? picture.png() : picture.jpeg({ quality: 92, chromaSubsampling: '4:4:4' });
  return written.toBuffer().catch(() => null);
}

/** Readers take a header, and look for the last line, this far from the beginning and the end (ISO 32000, annex on implementation). */
const HEADER_WITHIN = 1_024;
const END_WITHIN = 1_024;

/** Readers of archives look for their directory from the end: its entries, and a record after them with a comment of this length. */
const ARCHIVE_END_WITHIN = 22 + 0xffff;

/** A book of a thousand pages has some ten thousand. */
const MOST_STREAMS = 50_000;

/** How far before a stream its description may begin. */
const LONGEST_DESCRIPTION = 4_096;

/** The offset of a PDF's header, if it is where readers search for it. */
export function pdfHeaderAt(bytes: Buffer): number | null {
  const at = bytes.toString('latin1', 0, HEADER_WITHIN + '%PDF-1.7'.length).search(/%PDF-[12]\.\d/);
  return at >= 0 && at <= HEADER_WITHIN ? at : null;
}

/** What is wrong with a PDF, or null. It is kept as it came, so it must be one thing only. */
export async function pdfProblemOf(bytes: Buffer): Promise<string | null> {
  if (!bytes.subarray(-END_WITHIN - '%%EOF'.length).includes('%%EOF')) return 'The document is cut off.';
  if (isArchiveToo(bytes)) return 'The document is of two kinds at once.';
  return packingProblemOf(bytes);
}

const isArchiveToo = (bytes: Buffer): boolean => bytes.subarray(-ARCHIVE_END_WITHIN).includes('PK\x05\x06') && bytes.includes('PK\x01\x02');

/** Damaged or encrypted streams are for the reviewer to find out; too much is never unpacked for anyone. */
async function packingProblemOf(bytes: Buffer): Promise<string | null> {
  const streams = packedStreamsOf(bytes);
  if (streams === null) return 'The document has too many parts.';
  let room = MOST_UNPACKED;
  for (const packed of streams) {
    const size = await sizeOrProblem(packed, room);
    if (size === 'too much') return 'What is packed in the document is too much.';
    room -= size;
  }
  return null;
}

async function sizeOrProblem(packed: Buffer, room: number): Promise<number | 'too much'> {
  try {
    return await unpackedSize(packed, room);
  } catch (error) {
    return error instanceof UnpacksToTooMuch ? 'too much' : 0;
  }
}

/** Null when there are too many. */
function packedStreamsOf(bytes: Buffer): Buffer[] | null {
  const streams: Buffer[] = [];
  for (let at = bytes.indexOf('stream'); at >= 0; ) {
    const start = at + 'stream'.length;
    const end = bytes.indexOf('endstream', start);
    if (end < 0) return streams;
    if (streams.length === MOST_STREAMS) return null;
    const description = bytes.toString('latin1', Math.max(0, at - LONGEST_DESCRIPTION), at);
    if (/\/Fl(ateDecode)?\b/.test(description.slice(Math.max(0, description.lastIndexOf('obj'))))) streams.push(bytes.subarray(afterLineEnd(bytes, start), end));
    at = bytes.indexOf('stream', end + 'endstream'.length);
  }
  return streams;
}

const afterLineEnd = (bytes: Buffer, at: number): number => at + (bytes[at] === 0x0d ? 2 : 1);

/** What one document may unpack to. A page of 35 million pixels in colour is 105 million bytes. */
export const MOST_UNPACKED = 256 * 2 ** 20;

const CHUNK = 2 ** 20;

/** The packed bytes would fill more than there is room for. */
export class UnpacksToTooMuch extends Error {
  override readonly name = 'UnpacksToTooMuch';
}

/**
 * How many bytes come out of zlib's packing, without keeping them.
 * @throws UnpacksToTooMuch past `most`; zlib's error when the packing is broken or cut off.
 */
export async function unpackedSize(packed: Buffer, most: number): Promise<number> {
  let size = 0;
  await pipeline(Readable.from([packed]), createInflate({ chunkSize: CHUNK }), async (unpacked: AsyncIterable<Buffer>) => {
    for await (const chunk of unpacked) {
      size += chunk.length;
      if (size > most) throw new UnpacksToTooMuch('More comes out than a document holds.');
    }
  });
  return size;
}
