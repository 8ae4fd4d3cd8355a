import { beforeAll, describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { currentTraceId, currentTraceparent, inSpan } from './spans.js';
import { installTracing } from './tracing.js';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('work in a span', () => {
  const exporter = new InMemorySpanExporter();
  const work = (): Promise<string | undefined> => Promise.resolve(currentTraceparent());

  beforeAll(() => {
    installTracing({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  });

  it('belongs to the trace it is told', async () => {
    const inside = await inSpan('told', {}, PARENT, work);
    expect(inside?.slice(0, 35)).toBe(PARENT.slice(0, 35));
    expect(inside).not.toBe(PARENT);
  });

  it('belongs to the span around it when it is told none', async () => {
    const [outer, inner] = await inSpan('outer', {}, undefined, async () => [currentTraceId(), await inSpan('inner', {}, undefined, () => Promise.resolve(currentTraceId()))]);
    expect(inner).toBe(outer);
  });

  it.each(['', 'nonsense', '00-short-b7ad6b7169203331-01', '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'])('begins a trace when what it is told is none: "%s"', async (traceparent) => {
    const inside = await inSpan('alone', {}, traceparent, work);
    expect(inside).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(inside?.slice(3, 35)).not.toBe(PARENT.slice(3, 35));
  });

  it('marks its span and throws on when it fails', async () => {
    await expect(inSpan('failing', { id: 'x' }, undefined, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const span = exporter.getFinishedSpans().find(({ name }) => name === 'failing');
    expect([span?.status.message, span?.attributes['id'], span?.events[0]?.name]).toEqual(['broken', 'x', 'exception']);
  });

  it('leaves nothing behind', async () => {
    await inSpan('over', {}, PARENT, work);
    expect([currentTraceparent(), currentTraceId()]).toEqual([undefined, undefined]);
  });
});
