import { describe, expect, it } from '@jest/globals';
import { RetryLater } from '@sluice/messaging';
import fc from 'fast-check';
import { aChange, FakeEventRecords } from '../../test/fake-event-records.js';
import { EventLog } from './event-log.js';
import { idBefore, isChange, subjectOf, type KnownEntry, type LoggedEntry } from './logged-event.js';

const all = { tenantId: 'acme', after: 0, limit: 200 };
const short = (events: readonly LoggedEntry[]) => events.map((event) => `${event.position} ${subjectOf(event)}${event.sequence}`);

function started() {
  const records = new FakeEventRecords();
  return { records, log: new EventLog(records) };
}

describe('changes in their order', () => {
  it('are in the log as they came', async () => {
    const { log } = started();
    for (const change of [aChange('w', 1), aChange('v', 1), aChange('w', 2)]) await log.record(change);
    expect(short(await log.page(all))).toEqual(['1 w1', '2 v1', '3 w2']);
  });

  it('are written together when they come together', async () => {
    const { log, records } = started();
    await Promise.all([1, 2, 3, 4, 5].map((sequence) => log.record(aChange('w', sequence))));
    expect(short(await log.page(all))).toEqual(['1 w1', '2 w2', '3 w3', '4 w4', '5 w5']);
    expect(records.appends).toBe(1);
  });
});

describe('a change that comes too early', () => {
  it('shows when those before it are there, and is released then', async () => {
    const { log, records } = started();
    await log.record(aChange('w', 3));
    await log.record(aChange('w', 2));
    expect(await log.page(all)).toEqual([]);
    expect(records.waitingChanges.size).toBe(2);
    await log.record(aChange('w', 1));
    expect(short(await log.page(all))).toEqual(['1 w1', '2 w2', '3 w3']);
    expect(records.waitingChanges.size).toBe(0);
  });

  it('does not hold up other withdrawals', async () => {
    const { log } = started();
    await log.record(aChange('w', 2));
    await log.record(aChange('v', 1));
    expect(short(await log.page(all))).toEqual(['1 v1']);
  });

  it('shows at last when the process died after its predecessor was logged', async () => {
    const { log, records } = started();
    await log.record(aChange('w', 2));
    await records.append([{ ...aChange('w', 1), position: 1 }]);
    await log.record(aChange('w', 1));
    expect(short(await log.page(all))).toEqual(['1 w1', '2 w2']);
  });

  it('is released when the process died after it was logged, before it was followed', async () => {
    const { log, records } = started();
    await records.append([{ ...aChange('w', 1), position: 1 }]);
    await records.hold([aChange('w', 2)]);
    await records.append([{ ...aChange('w', 2), position: 2 }]);
    await log.record(aChange('w', 2));
    expect(records.waitingChanges.size).toBe(0);
  });

  it('is released when the process died after it was held, while the one before it was logged', async () => {
    const { log, records } = started();
    await records.append([{ ...aChange('w', 1), position: 1 }]);
    await records.hold([aChange('w', 2)]);
    await log.record(aChange('w', 2));
    expect(records.waitingChanges.size).toBe(0);
  });
});

describe('a change that comes again', () => {
  it('has one position only', async () => {
    const { log } = started();
    for (const sequence of [1, 1, 2, 1, 2]) expect(await log.record(aChange('w', sequence))).toBe('recorded');
    expect(short(await log.page(all))).toEqual(['1 w1', '2 w2']);
  });

  it('is refused when it has another content, in the log and among the held', async () => {
    const { log } = started();
    await log.record(aChange('w', 1));
    expect(await log.record(aChange('w', 1, { hold: 'rfi' }))).toBe('conflicting');
    await log.record(aChange('w', 3));
    expect(await log.record(aChange('w', 3, { hold: 'rfi' }))).toBe('conflicting');
    await log.record(aChange('w', 2));
    expect((await log.page(all)).filter(isChange).map(({ hold }) => hold)).toEqual(['none', 'none', 'none']);
  });

  it("is refused for another tenant's withdrawal", async () => {
    const { log } = started();
    await log.record(aChange('w', 1));
    expect(await log.record(aChange('w', 1, { tenantId: 'globex' }))).toBe('conflicting');
    expect(await log.record(aChange('w', 2, { tenantId: 'globex' }))).toBe('conflicting');
    expect(await log.page({ ...all, tenantId: 'globex' })).toEqual([]);
  });
});

