import { MOST_UNPACKED, unpackedSize, UnpacksToTooMuch } from './unpacked-size.js';

/** Readers take a header, and look for the last line, this far from the beginning and the end (ISO 32000, annex on implementation). */
const HEADER_WITHIN = 1_024;
const END_WITHIN = 1_024;

/** Readers of archives look for their directory from the end: its entries, and a record after them with a comment of this length. */
const ARCHIVE_END_WITHIN = 22 + 0xffff;

/** A book of a thousand pages has some ten thousand. */
const MOST_STREAMS = 50_000;

/** How far before a stream its description may begin. */
const LONGEST_DESCRIPTION = 4_096;

/** Where the header of a PDF stands, if it stands where readers look for it. */
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

/** Null when there are too many to look at. */
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
