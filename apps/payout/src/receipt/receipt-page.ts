import type PDFDocument from 'pdfkit';
import { printable, type FontName } from './receipt-fonts.js';
import type { ReceiptFacts } from './receipt-facts.js';
import { detailLines, groupedAmount, payeeNumbers, type Line } from './receipt-lines.js';

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

interface Place {
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
function write(page: Page, text: string, { x, y, width, align = 'left', lines = MOST_LINES }: Place, { font = 'regular', size, color = INK }: Style): number {
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

function drawAmount(page: Page, { amount, payee }: ReceiptFacts, top: number): number {
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

function drawParties(page: Page, facts: ReceiptFacts, top: number): number {
  rule(page, top);
  const { payer, payee } = facts;
  const payerLines = payer.name === undefined ? [payer.account] : [payer.name, `Account ${payer.account}`];
  const from = drawParty(page, 'From', payerLines, { x: LEFT, y: top + 16 });
  const to = drawParty(page, 'To', [payee.name, ...payeeNumbers(facts)], { x: LEFT + COLUMN_WIDTH + 24, y: top + 16 });
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

function drawFoot(page: Page, { withdrawalId }: ReceiptFacts): void {
  rule(page, FOOTER_TOP);
  const words = 'Made from the record of the completed payment; valid without a signature. Names in scripts that cannot be shown here are spelled in Latin letters.';
  write(page, words, { x: LEFT, y: FOOTER_TOP + 10, width: WIDTH - 170 }, { size: 7.5, color: MUTED });
  write(page, withdrawalId, { x: RIGHT - 160, y: FOOTER_TOP + 10, width: 160, align: 'right' }, { size: 7.5, color: MUTED });
}

/** Draws the whole receipt on the one page of a document whose fonts are registered. */
export function drawReceipt(page: Page, facts: ReceiptFacts, code: string): void {
  const parties = drawAmount(page, facts, drawHead(page));
  const details = drawParties(page, facts, parties);
  const end = detailLines(facts).reduce((top, line) => drawLine(page, line, top), details);
  rule(page, end);
  drawCode(page, code, Math.min(end + 24, FOOTER_TOP - CODE_HEIGHT - 8));
  drawFoot(page, facts);
}
