import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { archiveEnd, jpeg, jpegOf, pdf, pdfOf, pdfOfSize, png, pngChunk, pngHeader, pngOf } from '../../test/sample-documents.js';
import { contentTypeOf } from './content-type.js';
import { unpackedSize, UnpacksToTooMuch } from './unpacked-size.js';

const join = (...parts: (Buffer | string)[]): Buffer => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
const refused: unknown = expect.objectContaining({ code: 'unsupported_document_type' });
const samples = { pdf, png, jpeg };
const pixel = pngChunk('IDAT', deflateSync(Buffer.from([0, 255])));
/** Cheap to make, ruinous to open. */
const bomb = deflateSync(Buffer.alloc(2 ** 28 + 2 ** 20));
const damaged = (bytes: Buffer, at: number): Buffer => Buffer.concat([bytes.subarray(0, at), Buffer.from([(bytes[at] ?? 0) ^ 0x55]), bytes.subarray(at + 1)]);

describe('a whole document', () => {
  it.each([
    ['a PDF', pdf, 'application/pdf'],
    ['a PDF of the largest size', pdfOfSize(10 * 2 ** 20), 'application/pdf'],
    ['a PDF without a line end', Buffer.from('%PDF-1.4\n%%EOF'), 'application/pdf'],
    ['a PDF version 2', Buffer.from('%PDF-2.0\n%%EOF\r\n'), 'application/pdf'],
    ['a PDF with a stream that is damaged', join('%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\r\nnot packed endstream endobj\n%%EOF'), 'application/pdf'],
    ['a PDF whose stream never ends', join('%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n%%EOF'), 'application/pdf'],
    ['a PNG', png, 'image/png'],
    ['a PNG with texts', pngOf(pngHeader(1, 1), pngChunk('zTXt', join('Title\0\0', deflateSync(Buffer.from('text')))), pngChunk('iTXt', join('Title\0\x01\0en\0Title\0', deflateSync(Buffer.from('text')))), pixel), 'image/png'],
    ['a JPG', jpeg, 'image/jpeg'],
    ['a JPG that tells its height later', jpegOf(0, 16), 'image/jpeg'],
    ['a JPG with a smaller copy behind it', join(jpeg, jpegOf(2, 2)), 'image/jpeg'],
    ['a JPG with filled markers', join(jpeg.subarray(0, 2), '\xff\xff', jpeg.subarray(2)), 'image/jpeg'],
  ])('is known by its content: %s', async (_, bytes, contentType) => {
    expect(await contentTypeOf(bytes)).toBe(contentType);
  });

  it.each(Object.entries(samples))('may be padded with zeros: %s', async (_, bytes) => {
    expect(await contentTypeOf(join(bytes, Buffer.alloc(1_000)))).toBe(await contentTypeOf(bytes));
  });
});

describe('what is no document that is taken', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('%invoice.pdf')],
    ['a page for a browser', Buffer.from('<html><script>alert(1)</script></html>')],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00;', 'latin1')],
    ['a program', Buffer.from('MZ\x90\x00', 'latin1')],
    ['an archive', Buffer.from('PK\x03\x04', 'latin1')],
    ['a PDF that begins late', join('junk\n', pdf)],
    ['the first bytes of a PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['the first bytes of a JPG', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['the first bytes of a PDF', Buffer.from('%PDF-1.7')],
    ['a PNG without pixels', pngOf(pngHeader(1, 1))],
    ['a PNG without a header', pngOf(pixel)],
    ['a PNG of no size', pngOf(pngHeader(0, 1), pixel)],
    ['a PNG of a size that nobody can show', pngOf(pngHeader(60_000, 60_000), pixel)],
    ['a PNG with pixels that are cut off', pngOf(pngHeader(1, 1), pngChunk('IDAT', deflateSync(Buffer.from([0, 255])).subarray(0, -4)))],
    ['a JPG without a picture', Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
    ['a JPG of no width', jpegOf(16, 0)],
    ['a JPG of a size that nobody can show', jpegOf(65_535, 65_535)],
    ['a JPG with a segment longer than itself', join(jpeg.subarray(0, 4), '\xff\xff')],
  ])('is refused: %s', async (_, bytes) => {
    await expect(contentTypeOf(bytes)).rejects.toEqual(refused);
  });

  it.each(Object.entries(samples))('is refused wherever it is cut off: %s', async (name, bytes) => {
    const whole = name === 'pdf' ? bytes.length - 1 : bytes.length;
    for (let length = 0; length < whole; length += 1) await expect(contentTypeOf(bytes.subarray(0, length))).rejects.toEqual(refused);
  });

  it('is refused when a byte of a PNG was changed', async () => {
    for (let at = 0; at < png.length; at += 1) await expect(contentTypeOf(damaged(png, at))).rejects.toEqual(refused);
  });
});

