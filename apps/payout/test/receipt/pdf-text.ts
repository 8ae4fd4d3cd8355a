import { extractText } from 'unpdf';

/** What a PDF reader finds on each page, words in the order of drawing. */
export async function pdfPages(pdf: Uint8Array): Promise<readonly string[]> {
  const { text } = await extractText(Uint8Array.from(pdf), { mergePages: false });
  return text;
}
