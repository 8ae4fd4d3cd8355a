import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import fc from 'fast-check';
import { hostileText } from '../../test/bank-files/instruction.builder.js';
import { pdfPages, receiptContent } from '../../test/receipt-content.js';
import type { ReceiptContent } from './receipt.js';
import { receiptPdf } from './receipt.pdf.js';

const CODE = 'ABCD-EFGH-IJKL-2345';
const withoutSpaces = (text: string): string => text.replaceAll(/\s/g, '');

async function textOf(changes: Partial<ReceiptContent> = {}): Promise<string> {
  const pages = await pdfPages(await receiptPdf(receiptContent(changes), CODE));
  expect(pages).toHaveLength(1);
  return pages.join('\n');
}

describe('the receipt of a withdrawal', () => {
  it('is a PDF of one page with parties, amount, currency, rail, reference, dates, trace number and code', async () => {
    const text = await textOf();
    for (const said of [
      'wth_777666555', 'Grace Hopper', 'acc_123456789', 'Ada Lovelace', 'ending 5678', '021000021', '2,500.00 USD', '2500.00', 'ACH',
      'Monthly transfer', '15 January 2026, 10:30:00 UTC', '15 January 2026, 10:35:00 UTC', '17 January 2026, 14:20:00 UTC', '091000019123456', CODE,
    ]) expect(text).toContain(said);
  });

  it('does not show the whole account number', async () => {
    expect((await textOf()).replace('acc_123456789', '').replace('091000019123456', '')).not.toContain('12345678');
    const iban = 'DE89370400440532013000';
    const text = await textOf({ rail: 'SEPA', amount: Money.parse('1.00', 'EUR'), payee: { name: 'Ada', numbers: { iban } } });
    expect(text).toContain('IBAN DE89 … 3000');
    expect(withoutSpaces(text)).not.toContain(iban);
  });

  it('shows a British account by sort code', async () => {
    const payee = { name: 'Ada', numbers: { sortCode: '200000', accountNumber: '55779911' } };
    expect(await textOf({ rail: 'FPS', amount: Money.parse('0.05', 'GBP'), payee })).toMatch(/Account ending 9911\s+Sort code 20-00-00/);
  });

  it('has no line for what is not known', async () => {
    const text = await textOf({ reference: undefined, acceptedAt: undefined, payer: { account: 'acc_1' } });
    expect(text).not.toMatch(/Reference|Accepted|undefined|null/);
  });
});

describe('the same content', () => {
  it('are the same bytes whenever they are printed', async () => {
    const first = await receiptPdf(receiptContent(), CODE);
    await new Promise((resolve) => setImmediate(resolve));
    const second = await receiptPdf(receiptContent(), CODE);
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  });

  it('are the bytes that were sent before: a receipt once downloaded must not change with a library', async () => {
    const pdf = await receiptPdf(receiptContent(), CODE);
    expect(createHash('sha256').update(pdf).digest('hex')).toBe('edf9e21f6f377b98826b27c1bec95ca3b35005b7ab17500b3dc01dfd6e729f3e');
  });

  it('name no moment but the payment\'s own', async () => {
    const pdf = Buffer.from(await receiptPdf(receiptContent(), CODE)).toString('latin1');
    expect(pdf.match(/D:\d{14}/g)).toEqual(['D:20260117142000']);
  });
});

describe('text that is copied out of a receipt', () => {
  it.each(['Nguyễn Thị Ánh Tuyết', 'Đỗ Mười', 'Şükrü Çağlayan', 'Łukasz Żółć', 'Ẹ̀kọ́ Ọ̀ṣun', 'Ќирил Йовчев', 'Ἀθηνᾶ Παπαδοπούλου', 'fi ffl Office'])('keeps the marks of its letters: %s', async (name) => {
    expect((await textOf({ payee: { name, numbers: {} } })).normalize('NFC')).toContain(name.normalize('NFC'));
  });
});

describe('long names and references', () => {
  it('are printed whole, on as many lines as they need', async () => {
    const name = `Wolfeschlegelsteinhausenbergerdorff ${'W'.repeat(104)}`;
    const reference = 'Invoice2026/0042'.repeat(9).slice(0, 140);
    const text = withoutSpaces(await textOf({ reference, payee: { ...receiptContent().payee, name } }));
    expect(text).toContain(withoutSpaces(name));
    expect(text).toContain(reference);
  });

  it('far longer than they may be are cut with dots and stay on the page', async () => {
    const text = await textOf({ reference: 'R'.repeat(5000), payee: { name: 'N '.repeat(3000), numbers: {} } });
    expect(text).toContain('…');
    expect(text).toContain(CODE);
  });
});

describe('names in other scripts', () => {
  it.each([
    ['Łukasz Żółć', 'Łukasz Żółć'],
    ['Ελένη Παπαδοπούλου', 'Ελένη Παπαδοπούλου'],
    ['Мария Иванова', 'Мария Иванова'],
    ['田中太郎', 'TianZhongTaiLang'],
    ['محمد', 'mhmd'],
    ['Ada\nLovelace\0', 'Ada Lovelace'],
  ])('%j is shown as %j', async (name, shown) => {
    expect(await textOf({ payee: { ...receiptContent().payee, name } })).toContain(shown);
  });

  it('keep signs as they were written', async () => {
    expect(await textOf({ reference: '12x34 -> (A) a*b <c> & "d"' })).toContain('12x34 -> (A) a*b <c> & "d"');
  });

  it('whatever they are make a receipt of one page', async () => {
    await fc.assert(fc.asyncProperty(hostileText, hostileText, async (name, reference) => {
      const text = await textOf({ reference, payee: { ...receiptContent().payee, name }, payer: { name, account: 'acc_1' } });
      expect(text).toContain(CODE);
    }), { numRuns: 15 });
  });
});
