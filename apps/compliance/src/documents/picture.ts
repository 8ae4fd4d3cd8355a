import { LARGEST_SHOWN_DOCUMENT } from '@sluice/contract-compliance';
import sharp from 'sharp';

/** A page scanned in colour at 600 dots per inch has 35 million; a picture of more is made to exhaust who opens it. */
const MOST_PIXELS = 100_000_000;

/** Documents come seldom: one picture at a time, and nothing of it is kept in memory afterwards. */
sharp.concurrency(1);
sharp.cache(false);

/** What a JPG ends with. */
const END_OF_JPG = Buffer.from([0xff, 0xd9]);

/**
 * The picture made anew from its pixels, turned as it is to be seen. Nothing else that the file held comes along: no
 * comments, no places where photos were taken, nothing behind the end. So a tail is no reason to refuse what every reader opens,
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
