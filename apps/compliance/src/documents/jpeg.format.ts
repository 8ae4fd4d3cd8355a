import { isPadding, MOST_PIXELS, type DocumentFormat } from './document-format.js';

const PREFIX = 0xff;
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;

/** Frame headers are C0 to CF, but for tables (C4), an extension (C8) and conditioning (CC). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Within a scan, FF is data before 00 and the restart markers D0 to D7. */
const staysInScan = (marker: number | undefined): boolean => marker === 0 || (marker !== undefined && marker >= 0xd0 && marker <= 0xd7);

/** JPEG (ISO/IEC 10918-1): marked segments with lengths, scans between them, an end. */
export const jpeg: DocumentFormat = {
  contentType: 'image/jpeg',
  begins: (bytes) => bytes[0] === PREFIX && bytes[1] === START_OF_IMAGE && bytes[2] === PREFIX,
  problemOf: (bytes) => Promise.resolve(picturesProblemOf(bytes)),
};

/** Cameras put smaller copies of the picture behind it: each is a whole picture again. */
function picturesProblemOf(bytes: Buffer): string | null {
  for (let at = 0; at < bytes.length; ) {
    const end = endOfPicture(bytes, at);
    if (typeof end === 'string') return end;
    if (isPadding(bytes.subarray(end))) return null;
    at = end;
  }
  return null;
}

/** Where the picture that starts here ends, or what is wrong with it. */
function endOfPicture(bytes: Buffer, start: number): number | string {
  if (bytes[start] !== PREFIX || bytes[start + 1] !== START_OF_IMAGE) return 'Something else follows the picture.';
  let hasFrame = false;
  let hasScan = false;
  for (let at = start + 2; at < bytes.length; ) {
    const marker = markerAt(bytes, at);
    if (marker === null) return 'The picture is damaged.';
    at = marker.after;
    if (marker.code === END_OF_IMAGE) return hasFrame && hasScan ? at : 'The picture is empty.';
    if (at + 2 > bytes.length) break;
    const end = at + bytes.readUInt16BE(at);
    if (end < at + 2 || end > bytes.length) break;
    if (isFrame(marker.code) && !isShowable(bytes.subarray(at, end))) return 'The picture has no size that can be shown.';
    hasFrame ||= isFrame(marker.code);
    hasScan ||= marker.code === START_OF_SCAN;
    at = marker.code === START_OF_SCAN ? endOfScan(bytes, end) : end;
  }
  return 'The picture is cut off.';
}

/** Any number of FF may stand before a marker's code. */
function markerAt(bytes: Buffer, start: number): { code: number; after: number } | null {
  let at = start;
  while (bytes[at] === PREFIX) at += 1;
  const code = bytes[at];
  return at === start || code === undefined || code === 0 ? null : { code, after: at + 1 };
}

function endOfScan(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(PREFIX, start);
  while (at >= 0 && staysInScan(bytes[at + 1])) at = bytes.indexOf(PREFIX, at + 2);
  return at < 0 ? bytes.length : at;
}

/** A frame's header: its length, bits per sample, height, width. A height of zero is told later, in a segment of its own. */
function isShowable(frame: Buffer): boolean {
  if (frame.length < 8) return false;
  const [height, width] = [frame.readUInt16BE(3), frame.readUInt16BE(5)];
  return width > 0 && height * width <= MOST_PIXELS;
}
