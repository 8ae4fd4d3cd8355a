import type { FlowBucket, FlowCell, measureFlow } from '@sluice/contract-intake';
import type { RequestOf } from '@sluice/contract-kit';

export type Window = RequestOf<typeof measureFlow>['window'];

/** How long a window is, and the letters of a stored time that say in which bucket it is: `2026-01-15T10:3` is ten minutes. */
interface Span { readonly windowMs: number; readonly bucketMs: number; readonly letters: number }

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const spans: Readonly<Record<Window, Span>> = {
  PT1H: { windowMs: HOUR, bucketMs: MINUTE, letters: 16 },
  PT6H: { windowMs: 6 * HOUR, bucketMs: 10 * MINUTE, letters: 15 },
  P1D: { windowMs: 24 * HOUR, bucketMs: 10 * MINUTE, letters: 15 },
  P7D: { windowMs: 168 * HOUR, bucketMs: HOUR, letters: 13 },
};
export const spanOf = (window: Window): Span => spans[window];

/** Its bucket, as the beginning of a stored time. */
export const bucketOf = (at: string, { letters }: Pick<Span, 'letters'>): string => at.slice(0, letters);

const WHOLE_TIME = '0000-00-00T00:00:00.000Z';
const timeOf = (bucket: string): string => `${bucket}${WHOLE_TIME.slice(bucket.length)}`;

/** When the first bucket begins. */
export function firstBucket(now: Date, span: Span): string {
  return timeOf(bucketOf(new Date(now.getTime() - span.windowMs + span.bucketMs).toISOString(), span));
}

export interface Counted { readonly bucket: string; readonly count: number }
export interface Ended extends FlowCell { readonly bucket: string }
/** A withdrawal that arrived. */
export interface Arrival { readonly createdAt: string; readonly endedAt: string }

const quantile = (sorted: readonly number[], part: number): number | null => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;

const hasArrived = ({ phase }: Pick<FlowCell, 'phase'>): boolean => phase === 'settled' || phase === 'partial';

const total = (counted: readonly { readonly count: number }[]): number => counted.reduce((sum, { count }) => sum + count, 0);

/** Every bucket of the window, those too in which nothing happened. */
export function bucketsOf(now: Date, span: Span, started: readonly Counted[], ended: readonly Ended[], arrivals: readonly Arrival[]): FlowBucket[] {
  const begin = Date.parse(firstBucket(now, span));
  const count = Math.floor((now.getTime() - begin) / span.bucketMs) + 1;
  return Array.from({ length: count }, (_, index) => {
    const from = new Date(begin + index * span.bucketMs).toISOString();
    const bucket = bucketOf(from, span);
    const over = ended.filter((one) => one.bucket === bucket);
    const seconds = arrivals.filter(({ endedAt }) => bucketOf(endedAt, span) === bucket).map(({ createdAt, endedAt }) => (Date.parse(endedAt) - Date.parse(createdAt)) / 1_000).sort((one, other) => one - other);
    const settled = total(over.filter(hasArrived));
    return { from, started: total(started.filter((one) => one.bucket === bucket)), settled, failed: total(over) - settled, medianSeconds: quantile(seconds, 0.5), slowSeconds: quantile(seconds, 0.9) };
  });
}

/** What ended, whenever within the window. */
export function endedCells(ended: readonly Ended[]): FlowCell[] {
  const cells = Map.groupBy(ended, ({ dialect, rail, phase }) => `${dialect} ${rail ?? ''} ${phase}`);
  return [...cells.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { bucket: _, ...cell } = first;
    return [{ ...cell, count: total(same), oldestAt: same.map(({ oldestAt }) => oldestAt).reduce((one, other) => (one < other ? one : other)) }];
  });
}
