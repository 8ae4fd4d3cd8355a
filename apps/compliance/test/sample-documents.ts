import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { TestService } from '@sluice/builders';
import { listRequirements, uploadDocument } from '@sluice/contract-compliance';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { DocumentStore, freshDocumentKey } from '@sluice/document-store';
import sharp from 'sharp';

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

const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#4a7fb0' } });

export const jpegOf = (width: number, height: number): Promise<Buffer> => plain(width, height).jpeg().toBuffer();
export const jpeg = await jpegOf(16, 16);

/** Lying on its side, with a place and a comment in it, as telephones write it. */
export const photo = await plain(32, 16).jpeg().withExif({ IFD0: { ImageDescription: 'Taken at home' } }).withMetadata({ orientation: 6 }).toBuffer();

/** What a Samsung telephone puts behind the end of a picture. */
export const samsungTail = Buffer.from('SEFHe\0\0\0\x01\0\0\0\0\0\x01\n$\0\0\0$\0\0\0\x14\0\0\0SEFT', 'latin1');

/** With each of these as a stream packed by zlib. */
export function pdfOf(...streams: Buffer[]): Buffer {
  const objects = streams.map((stream, index) => {
    const packed = deflateSync(stream, { level: 1 }); // Some are far larger than a document may be.
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

type Announced = Partial<RequestOf<typeof uploadDocument>>;

/** What the gateway does with an upload: the bytes into the store under a fresh key, then the request. `announced` differs from what was stored. */
export async function handIn(service: TestService, requirementId: string, bytes: Buffer = pdf, announced: Announced = {}, tenantId = 'acme'): Promise<ReplyOf<typeof uploadDocument>> {
  const documentKey = freshDocumentKey(tenantId);
  await service.app.get(DocumentStore).put(documentKey, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return service.requests.request(uploadDocument, { requirementId, documentKey, filename: 'invoice.pdf', size: bytes.length, sha256, ...announced }, { tenantId });
}

export const requirementsOf = async (service: TestService, withdrawalId: string, tenantId = 'acme') =>
  (await service.requests.request(listRequirements, { withdrawalId }, { tenantId })).requirements;
