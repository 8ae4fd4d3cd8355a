import { describe, expect, it } from '@jest/globals';
import { currentLogFields, withLogFields } from './log-fields.js';
import { outsideOfWork } from './outside-of-work.js';
import { currentTraceId, inSpan } from './spans.js';
import { ensureTracing } from './tracing.js';

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('work for nobody in particular', () => {
  it('has no log fields and no trace of whoever set it off, also in what it starts', async () => {
    ensureTracing();
    const seen: unknown[] = [];
    await withLogFields({ tenantId: 'acme', withdrawalId: 'w-1' }, () => inSpan('work', { parent: TRACE }, async () => {
      await outsideOfWork(async () => {
        seen.push(currentLogFields(), currentTraceId());
        await new Promise(setImmediate);
        seen.push(currentLogFields(), currentTraceId());
      });
      seen.push(currentLogFields(), currentTraceId());
    }));
    expect(seen).toEqual([{}, undefined, {}, undefined, { tenantId: 'acme', withdrawalId: 'w-1' }, TRACE.slice(3, 35)]);
  });
});
