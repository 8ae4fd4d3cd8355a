import { context, isSpanContextValid, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Attributes, type Context, type Link, type Span, type SpanContext } from '@opentelemetry/api';
import { currentLogFields, withLogFields } from './work-context.js';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

const tracer = () => trace.getTracer('sluice');

export interface SpanOptions {
  readonly attributes?: Attributes;
  /** INTERNAL unless remote. */
  readonly kind?: SpanKind;
  /** The trace context that the work continues; that of the active span unless remote. */
  readonly parent?: string | undefined;
  /** Trace contexts that led to the work without being its parent. */
  readonly links?: readonly (string | undefined)[];
  /** True: the work begins a trace, whatever is active. */
  readonly root?: boolean;
}

const traceparentOf = ({ traceId, spanId, traceFlags }: SpanContext): string => `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** The active span as W3C trace context, to travel in an envelope; undefined outside of any trace. */
export function currentTraceparent(): string | undefined {
  const span = trace.getSpan(context.active())?.spanContext();
  return span === undefined || !isSpanContextValid(span) ? undefined : traceparentOf(span);
}

/** The trace that the current work belongs to: 32 hex digits. */
export const currentTraceId = (): string | undefined => currentTraceparent()?.slice(3, 35);

/** Anything that is not a traceparent is as none: a stranger's bad header must not fail a message. */
function spanContextOf(traceparent: string | undefined): SpanContext | null {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined) return null;
  const read = { traceId, spanId, traceFlags: parseInt(flags ?? '00', 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(read) ? read : null;
}

function parentOf({ parent, root = false }: SpanOptions): Context {
  if (root) return ROOT_CONTEXT;
  const remote = spanContextOf(parent);
  return remote === null ? context.active() : trace.setSpanContext(ROOT_CONTEXT, remote);
}

/** Work that continues another trace than the one that is active keeps a link to it: an acceptance, a bank's report. */
function linksOf({ links = [] }: SpanOptions, parent: Context): Link[] {
  const traceId = trace.getSpanContext(parent)?.traceId;
  const active = trace.getSpanContext(context.active());
  const left = active !== undefined && isSpanContextValid(active) && active.traceId !== traceId ? [{ context: active }] : [];
  return [...left, ...links.flatMap((link) => spanContextOf(link) ?? []).map((linked) => ({ context: linked }))];
}

/** For whom the current work is done, as a span says it. */
export function fieldAttributes(): Attributes {
  const { tenantId, withdrawalId, dialect } = currentLogFields();
  return { 'sluice.tenant.id': tenantId, 'sluice.withdrawal.id': withdrawalId, 'sluice.dialect': dialect };
}

/** Notes on a span that its work failed, and how. */
export function markFailed(span: Span, error: unknown): void {
  const known = error instanceof Error ? error : new Error(String(error));
  span.recordException(known);
  span.setAttribute('error.type', known.name);
  span.setStatus({ code: SpanStatusCode.ERROR, message: known.message });
}

/** More about the work that is being done, on the span around it. */
export const describeSpan = (attributes: Attributes): void => void trace.getActiveSpan()?.setAttributes(attributes);

/** Runs the work in a span that says for whom it is done. An error marks the span and is thrown on. */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const parent = parentOf(options);
  const { attributes = {}, kind = SpanKind.INTERNAL } = options;
  const started = { attributes: { ...fieldAttributes(), ...attributes }, kind, links: linksOf(options, parent) };
  return tracer().startActiveSpan(name, started, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Runs work of which it has just become known for which withdrawal it is. */
export function aboutWithdrawal<T>(withdrawalId: string, work: () => T): T {
  describeSpan({ 'sluice.withdrawal.id': withdrawalId });
  return withLogFields({ withdrawalId }, work);
}