describe('two things at once', () => {
  it.each([
    ['an archive behind a PDF', join(pdf, archiveEnd)],
    ['an archive within a PDF', join(pdf.subarray(0, -7), archiveEnd, '\n%%EOF\n')],
    ['an archive behind a PNG', join(png, archiveEnd)],
    ['an archive behind a JPG', join(jpeg, archiveEnd)],
    ['an archive in a comment of a JPG', join(jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, archiveEnd.length + 2]), archiveEnd, jpeg.subarray(2))],
    ['a PDF in a comment of a JPG', join(jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 12]), '%PDF-1.7\n%', jpeg.subarray(2))],
    ['a PDF in a text of a PNG', pngOf(pngHeader(1, 1), pngChunk('tEXt', join('Title\0', pdf)), pixel)],
    ['a program behind a PNG', join(png, 'MZ\x90\x00')],
    ['a page behind a JPG', join(jpeg, '<html></html>')],
    ['a PDF behind a PNG', join(png, pdf)],
    ['a text behind a PDF', join(pdf, 'and more')],
  ])('is refused: %s', async (_, bytes) => {
    await expect(contentTypeOf(bytes)).rejects.toEqual(refused);
  });
});

describe('a bomb', () => {
  it.each([
    ['the pixels of a PNG', pngOf(pngHeader(1, 1), pngChunk('IDAT', bomb))],
    ['a text of a PNG', pngOf(pngHeader(1, 1), pngChunk('zTXt', join('Title\0\0', bomb)), pixel)],
    ['a colour profile of a PNG', pngOf(pngHeader(1, 1), pngChunk('iCCP', join('profile\0\0', bomb)), pixel)],
    ['a stream of a PDF', join('%PDF-1.7\n1 0 obj<</Fl 1/Filter/FlateDecode>>stream\n', bomb, '\nendstream endobj\n%%EOF')],
    ['the streams of a PDF together', pdfOf(Buffer.alloc(2 ** 27), Buffer.alloc(2 ** 27), Buffer.alloc(2 ** 20))],
    ['more streams than anyone reads', join('%PDF-1.7\n', '/Fl stream\nendstream'.repeat(50_001), '\n%%EOF')],
  ])('is refused before it goes off: %s', async (_, bytes) => {
    await expect(contentTypeOf(bytes)).rejects.toEqual(refused);
  });
});

describe('any bytes at all', () => {
  it('are told apart or refused, and break nothing', async () => {
    const start = fc.constantFrom(...[pdf, png, jpeg].map((bytes) => bytes.subarray(0, 20)), Buffer.alloc(0));
    await fc.assert(fc.asyncProperty(start, fc.uint8Array({ maxLength: 400 }), async (begin, rest) => {
      await contentTypeOf(join(begin, Buffer.from(rest))).then((type) => expect(type).toMatch(/^(image|application)\//), (error: unknown) => expect(error).toEqual(refused));
    }));
  });
});

describe('what is unpacked', () => {
  it('is counted to the last byte, and never past what there is room for', async () => {
    expect(await unpackedSize(deflateSync(Buffer.alloc(3_000_000)), 3_000_000)).toBe(3_000_000);
    await expect(unpackedSize(deflateSync(Buffer.alloc(3_000_000)), 2_999_999)).rejects.toBeInstanceOf(UnpacksToTooMuch);
  });
});
