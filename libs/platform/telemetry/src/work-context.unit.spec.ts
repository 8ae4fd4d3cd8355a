import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { currentTraceId, inSpan } from './spans.js';
import { ensureTracing } from './tracing.js';
import { currentLogFields, inBackground, type LogFields, outsideOfWork, withLogFields } from './work-context.js';

describe('the fields of every log line', () => {
  it('are there in all that the work awaits', async () => {
    const seen = await withLogFields({ tenantId: 'acme' }, async () => {
      await Promise.resolve();
      return currentLogFields();
    });
    expect(seen).toEqual({ tenantId: 'acme' });
  });

  it('are added to those around them', () => {
    expect(withLogFields({ tenantId: 'acme' }, () => withLogFields({ withdrawalId: 'w-1' }, currentLogFields))).toEqual({ tenantId: 'acme', withdrawalId: 'w-1' });
  });

  it('do not reach other work beside it', async () => {
    const beside = Promise.resolve().then(currentLogFields);
    withLogFields({ tenantId: 'acme' }, () => undefined);
    expect([await beside, currentLogFields()]).toEqual([{}, {}]);
  });
});

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

describe('work that nobody waits for', () => {
  let lines: { message: string; stack: string | undefined; fields: LogFields }[];
  let reported: EventTarget;
  const log = {
    error: (message: string, stack?: string): void => {
      lines.push({ message, stack, fields: currentLogFields() });
      reported.dispatchEvent(new Event('line'));
    },
  };
  const unhandled: unknown[] = [];
  const keep = (error: unknown): void => void unhandled.push(error);

  beforeEach(() => {
    [lines, reported] = [[], new EventTarget()];
    unhandled.length = 0;
    process.on('unhandledRejection', keep);
  });
  afterEach(() => void process.off('unhandledRejection', keep));

  /** Rejections that nobody awaits are told of when the microtasks are done with. */
  const settled = async (): Promise<void> => {
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  };

  it('is logged once when it rejects, with its cause, and leaves no rejection to the process', async () => {
    const line = once(reported, 'line');
    inBackground(log, 'The look', () => Promise.reject(new Error('the database is away')));
    await line;
    await settled();
    expect(lines).toEqual([{ message: 'The look failed: the database is away', stack: expect.stringContaining('work-context.unit.spec'), fields: {} }]);
    expect(unhandled).toEqual([]);
  });

  it('is logged once when it throws before it has begun, and throws at nobody', async () => {
    const line = once(reported, 'line');
    inBackground(log, 'The look', () => {
      throw new Error('no connection');
    });
    await line;
    expect(lines.map(({ message }) => message)).toEqual(['The look failed: no connection']);
  });

  it('is logged when it rejects with what is no error', async () => {
    const line = once(reported, 'line');
    inBackground(log, 'The look', async () => {
      await Promise.resolve();
      const gone: unknown = 'gone';
      throw gone;
    });
    await line;
    expect(lines.map(({ message }) => message)).toEqual(['The look failed: gone']);
  });

  it('has no log fields of whoever set it off, in what it does and in the line about it', async () => {
    const line = once(reported, 'line');
    const seen: LogFields[] = [];
    withLogFields({ tenantId: 'acme' }, () => inBackground(log, 'The look', async () => {
      await Promise.resolve();
      seen.push(currentLogFields());
      throw new Error('away');
    }));
    await line;
    expect([seen, lines[0]?.fields]).toEqual([[{}], {}]);
  });

  it('is begun at once and says nothing when it is done', async () => {
    let begun = false;
    inBackground(log, 'The look', async () => {
      begun = true;
      await Promise.resolve();
    });
    expect(begun).toBe(true);
    await settled();
    expect(lines).toEqual([]);
  });
});
