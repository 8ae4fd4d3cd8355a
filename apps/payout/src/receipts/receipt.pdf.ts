import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { railText, type Alphabet } from '@sluice/kernel';
import * as fontkit from 'fontkit';
import PDFDocument from 'pdfkit';
import { detailLines, groupedAmount, payeeNumbers, type Line, type ReceiptContent } from './receipt.js';

const locate = createRequire(import.meta.url);
const load = (weight: string): Buffer => readFileSync(locate.resolve(`@expo-google-fonts/noto-sans/${weight}.ttf`));

/**
 * Noto Sans, embedded in every receipt: the fonts that PDF readers bring have no letters beyond Western Europe, and fonts made
 * for screens draw arrows and crosses where hyphens and letters were written.
 */
const fonts = {
  regular: load('400Regular/NotoSans_400Regular'),
  semiBold: load('600SemiBold/NotoSans_600SemiBold'),
} as const;
type FontName = keyof typeof fonts;

function charactersOf(bytes: Buffer): ReadonlySet<number> {
  const font = fontkit.create(bytes);
  return new Set('characterSet' in font ? font.characterSet : []);
}

const drawnBy = Object.values(fonts).map(charactersOf);
const isDrawn = (character: string): boolean => drawnBy.every((characters) => characters.has(character.codePointAt(0) ?? 0));

const drawable: Alphabet = { allows: { test: isDrawn }, upperCase: false, standIns: {} };

/** The text in letters that the fonts draw: Latin, Greek, Cyrillic and Devanagari as they are, other scripts spelled in Latin as a bank would see them. */
const printable = (text: string): string => railText(text, drawable);

type Page = InstanceType<typeof PDFDocument>;

const INK = '#101828';
const MUTED = '#667085';
const BRAND = '#0b4f6c';
const RULE = '#e4e7ec';
const PANEL = '#f5f7f9';

const LEFT = 56;
const WIDTH = 595.28 - 2 * LEFT;
const RIGHT = LEFT + WIDTH;
const LABEL_WIDTH = 150;
const COLUMN_WIDTH = (WIDTH - 24) / 2;
const FOOTER_TOP = 786;
const CODE_HEIGHT = 66;
/** Room for the longest name and reference that a client can give; what is longer ends in dots and does not run into the rest. */
const MOST_LINES = 8;

interface Style {
  readonly font?: FontName;
  readonly size: number;
  readonly color?: string;
}

interface TextBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align?: 'left' | 'right';
  readonly lines?: number;
}

/**
 * Without composition (`ccmp`) a letter with a mark is one glyph: taken apart, its mark has no letter of its own in the file,
 * and text that is copied out of it loses the mark. The library takes this form too, which its types do not tell.
 */
