import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger, type LoggerService } from '@nestjs/common';
import { startTestService, until, type TestService } from '@sluice/builders';
import { send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { Timers } from '@sluice/persistence';
import { currentLogFields, currentTraceId, inSpan, withLogFields, type LogFields } from '@sluice/telemetry';
import { counted, Tallies, TalliesModule, tally } from './tallies.ts';

interface Line {
  readonly text: string;
  readonly fields: LogFields;
  readonly traceId: string | undefined;
}

const traceOf = (tenantId: string, id: string): string => `00-${Buffer.from(`${tenantId}${id}`.padEnd(16, '-').slice(0, 16)).toString('hex')}-b7ad6b7169203331-01`;

/** What the service's log says from now on, each line with the context that it is written in. */
function recordLines(): Line[] {
  const lines: Line[] = [];
  const record = (text: unknown, ...more: unknown[]): void => {
    lines.push({ text: [text, ...more.slice(0, -1)].map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '), fields: currentLogFields(), traceId: currentTraceId() });
  };
  const logger: LoggerService = { log: record, error: record, warn: record, debug: record, verbose: record, fatal: record };
  Logger.overrideLogger(logger);
  return lines;
}

describe('the log while the work of two tenants is interleaved', () => {
  let service: TestService;
  let lines: Line[];

  beforeAll(async () => {
    service = await startTestService({ module: TalliesModule, service: 'tallies' });
    lines = recordLines();
  });
  afterAll(async () => {
    Logger.overrideLogger(false);
    await service.stop();
  });

  /** Begun as a handler does: within a tenant's log fields and trace. */
  const begin = (tenantId: string, id: string) => {
    const cause = { id: newId(), tenantId, replyTo: 'tester', withdrawalId: `${tenantId}-${id}`, traceparent: traceOf(tenantId, id) };
    return withLogFields({ tenantId, withdrawalId: cause.withdrawalId }, () => inSpan('begin', { parent: cause.traceparent }, () =>
      service.app.get(Tallies).change(`${tenantId}-${id}`, cause, () => ({ state: tally(0n), dueAt: new Date(Date.now() + 20), send: [send(counted, { tallyId: id, count: '0' })] }))));
  };

  it('says of each failed timer why, in the name of its own withdrawal, tenant and trace', async () => {
    service.app.get(Timers).watch(service.app.get(Tallies), async ({ id }) => { throw new Error(`No node for ${id}.`); });
    const ids = Array.from({ length: 10 }, (_, index) => String(index));
    await Promise.all(ids.flatMap((id) => ['acme', 'globex'].map((tenantId) => begin(tenantId, id))));
    const failed = (): Line[] => lines.filter(({ text }) => /The timer of tallies .* failed/.test(text));
    await until('every timer has failed twice', () => failed().length >= 40);
    for (const { text, fields, traceId } of failed()) {
      const id = /tallies (\S+) failed/.exec(text)?.[1] ?? '';
      const [tenantId = '', number = ''] = id.split('-');
      expect(text).toContain(`No node for ${id}.`);
      expect([fields.tenantId, fields.withdrawalId, traceId]).toEqual([tenantId, id, traceOf(tenantId, number).slice(3, 35)]);
    }
  });

  it('says what failed for many in the name of nobody', async () => {
    const tallies = service.app.get(Tallies);
    tallies.findDue = () => Promise.reject(new Error('No database.'));
    service.app.get(Timers).watch(tallies, () => Promise.resolve());
    const { collection } = tallies.model;
    const { bulkWrite } = collection;
    collection.bulkWrite = (operations, ...rest) => (JSON.stringify(operations).includes('$pull') ? Promise.reject(new Error('No clearing.')) : bulkWrite.call(collection, operations, ...rest));
    await Promise.all(['acme', 'globex'].map((tenantId) => begin(tenantId, 'cleared')));
    for (const failure of ['No database.', 'No clearing.']) await until(`the log says: ${failure}`, () => lines.some(({ text }) => text.includes(failure)));
    const anonymous = lines.filter(({ text }) => !/The timer of tallies/.test(text));
    expect(anonymous.map(({ fields, traceId }) => [fields, traceId])).toEqual(anonymous.map(() => [{}, undefined]));
  });
});
