import { gapsOf, until, type TimelineRow } from '@sluice/tools/client';
import { z } from 'zod';

const spanSchema = z.object({
  traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional(), name: z.string(), kind: z.int(), service: z.string(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])), links: z.array(z.object({ traceId: z.string(), spanId: z.string() })),
});
export type ExportedSpan = z.output<typeof spanSchema>;

/** OTLP's numbers of the kinds of spans. */
export const kinds = { server: 2, client: 3, producer: 4, consumer: 5 } as const;

export async function exported(traceId: string): Promise<ExportedSpan[]> {
  const answer = await fetch(`${process.env['SLUICE_TRACES'] ?? ''}/traces/${traceId}`);
  return z.array(spanSchema).parse(await answer.json());
}

/** Spans come in batches: the trace is looked at when nothing of it is missing, or as it is after a while. */
export const settledTrace = (traceId: string, rows: readonly TimelineRow[]): Promise<ExportedSpan[]> =>
  until('the whole trace has been exported', () => exported(traceId), (spans) => gapsOf(rows, spans).length === 0, { withinMs: 30_000 }).catch(() => exported(traceId));
