import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const valueSchema = z.object({ stringValue: z.string(), intValue: z.coerce.number(), boolValue: z.boolean(), doubleValue: z.number() }).partial()
  .transform((value) => value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue ?? null);
const attributesSchema = z.array(z.object({ key: z.string(), value: valueSchema })).default([]).transform((given) => Object.fromEntries(given.map(({ key, value }) => [key, value])));
const spanSchema = z.object({
  traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional(), name: z.string(), kind: z.int(), attributes: attributesSchema,
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
  events: z.array(z.object({ name: z.string(), attributes: attributesSchema })).default([]), status: z.object({ message: z.string().optional() }).default({}),
});
/** What an exporter sends by OTLP as JSON, as far as a test looks at it. */
const exportSchema = z.object({
  resourceSpans: z.array(z.object({ resource: z.object({ attributes: attributesSchema }), scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })),
});

export type ReceivedSpan = z.output<typeof spanSchema> & { readonly service: string };

export interface TraceReceiver {
  /** OpenTelemetry's variables for whoever is to send here. */
  readonly environment: Readonly<Record<string, string>>;
  /** `GET <url>/traces/<trace id>` answers with the spans of a trace that have come so far, `/containing?text=…` with those of all in which one of the texts stands. */
  readonly url: string;
}

class Traces {
  private readonly spans = new Map<string, ReceivedSpan[]>();

  async take(request: IncomingMessage): Promise<object> {
    for (const { resource, scopeSpans } of exportSchema.parse(await json(request)).resourceSpans) {
      const service = String(resource.attributes['service.name']);
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) this.spans.set(span.traceId, [...(this.spans.get(span.traceId) ?? []), { ...span, service }]);
    }
    return {};
  }

  of(traceId: string): readonly ReceivedSpan[] {
    return this.spans.get(traceId) ?? [];
  }

  containing(texts: readonly string[]): readonly { readonly text: string; readonly service: string; readonly name: string }[] {
    return [...this.spans.values()].flat().flatMap((span) => {
      const whole = JSON.stringify(span);
      return texts.filter((text) => whole.includes(text)).map((text) => ({ text, service: span.service, name: span.name }));
    });
  }
}

async function answer(traces: Traces, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://receiver');
  const traceId = /^\/traces\/([0-9a-f]{32})$/.exec(pathname)?.[1];
  const body = traceId !== undefined ? traces.of(traceId) : pathname === '/containing' ? traces.containing(searchParams.getAll('text')) : await traces.take(request);
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}

/** Stands in for a collector while the stories run: it listens before the first process that sends, and ends with the command. */
export async function startTraceReceiver(): Promise<TraceReceiver> {
  const traces = new Traces();
  const server = createServer((request, response) => {
    answer(traces, request, response).catch((error: Error) => response.destroy(error));
  }).listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_BSP_SCHEDULE_DELAY: '1000' },
  };
}
