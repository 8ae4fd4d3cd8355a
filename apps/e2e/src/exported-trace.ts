import type { OperatorShapes } from '@sluice/clients/operators';
import { until } from '@sluice/tools/client';
import { z } from 'zod';
import type { Story } from './story.js';

const spanSchema = z.object({
  traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional(), name: z.string(), kind: z.int(), service: z.string(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])), links: z.array(z.object({ traceId: z.string(), spanId: z.string() })),
});
export type ExportedSpan = z.output<typeof spanSchema>;

type Row = OperatorShapes['TimelineRow'];

/** OTLP's numbers of the kinds of spans. */
export const kinds = { server: 2, client: 3, producer: 4, consumer: 5 } as const;

/** A withdrawal as operators see it, with its timeline. */
export async function lifeOf({ operator }: Story, dialectId: string) {
  const { id, traceId } = await operator.withdrawal(dialectId);
  if (traceId === null) throw new Error(`${dialectId} has no trace.`);
  return { id, traceId, rows: await operator.timeline(id) };
}

export async function exported(traceId: string): Promise<ExportedSpan[]> {
  const answer = await fetch(`${process.env['SLUICE_TRACES'] ?? ''}/traces/${traceId}`);
  return z.array(spanSchema).parse(await answer.json());
}

/** The span that stands for a row, by service and name; a step is known by the version that it made. */
function keyOfRow({ service, kind, name, detail }: Row): string {
  switch (kind) {
    case 'step': return `${service} ${detail ?? ''}`;
    case 'message': return `${service} process ${name}`;
    case 'timer': return `${service} timer ${name}`;
    case 'webhook': return `${service} deliver webhook ${name}`;
    default: return `${service} ${name}`;
  }
}

function keysOfSpan({ service, name, attributes }: ExportedSpan): string[] {
  const version = attributes['sluice.saga.version'];
  const event = attributes['sluice.webhook.event'];
  return [event === undefined ? `${service} ${name}` : `${service} ${name} ${String(event)}`, ...(version === undefined ? [] : [`${service} version ${String(version)}`])];
}

/** Rows of the timeline that have no span of their own. */
export function withoutSpan(rows: readonly Row[], spans: readonly ExportedSpan[]): string[] {
  const left = new Map<string, number>();
  for (const key of spans.flatMap(keysOfSpan)) left.set(key, (left.get(key) ?? 0) + 1);
  return rows.map(keyOfRow).filter((key) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

export const rootsOf = (spans: readonly ExportedSpan[]): ExportedSpan[] => spans.filter(({ parentSpanId = '' }) => parentSpanId === '');

export function orphansOf(spans: readonly ExportedSpan[]): string[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentSpanId = '' }) => parentSpanId !== '' && !ids.has(parentSpanId)).map(({ service, name }) => `${service} ${name}`);
}

/** Spans come in batches: the trace is looked at when nothing of it is missing, or as it is after a while. */
export async function settledTrace(traceId: string, rows: readonly Row[]): Promise<ExportedSpan[]> {
  const isWhole = (spans: readonly ExportedSpan[]): boolean => rootsOf(spans).length > 0 && orphansOf(spans).length === 0 && withoutSpan(rows, spans).length === 0;
  return until('the whole trace has been exported', () => exported(traceId), isWhole, { withinMs: 30_000 }).catch(() => exported(traceId));
}
