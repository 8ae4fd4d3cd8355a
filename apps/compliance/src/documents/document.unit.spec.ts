import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { archiveEnd, jpeg, jpegOf, pdf, pdfOf, pdfOfSize, photo, png, pngChunk, pngHeader, pngOf, samsungTail } from '../../test/sample-documents.js';
import { takenDocument, unpackedSize, UnpacksToTooMuch } from './document.js';

const join = (...parts: (Buffer | string)[]): Buffer => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
const refused: unknown = expect.objectContaining({ code: 'unsupported_document_type' });
const typeOf = async (bytes: Buffer): Promise<string> => (await takenDocument(bytes)).contentType;
const smaller = await jpegOf(2, 2);
/** Every byte before its end marker stands for pixels. */
const noise = await sharp(Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, index) => (index * 7_919) % 251)), { raw: { width: 64, height: 64, channels: 3 } }).jpeg().toBuffer();
const pixel = pngChunk('IDAT', deflateSync(Buffer.from([0, 255])));
/** Cheap to make, ruinous to open. */
const bomb = deflateSync(Buffer.alloc(2 ** 28 + 2 ** 20), { level: 1 });

describe('a document as people have it', () => {
  it.each([
    ['a PDF', pdf, 'application/pdf'],
    ['a PDF of the largest size', pdfOfSize(10 * 2 ** 20), 'application/pdf'],
    ['a PDF without a line end', Buffer.from('%PDF-1.4\n%%EOF'), 'application/pdf'],
    ['a PDF version 2', Buffer.from('%PDF-2.0\n%%EOF\r\n'), 'application/pdf'],
    ['a PDF behind a line end', join('\n', pdf), 'application/pdf'],
    ['a PDF behind the head of a mail', join('Content-Type: application/pdf\r\n\r\n', pdf), 'application/pdf'],
    ['a PDF whose header ends what readers look at', join(' '.repeat(1_024), pdf), 'application/pdf'],
    ['a PDF with something behind its end', join(pdf, 'printed by a copier\0\0\n'), 'application/pdf'],
    ['a PDF with a stream that is damaged', join('%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\r\nnot packed endstream endobj\n%%EOF'), 'application/pdf'],
    ['a PDF whose stream never ends', join('%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n%%EOF'), 'application/pdf'],
    ['a PNG', png, 'image/png'],
    ['a PNG with a text', pngOf(pngHeader(1, 1), pngChunk('tEXt', join('Title\0text')), pixel), 'image/png'],
    ['a PNG with a line end behind it', join(png, '\r\n'), 'image/png'],
    ['a JPG', jpeg, 'image/jpeg'],
    ['a JPG with a line end behind it', join(jpeg, '\n'), 'image/jpeg'],
    ['a JPG of a Samsung telephone', join(jpeg, samsungTail), 'image/jpeg'],
    ['a JPG with a smaller copy behind it', join(jpeg, smaller), 'image/jpeg'],
    ['a JPG padded with zeros', join(jpeg, Buffer.alloc(1_000)), 'image/jpeg'],
    ['a JPG without its end marker', jpeg.subarray(0, -2), 'image/jpeg'],
    ['a JPG without half of it', jpeg.subarray(0, -1), 'image/jpeg'],
    ['a photo without its end marker', photo.subarray(0, -2), 'image/jpeg'],
    ['a photo', photo, 'image/jpeg'],
  ])('is known by its content: %s', async (_, bytes, contentType) => {
    expect(await typeOf(bytes)).toBe(contentType);
  });

  it('is kept as it came when it is a PDF', async () => {
    expect(await takenDocument(pdf)).toEqual({ contentType: 'application/pdf' });
  });
});

describe('a picture that is made anew', () => {
  it('is turned as it is to be seen, and holds nothing but its pixels', async () => {
    const { remade = Buffer.alloc(0) } = await takenDocument(photo);
    const { format, width, height, exif, orientation } = await sharp(remade).metadata();
    expect({ format, width, height, exif, orientation }).toEqual({ format: 'jpeg', width: 16, height: 32, exif: undefined, orientation: undefined });
  });

  it.each([
    ['an archive behind a PNG', join(png, archiveEnd)],
    ['an archive behind a JPG', join(jpeg, archiveEnd)],
    ['an archive in a comment of a JPG', join(jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, archiveEnd.length + 2]), archiveEnd, jpeg.subarray(2))],
    ['a PDF in a comment of a JPG', join(jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 12]), '%PDF-1.7\n%', jpeg.subarray(2))],
    ['a PDF in a text of a PNG', pngOf(pngHeader(1, 1), pngChunk('tEXt', join('Title\0', pdf)), pixel)],
    ['a program behind a PNG', join(png, 'MZ\x90\x00')],
    ['a page behind a JPG', join(jpeg, '<html></html>')],
    ['a PDF behind a PNG', join(png, pdf)],
  ])('leaves behind what else its file was: %s', async (_, bytes) => {
    const { remade = bytes } = await takenDocument(bytes);
    for (const trace of ['PK\x05\x06', '%PDF', 'MZ\x90', '<html']) expect(remade.includes(Buffer.from(trace, 'latin1'))).toBe(false);
  });
});