describe('positions that others keep taking', () => {
  it('are given up after a while, to be tried again later', async () => {
    const records = new FakeEventRecords();
    records.append = () => Promise.resolve('overtaken');
    await expect(new EventLog(records).record(aChange('w', 1))).rejects.toMatchObject({ name: 'RetryLater' });
  });
});

describe('several processes, any order, any interleaving', () => {
  const arrivals = ['u', 'v', 'w'].flatMap((withdrawalId) => [1, 2, 3, 4].flatMap((sequence) => [0, 1].map(() => ({ withdrawalId, sequence }))));
  const deliveries = fc.shuffledSubarray(arrivals, { minLength: arrivals.length, maxLength: arrivals.length });

  it('make one log without a gap, in which a reader never misses anything', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, fc.infiniteStream(fc.nat(999)), async (order, chances) => {
        const records = new FakeEventRecords(shuffledTurns(chances));
        const followed = new Map<string, string | undefined>();
        const processes = [0, 1, 2].map(() => followedLog(records, chances, followed));
        const recorded = Promise.all(order.map(({ withdrawalId, sequence }, index) => deliver(processes[index % 3]!, aChange(withdrawalId, sequence))));
        const seen = await follow(processes[0]!, recorded);
        expect(seen.map(({ position }) => position)).toEqual(seen.map((_, index) => index + 1));
        for (const withdrawalId of ['u', 'v', 'w']) {
          expect(seen.filter((event) => subjectOf(event) === withdrawalId).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
        }
        expect(records.waitingChanges.size).toBe(0);
        expect(followed).toEqual(new Map(seen.map((event) => [event.id, idBefore(event) ?? undefined])));
      }),
      { numRuns: 40 },
    );
  });

  /** A process that notes what it followed, and now and then dies before it has. */
  function followedLog(records: FakeEventRecords, chances: Iterator<number>, followed: Map<string, string | undefined>): EventLog {
    const log = new EventLog(records);
    log.onLogged(async ({ changes }) => {
      await Promise.resolve();
      if ((chances.next().value as number) % 4 === 0) throw new RetryLater('It died.');
      for (const { event, previous } of changes) followed.set(event.id, previous?.id);
    });
    return log;
  }

  /** Lets those who wait for their turn go on one by one, whichever chance picks. */
  function shuffledTurns(chances: Iterator<number>): () => Promise<void> {
    const waiting: (() => void)[] = [];
    return () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        setImmediate(() => waiting.splice((chances.next().value as number) % waiting.length, 1)[0]?.());
      });
  }

  /** As the transport does: a change that lost too many races is delivered again. */
  async function deliver(log: EventLog, change: KnownEntry): Promise<void> {
    const recorded = await log.record(change).catch((error: unknown) => (error instanceof RetryLater ? deliver(log, change) : Promise.reject(error as Error)));
    expect(recorded ?? 'recorded').toBe('recorded');
  }

  /** A reader with a cursor, while the others write and once more when they are done. */
  async function follow(log: EventLog, writing: Promise<unknown>): Promise<LoggedEntry[]> {
    const seen: LoggedEntry[] = [];
    const read = async (): Promise<void> => void seen.push(...(await log.page({ ...all, after: seen.at(-1)?.position ?? 0, limit: 200 })));
    let isWriting = true;
    const written = writing.finally(() => (isWriting = false));
    while (isWriting) await read();
    await written;
    await read();
    return seen;
  }
});
