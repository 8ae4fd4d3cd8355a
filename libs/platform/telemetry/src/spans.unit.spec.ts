import { beforeAll, describe, expect, it } from '@jest/globals';
import { context, propagation, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { withLogFields } from './work-context.js';
import { aboutWithdrawal, currentTraceId, currentTraceparent, inSpan } from './spans.js';
import { adoptTracing, installTracing } from './tracing.js';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('work in a span', () => {
  const exporter = new InMemorySpanExporter();
  const finished = (name: string) => exporter.getFinishedSpans().find((span) => span.name === name);
  const linksOf = (name: string) => finished(name)?.links.map(({ context }) => context.traceId);
  const work = (): Promise<string | undefined> => Promise.resolve(currentTraceparent());

  // Another file of this worker may have installed a tracer that records nothing: the first one stays until it is taken away.
  beforeAll(() => {
    for (const api of [context, propagation, trace]) api.disable();
    adoptTracing(null);
    installTracing({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  });

  it('belongs to the trace it is told', async () => {
    const inside = await inSpan('told', { parent: PARENT }, work);
    expect(inside?.slice(0, 35)).toBe(PARENT.slice(0, 35));
    expect(inside).not.toBe(PARENT);
  });

  it('belongs to the span around it when it is told none', async () => {
    const [outer, inner] = await inSpan('outer', {}, async () => [currentTraceId(), await inSpan('inner', {}, () => Promise.resolve(currentTraceId()))]);
    expect(inner).toBe(outer);
  });

  it.each(['', 'nonsense', '00-short-b7ad6b7169203331-01', '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'])('begins a trace when what it is told is none: "%s"', async (traceparent) => {
    const inside = await inSpan('alone', { parent: traceparent }, work);
    expect(inside).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(inside?.slice(3, 35)).not.toBe(PARENT.slice(3, 35));
  });

  it('marks its span and throws on when it fails', async () => {
    await expect(inSpan('failing', { attributes: { id: 'x' } }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const span = finished('failing');
    expect([span?.status.message, span?.attributes['id'], span?.events[0]?.name]).toEqual(['broken', 'x', 'exception']);
  });

  it('that goes on in another trace is linked to where it was called', async () => {
    const outer = await inSpan('report', {}, async () => {
      await inSpan('taken in', { parent: PARENT }, work);
      return currentTraceId();
    });
    expect(linksOf('taken in')).toEqual([outer]);
  });

  it('is linked to what it is told, and to nothing that is no trace context', async () => {
    await inSpan('again', { links: [undefined, 'nonsense', PARENT] }, work);
    expect(linksOf('again')).toEqual([PARENT.slice(3, 35)]);
  });

  it('begins a trace where it is told to, whatever is around it', async () => {
    const [outer, inner] = await inSpan('around', {}, async () => [currentTraceId(), await inSpan('fresh', { root: true }, () => Promise.resolve(currentTraceId()))]);
    expect(inner).not.toBe(outer);
  });

  it('says for whom it is done, and for which withdrawal as soon as that is known', async () => {
    await withLogFields({ tenantId: 'acme', dialect: 'braid' }, () => inSpan('asked', {}, () => aboutWithdrawal('w-1', () => inSpan('done', {}, work))));
    const attributes = { 'sluice.tenant.id': 'acme', 'sluice.dialect': 'braid', 'sluice.withdrawal.id': 'w-1' };
    expect([finished('asked')?.attributes, finished('done')?.attributes]).toEqual([attributes, attributes]);
  });

  it('leaves nothing behind', async () => {
    await inSpan('over', { parent: PARENT }, work);
    expect([currentTraceparent(), currentTraceId()]).toEqual([undefined, undefined]);
  });
});