describe('what is no document that is taken', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('%invoice.pdf')],
    ['a page for a browser', Buffer.from('<html><script>alert(1)</script></html>')],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00;', 'latin1')],
    ['a drawing', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')],
    ['a program', Buffer.from('MZ\x90\x00', 'latin1')],
    ['an archive', Buffer.from('PK\x03\x04', 'latin1')],
    ['a program with a PDF in it', join('MZ\x90\x00', pdf)],
    ['a PDF that begins later than readers look', join(' '.repeat(1_025), pdf)],
    ['a PDF with more behind its end than readers skip', join(pdf, ' more'.repeat(300))],
    ['an archive behind a PDF', join(pdf, archiveEnd)],
    ['an archive within a PDF', join(pdf.subarray(0, -7), archiveEnd, '\n%%EOF\n')],
    ['the first bytes of a PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['the first bytes of a JPG', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['the first bytes of a PDF', Buffer.from('%PDF-1.7')],
    ['a PNG without pixels', pngOf(pngHeader(1, 1))],
    ['a PNG without a header', pngOf(pixel)],
    ['a PNG of no size', pngOf(pngHeader(0, 1), pixel)],
    ['a PNG of a size that nobody can show', pngOf(pngHeader(60_000, 60_000), pixel)],
    ['a PNG with pixels that are cut off', pngOf(pngHeader(8, 8), pngChunk('IDAT', deflateSync(Buffer.alloc(72)).subarray(0, -6)))],
    ['a JPG without a picture', Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
    ['half a JPG', jpeg.subarray(0, jpeg.length / 2)],
    ['a JPG whose last pixels are missing', noise.subarray(0, -20)],
    ['a JPG whose last pixels are missing before its end marker, which it lacks too', join(noise.subarray(0, -20), '\xff')],
    ['half a photo', photo.subarray(0, photo.length - 40)],
  ])('is refused: %s', async (_, bytes) => {
    await expect(takenDocument(bytes)).rejects.toEqual(refused);
  });

  it('is refused wherever a PDF is cut off', async () => {
    for (let length = 0; length < pdf.length - 1; length += 1) await expect(takenDocument(pdf.subarray(0, length))).rejects.toEqual(refused);
  });
});

describe('a bomb', () => {
  it.each([
    ['the pixels of a PNG', pngOf(pngHeader(40_000, 40_000), pngChunk('IDAT', bomb))],
    ['a stream of a PDF', join('%PDF-1.7\n1 0 obj<</Fl 1/Filter/FlateDecode>>stream\n', bomb, '\nendstream endobj\n%%EOF')],
    ['the streams of a PDF together', pdfOf(Buffer.alloc(2 ** 27), Buffer.alloc(2 ** 27), Buffer.alloc(2 ** 20))],
    ['more streams than anyone reads', join('%PDF-1.7\n', '/Fl stream\nendstream'.repeat(50_001), '\n%%EOF')],
  ])('is refused before it goes off: %s', async (_, bytes) => {
    await expect(takenDocument(bytes)).rejects.toEqual(refused);
  });

  it('in a text of a PNG comes to nothing: texts are not unpacked', async () => {
    const { remade = Buffer.alloc(0) } = await takenDocument(pngOf(pngHeader(1, 1), pngChunk('zTXt', join('Title\0\0', bomb)), pixel));
    expect(remade.length).toBeLessThan(1_000);
  });
});

describe('any bytes at all', () => {
  it('are recognised or refused, and break nothing', async () => {
    const start = fc.constantFrom(...[pdf, png, jpeg].map((bytes) => bytes.subarray(0, 20)), Buffer.alloc(0));
    await fc.assert(fc.asyncProperty(start, fc.uint8Array({ maxLength: 400 }), async (begin, rest) => {
      await typeOf(join(begin, Buffer.from(rest))).then((type) => expect(type).toMatch(/^(image|application)\//), (error: unknown) => expect(error).toEqual(refused));
    }));
  });
});

describe('what is unpacked', () => {
  it('is counted to the last byte, and never past what there is room for', async () => {
    expect(await unpackedSize(deflateSync(Buffer.alloc(3_000_000)), 3_000_000)).toBe(3_000_000);
    await expect(unpackedSize(deflateSync(Buffer.alloc(3_000_000)), 2_999_999)).rejects.toBeInstanceOf(UnpacksToTooMuch);
  });
});
