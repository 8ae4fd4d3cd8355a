import type { OperatorShapes } from '@sluice/clients/operators';
import type { OperatorCaller } from './operator-caller.ts';

/** A span, from wherever it was read. */
export interface TraceSpan {
  readonly spanId: string;
  /** Missing or empty at a root. */
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  readonly service: string;
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
}

export type TimelineRow = OperatorShapes['TimelineRow'];

/** A withdrawal as operators see it, by any of its ids, with its timeline. */
export async function lifeOf(operator: OperatorCaller, anyId: string): Promise<{ readonly id: string; readonly traceId: string; readonly rows: readonly TimelineRow[] }> {
  const { id, traceId } = await operator.withdrawal(anyId);
  if (traceId === null) throw new Error(`${anyId} has no trace.`);
  return { id, traceId, rows: await operator.timeline(id) };
}

/** The span that stands for a row, by service and name; a step is known by the version that it made. */
function keyOfRow({ service, kind, name, detail }: TimelineRow): string {
  switch (kind) {
    case 'step': return `${service} ${detail ?? ''}`;
    case 'message': return `${service} process ${name}`;
    case 'timer': return `${service} timer ${name}`;
    case 'webhook': return `${service} deliver webhook ${name}`;
    default: return `${service} ${name}`;
  }
}

function keysOfSpan({ service, name, attributes }: TraceSpan): string[] {
  const version = attributes['sluice.saga.version'];
  const event = attributes['sluice.webhook.event'];
  return [event === undefined ? `${service} ${name}` : `${service} ${name} ${String(event)}`, ...(version === undefined ? [] : [`${service} version ${String(version)}`])];
}

/** Rows of the timeline that have no span of their own. */
function withoutSpan(rows: readonly TimelineRow[], spans: readonly TraceSpan[]): string[] {
  const left = new Map<string, number>();
  for (const key of spans.flatMap(keysOfSpan)) left.set(key, (left.get(key) ?? 0) + 1);
  return rows.map(keyOfRow).filter((key) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

export const rootsOf = <Span extends TraceSpan>(spans: readonly Span[]): Span[] => spans.filter(({ parentSpanId = '' }) => parentSpanId === '');

function orphansOf(spans: readonly TraceSpan[]): string[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentSpanId = '' }) => parentSpanId !== '' && !ids.has(parentSpanId)).map(({ service, name }) => `${service} ${name}`);
}

/** How many in a hundred rows may lack their span: a timeline is written beside the work, and so are spans. */
const MISSING_IN_A_HUNDRED = 1;

/** What a trace lacks to be that of the whole withdrawal; nothing where it is whole. */
export function gapsOf(rows: readonly TimelineRow[], spans: readonly TraceSpan[]): string[] {
  const roots = rootsOf(spans);
  const missing = withoutSpan(rows, spans);
  return [
    ...(roots.length === 1 ? [] : [`${roots.length} roots instead of one`]),
    ...orphansOf(spans).map((name) => `an orphan: ${name}`),
    ...(missing.length * 100 <= rows.length * MISSING_IN_A_HUNDRED ? [] : missing.map((key) => `no span for the row ${key}`)),
  ];
}
