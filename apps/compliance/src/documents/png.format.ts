import { crc32 } from 'node:zlib';
import { isPadding, MOST_PIXELS, type DocumentFormat } from './document-format.js';
import { MOST_UNPACKED, unpackedSize } from './unpacked-size.js';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Length, type and checksum around what a chunk holds. */
const FRAME = 12;

interface Chunk {
  readonly type: string;
  readonly content: Buffer;
}

/** PNG (ISO/IEC 15948): a header, chunks with checksums, an end; its pixels and texts are packed with zlib. */
export const png: DocumentFormat = {
  contentType: 'image/png',
  begins: (bytes) => bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE),
  problemOf: async (bytes) => {
    const chunks = chunksOf(bytes);
    if (chunks === null) return 'The picture is cut off or damaged.';
    const [header] = chunks;
    if (header?.type !== 'IHDR' || header.content.length !== 13) return 'The picture has no header.';
    const pixels = header.content.readUInt32BE(0) * header.content.readUInt32BE(4);
    if (pixels === 0 || pixels > MOST_PIXELS) return 'The picture has no size that can be shown.';
    return packingProblemOf(chunks);
  },
};

/** Null when a chunk is cut off, does not fit its checksum, or something else than padding comes after the end. */
function chunksOf(bytes: Buffer): Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + FRAME <= bytes.length; ) {
    const end = at + FRAME + bytes.readUInt32BE(at);
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return null;
    const chunk = { type: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + 8, end - 4) };
    chunks.push(chunk);
    if (chunk.type === 'IEND') return isPadding(bytes.subarray(end)) ? chunks : null;
    at = end;
  }
  return null;
}

async function packingProblemOf(chunks: readonly Chunk[]): Promise<string | null> {
  const pixels = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ content }) => content));
  const texts = chunks.flatMap(packedTextOf);
  let room = MOST_UNPACKED;
  try {
    for (const packed of [pixels, ...texts]) room -= await unpackedSize(packed, room);
    return null;
  } catch {
    return 'What is packed in the picture is damaged or too much.';
  }
}

/** Colour profiles and texts: a name, a zero, how it is packed, and the packed rest. */
function packedTextOf({ type, content }: Chunk): Buffer[] {
  const name = content.indexOf(0);
  if (type === 'iCCP' || type === 'zTXt') return [content.subarray(name + 2)];
  if (type !== 'iTXt' || content[name + 1] !== 1) return [];
  const language = content.indexOf(0, name + 3);
  return [content.subarray(content.indexOf(0, language + 1) + 1)];
}
