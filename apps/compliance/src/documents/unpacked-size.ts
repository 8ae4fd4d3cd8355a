import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflate } from 'node:zlib';

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
