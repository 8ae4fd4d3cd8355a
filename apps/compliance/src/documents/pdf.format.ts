import type { DocumentFormat } from './document-format.js';
import { MOST_UNPACKED, unpackedSize, UnpacksToTooMuch } from './unpacked-size.js';

const END = Buffer.from('%%EOF');

/** White space as PDF has it: zero, tab, line feed, form feed, carriage return, space. */
const SPACE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);

/** A book of a thousand pages has some ten thousand. */
const MOST_STREAMS = 50_000;

/** How far before a stream its description may begin. */
const LONGEST_DESCRIPTION = 4_096;

/** PDF (ISO 32000): it is read from its end, which must be there; its streams are mostly packed with zlib. */
export const pdf: DocumentFormat = {
  contentType: 'application/pdf',
  begins: (bytes) => /^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8)),
  problemOf: async (bytes) => (endsWhole(bytes) ? packingProblemOf(bytes) : 'The document is cut off, or something else follows it.'),
};

function endsWhole(bytes: Buffer): boolean {
  let end = bytes.length;
  while (end > 0 && SPACE.has(bytes[end - 1] ?? -1)) end -= 1;
  return bytes.subarray(Math.max(0, end - END.length), end).equals(END);
}

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