const wholeLetters = { ccmp: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[];

/** Writes text and returns where the next line may begin. */
function write(page: Page, text: string, { x, y, width, align = 'left', lines = MOST_LINES }: TextBox, { font = 'regular', size, color = INK }: Style): number {
  const styled = page.font(font).fontSize(size).fillColor(color);
  styled.text(printable(text), x, y, { width, align, height: lines * styled.currentLineHeight(), ellipsis: true, features: wholeLetters });
  return page.y;
}

const rule = (page: Page, y: number): void => void page.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(0.75).strokeColor(RULE).stroke();

function drawHead(page: Page): number {
  page.rect(0, 0, 595.28, 8).fill(BRAND);
  page.roundedRect(LEFT, 48, 22, 22, 5).fill(BRAND);
  page.moveTo(LEFT + 6, 56).lineTo(LEFT + 16, 56).moveTo(LEFT + 6, 62).lineTo(LEFT + 12, 62).lineWidth(2).strokeColor('#ffffff').stroke();
  write(page, 'Sluice', { x: LEFT + 32, y: 49, width: 200 }, { font: 'semiBold', size: 16, color: BRAND });
  write(page, 'Withdrawal receipt', { x: RIGHT - 240, y: 52, width: 240, align: 'right' }, { size: 11, color: MUTED });
  rule(page, 92);
  return 116;
}

function drawAmount(page: Page, { amount, payee }: ReceiptContent, top: number): number {
  const label = write(page, 'Amount sent', { x: LEFT, y: top, width: WIDTH }, { size: 10, color: MUTED });
  const figure = write(page, `${groupedAmount(amount.toDecimal())} ${amount.currency}`, { x: LEFT, y: label, width: WIDTH, lines: 1 }, { font: 'semiBold', size: 28 });
  return write(page, `to ${payee.name}`, { x: LEFT, y: figure, width: WIDTH, lines: 1 }, { size: 11, color: MUTED }) + 18;
}

function drawParty(page: Page, title: string, lines: readonly string[], at: { x: number; y: number }): number {
  const box = { x: at.x, width: COLUMN_WIDTH };
  const [name = '', ...rest] = lines;
  const label = write(page, title, { ...box, y: at.y }, { size: 9, color: MUTED });
  const named = write(page, name, { ...box, y: label + 3 }, { font: 'semiBold', size: 11 });
  return rest.reduce((y, line) => write(page, line, { ...box, y: y + 1 }, { size: 9.5, color: MUTED }), named);
}

function drawParties(page: Page, content: ReceiptContent, top: number): number {
  rule(page, top);
  const { payer, payee } = content;
  const payerLines = payer.name === undefined ? [payer.account] : [payer.name, `Account ${payer.account}`];
  const from = drawParty(page, 'From', payerLines, { x: LEFT, y: top + 16 });
  const to = drawParty(page, 'To', [payee.name, ...payeeNumbers(content)], { x: LEFT + COLUMN_WIDTH + 24, y: top + 16 });
  return Math.max(from, to) + 14;
}

function drawLine(page: Page, [label, value]: Line, top: number): number {
  rule(page, top);
  write(page, label, { x: LEFT, y: top + 8, width: LABEL_WIDTH }, { size: 10, color: MUTED });
  return write(page, value, { x: LEFT + LABEL_WIDTH, y: top + 8, width: WIDTH - LABEL_WIDTH }, { size: 10 }) + 6;
}

function drawCode(page: Page, code: string, top: number): void {
  page.roundedRect(LEFT, top, WIDTH, CODE_HEIGHT, 6).fill(PANEL);
  write(page, 'Verification code', { x: LEFT + 16, y: top + 13, width: 200 }, { size: 9, color: MUTED });
  write(page, code, { x: LEFT + 16, y: top + 29, width: 240 }, { font: 'semiBold', size: 15, color: BRAND });
  const words = 'Quote this code with the withdrawal number to have the receipt confirmed. It fits no other payment.';
  write(page, words, { x: RIGHT - 226, y: top + 16, width: 210 }, { size: 8.5, color: MUTED });
}

function drawFoot(page: Page, { withdrawalId }: ReceiptContent): void {
  rule(page, FOOTER_TOP);
  const words = 'Made from the record of the completed payment; valid without a signature. Names in scripts that cannot be shown here are spelled in Latin letters.';
  write(page, words, { x: LEFT, y: FOOTER_TOP + 10, width: WIDTH - 170 }, { size: 7.5, color: MUTED });
  write(page, withdrawalId, { x: RIGHT - 160, y: FOOTER_TOP + 10, width: 160, align: 'right' }, { size: 7.5, color: MUTED });
}

/** Draws the whole receipt on the one page of a document whose fonts are registered. */
function drawReceipt(page: Page, content: ReceiptContent, code: string): void {
  const parties = drawAmount(page, content, drawHead(page));
  const details = drawParties(page, content, parties);
  const end = detailLines(content).reduce((top, line) => drawLine(page, line, top), details);
  rule(page, end);
  drawCode(page, code, Math.min(end + 24, FOOTER_TOP - CODE_HEIGHT - 8));
  drawFoot(page, content);
}

/** Every date in the file is the payment's, and the file's id follows from what is said here: nothing is taken from the moment of printing. */
const infoOf = ({ withdrawalId, amount, rail, executedAt }: ReceiptContent, code: string) => ({
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
 * The receipt as a PDF of one A4 page. The same content and code are the same bytes, whenever and wherever it is made. Nothing is
 * compressed, because zlib gives other bytes on other processors; with the letters used alone it stays below 100 kB.
 */
export async function receiptPdf(content: ReceiptContent, code: string): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: 'A4', margin: 0, compress: false, lang: 'en', displayTitle: true, pdfVersion: '1.7', info: infoOf(content, code),
  });
  document.registerFont('regular', fonts.regular);
  document.registerFont('semiBold', fonts.semiBold);
  drawReceipt(document, content, code);
  document.end();
  return bytesOf(document);
}
