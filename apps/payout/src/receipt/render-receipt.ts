import PDFDocument from 'pdfkit';
import { fonts } from './receipt-fonts.js';
import type { ReceiptFacts } from './receipt-facts.js';
import { drawReceipt } from './receipt-page.js';

/** Every date in the file is the payment's, and the file's id follows from what is said here: nothing is taken from the moment of printing. */
const infoOf = ({ withdrawalId, amount, rail, executedAt }: ReceiptFacts, code: string) => ({
  Title: `Withdrawal receipt ${withdrawalId}`,
  Author: 'Sluice',
  Creator: 'Sluice',
  Subject: `${amount.toDecimal()} ${amount.currency} by ${rail}`,
  Keywords: code,
  CreationDate: executedAt,
});

async function bytesOf(document: InstanceType<typeof PDFDocument>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of document) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

/**
 * The receipt as a PDF of one A4 page. The same facts and code are the same bytes, whenever and wherever it is made. Nothing is
 * compressed, because zlib gives other bytes on other processors; with the letters used alone it stays below 100 kB.
 */
export async function renderReceipt(facts: ReceiptFacts, code: string): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: 'A4', margin: 0, compress: false, lang: 'en', displayTitle: true, pdfVersion: '1.7', info: infoOf(facts, code),
  });
  document.registerFont('regular', fonts.regular);
  document.registerFont('semiBold', fonts.semiBold);
  drawReceipt(document, facts, code);
  document.end();
  return bytesOf(document);
}
