import { Money } from '@sluice/kernel';
import { extractText } from 'unpdf';
import type { ReceiptContent } from '../src/receipts/receipt.js';

export const receiptContent = (changes: Partial<ReceiptContent> = {}): ReceiptContent => ({
  withdrawalId: 'wth_777666555',
  amount: Money.parse('2500.00', 'USD'),
  rail: 'ACH',
  reference: 'Monthly transfer',
  payer: { name: 'Grace Hopper', account: 'acc_123456789' },
  payee: { name: 'Ada Lovelace', numbers: { routingNumber: '021000021', accountNumber: '12345678' } },
  requestedAt: new Date('2026-01-15T10:30:00Z'),
  acceptedAt: new Date('2026-01-15T10:35:00Z'),
  executedAt: new Date('2026-01-17T14:20:00Z'),
  trace: '091000019123456',
  ...changes,
});

/** What a PDF reader finds on each page, in the order of drawing. */
export async function pdfPages(pdf: Uint8Array): Promise<readonly string[]> {
  const { text } = await extractText(Uint8Array.from(pdf), { mergePages: false });
  return text;
}
