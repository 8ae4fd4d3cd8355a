import { crc32, deflateSync } from 'node:zlib';

/** Whole documents as small as they can be, and pieces to make broken ones of. */

export function pngChunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

export function pngHeader(width: number, height: number): Buffer {
  const content = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  content.writeUInt32BE(width, 0);
  content.writeUInt32BE(height, 4);
  return pngChunk('IHDR', content);
}

export const pngOf = (...chunks: Buffer[]): Buffer => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks, pngChunk('IEND', Buffer.alloc(0))]);

export const png = pngOf(pngHeader(1, 1), pngChunk('IDAT', deflateSync(Buffer.from([0, 255]))));

const segment = (marker: number, content: number[]): number[] => [0xff, marker, 0, content.length + 2, ...content];

/** A grey picture of this size, as a decoder meets it: tables are left out, the scan is a few bytes. */
export const jpegOf = (height: number, width: number, scan: number[] = [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]): Buffer => Buffer.from([
  0xff, 0xd8,
  ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
  ...segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
  ...segment(0xda, [1, 1, 0, 0, 63, 0]),
  ...scan,
  0xff, 0xd9,
]);

export const jpeg = jpegOf(16, 16);

/** With each of these as a stream packed by zlib. */
export function pdfOf(...streams: Buffer[]): Buffer {
  const objects = streams.map((stream, index) => {
    const packed = deflateSync(stream);
    return Buffer.concat([Buffer.from(`${index + 2} 0 obj\n<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`), packed, Buffer.from('\nendstream\nendobj\n')]);
  });
  return Buffer.concat([
    Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'), ...objects, Buffer.from('trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n'),
  ]);
}

export const pdf = pdfOf(Buffer.from('BT (An invoice) Tj ET'));

/** The end of an archive: an entry of its directory, and the record after it. */
export const archiveEnd = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.alloc(42), Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

/** In two halves, so that this file itself is not taken for it. */
export const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

/** A whole PDF of exactly this size. */
export const pdfOfSize = (size: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n%'), Buffer.alloc(size - 17, 'a'), Buffer.from('\n%%EOF\n')]);
