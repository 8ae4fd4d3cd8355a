import type { Amount } from '../api/shapes.ts';

/** `1234567.890000` as `1,234,567.89`: at least two decimals, and no zeros after them. Money is never a number. */
export function moneyText({ amount }: Pick<Amount, 'amount'>): string {
  const [whole = '0', decimals = ''] = amount.split('.');
  const kept = decimals.replace(/0+$/, '').padEnd(2, '0');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${kept}`;
}

const units: readonly (readonly [name: string, ms: number])[] = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000]];

/** The two largest units that are not zero: `2d 4h`, `12m 3s`, `0.4s`. */
export function durationText(ms: number): string {
  if (ms === 0) return '0s';
  if (ms < 1_000) return ms < 10 ? `${Math.max(0, Math.round(ms))}ms` : `${(ms / 1_000).toFixed(ms < 100 ? 2 : 1)}s`;
  if (ms < 10_000 && ms % 1_000 !== 0) return `${(ms / 1_000).toFixed(1)}s`;
  const from = units.findIndex(([, size]) => ms >= size);
  const [name, size] = units[from] ?? ['s', 1_000];
  const rest = units[from + 1];
  const whole = Math.floor(ms / size);
  const part = rest === undefined ? 0 : Math.floor((ms % size) / rest[1]);
  return part === 0 || rest === undefined ? `${whole}${name}` : `${whole}${name} ${part}${rest[0]}`;
}

/** In the words of an axis: one unit. */
export function shortDuration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1_000)}ms`;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1).replace('.0', '') : Math.round(seconds)}s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.round(seconds / 3_600)}h` : `${Math.round(seconds / 86_400)}d`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Times are UTC: banks, chains and the log are. */
export function timeText(at: string | Date, withDay = true): string {
  const date = new Date(at);
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return withDay ? `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())} ${time}` : time;
}

export const dayText = (at: string): string => timeText(at).slice(0, 10);

/** `fail_after_success` as `fail after success`: also names written in one word with capitals. */
export const spaced = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, (_, one: string, other: string) => `${one} ${other.toLowerCase()}`).replaceAll(/[_-]/g, ' ');

export const shortId = (id: string): string => (id.length > 18 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id);

export const dialectNames: Readonly<Record<string, string>> = { wealthkernel: 'WealthKernel', bultra: 'Bultra', braid: 'Braid', ops: 'Operators' };

/** How a withdrawal travels, for people. */
export const railText = (rail: string | null): string => (rail === null ? 'not chosen yet' : /^[A-Z]+$/.test(rail) ? rail : rail.slice(0, 1).toUpperCase() + rail.slice(1));

/** Where anybody can read a public chain. */
const explorers: Readonly<Record<string, string>> = {
  ethereum: 'https://etherscan.io/tx/', arbitrum: 'https://arbiscan.io/tx/', base: 'https://basescan.org/tx/', polygon: 'https://polygonscan.com/tx/',
  optimism: 'https://optimistic.etherscan.io/tx/', bsc: 'https://bscscan.com/tx/', solana: 'https://solscan.io/tx/',
};

/** Where a transaction is shown to everybody; null for a chain without an explorer, as all of a sandbox are. */
export function transactionUrl(chain: string | null, hash: string, isSandbox: boolean): string | null {
  const explorer = isSandbox || chain === null || !Object.hasOwn(explorers, chain) ? undefined : explorers[chain];
  return explorer === undefined ? null : `${explorer}${encodeURIComponent(hash)}`;
}

const counted = new Intl.NumberFormat('en');
export const countText = (count: number): string => counted.format(count);

const compact = new Intl.NumberFormat('en', { notation: 'compact' });
/** Where there is little room, as at an axis. */
export const shortCount = (count: number): string => compact.format(count);

/** Long numbers are account numbers as often as not: the middle of each is left out. */
export const masked = (text: string): string => text.replaceAll(/\b([A-Z]{2}\d{2}[A-Z0-9]{8,}|\d{8,})\b/g, (number) => `${number.slice(0, 2)}${'•'.repeat(Math.min(number.length - 4, 8))}${number.slice(-2)}`);

/** A round number not below it, for the top of an axis. */
export function niceTop(value: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return ([1, 2, 5, 10].find((step) => step * size >= value) ?? 10) * size;
}
