import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { contractOf, send } from '@sluice/contract-kit';
import type { Cause, OutboxEntry } from '@sluice/messaging';
import fc from 'fast-check';
import { z } from 'zod';
import type { AggregateDocument, AggregateModel } from './aggregate.document.js';
import { Repository } from './repository.js';
import { Outbox } from './outbox.js';

const counted = contractOf('tallies').event('counted', z.object({ causeId: z.string(), version: z.int() }), { causeId: 'c', version: 1 });

const doneSchema = z.object({ done: z.array(z.string()) });
type Done = z.infer<typeof doneSchema>;

class Store extends Repository<Done> {}

/** Longer than anybody holds up the others at first. */
const ANSWERS_AFTER_MS = 600;

/** What the database does with one command. `unseen`: it is done, and the answer says that nothing matched, as after a retry of the driver. */
type Fate = 'well' | 'refused' | 'answer-lost' | 'unseen';

interface Operation {
  readonly insertOne?: { readonly document: AggregateDocument };
  readonly updateOne?: { readonly filter: Record<string, unknown>; readonly update: { $set?: Partial<AggregateDocument>; $unset?: object; $pull?: { outbox: { id: { $in: string[] } } } } };
}

const copy = <T>(value: T): T => structuredClone(value);

/** A collection in memory that answers as a real one does, and fails as it is told. */
class Collection {
  readonly documents = new Map<string, AggregateDocument>();

  constructor(private readonly fates: Fate[]) {}

  findOne = ({ _id }: { _id: string }) => this.soon(() => copy(this.documents.get(_id) ?? null));

  find = (filter: { _id?: { $in: string[] } }) => {
    const found = () => [...this.documents.values()].filter(({ _id, outbox }) => (filter._id ? filter._id.$in.includes(_id) : outbox.length > 0)).map(copy);
    const cursor = { project: () => cursor, sort: () => cursor, limit: () => cursor, toArray: () => this.soon(found) };
    return cursor;
  };

  insertOne = (document: AggregateDocument) => this.command<unknown>(() => this.insert(document) || Promise.reject(this.duplicate()), () => true);

  updateOne = (filter: Record<string, unknown>, update: never) =>
    this.command(() => ({ matchedCount: this.update({ filter, update }) }), () => ({ matchedCount: 0 }));

  bulkWrite = (operations: Operation[]) => this.command(() => this.all(operations), () => this.all(operations));

  private all(operations: Operation[]): { matchedCount: number } {
    let matchedCount = 0;
    for (const { insertOne, updateOne } of operations) {
      if (insertOne && !this.insert(insertOne.document)) throw new Error('The whole group is refused.');
      if (updateOne) matchedCount += this.update(updateOne);
    }
    return { matchedCount };
  }

  private insert(document: AggregateDocument): boolean {
    if (this.documents.has(document._id)) return false;
    this.documents.set(document._id, copy(document));
    return true;
  }

  private update({ filter, update }: NonNullable<Operation['updateOne']>): number {
    const found = this.documents.get(String(filter['_id']));
    if (found === undefined || (filter['version'] !== undefined && found.version !== filter['version'])) return 0;
    const pulled = update.$pull?.outbox.id.$in ?? [];
    this.documents.set(found._id, copy({ ...found, outbox: found.outbox.filter(({ id }) => !pulled.includes(id)), ...update.$set }));
    return 1;
  }

  private async command<T>(work: () => T, unseen: () => T): Promise<T> {
    const fate = this.fates.shift() ?? 'well';
    await new Promise(setImmediate);
    if (fate === 'refused') throw new Error('The database is away.');
    const answer = await work();
    if (fate === 'answer-lost') throw new Error('The connection is lost.');
    await new Promise(setImmediate);
    return fate === 'unseen' ? unseen() : answer;
  }

  private async soon<T>(work: () => T): Promise<T> {
    await new Promise(setImmediate);
    return work();
  }

  private duplicate(): Error {
    return Object.assign(new Error('E11000'), { code: 11_000, keyPattern: { _id: 1 } });
  }
}

/** One process: what it sends before it is killed, and what it knows. */
function startProcess(collection: Collection, broker: Map<string, Set<string>>, sends: boolean[]): { store: Store; outbox: Outbox } {
  const settle = (entries: readonly OutboxEntry[]): Promise<PromiseSettledResult<void>[]> =>
    Promise.allSettled(entries.map(async ({ id, content }) => {
      if (sends.shift() === false) throw new Error('The broker is away.');
      broker.set(id, (broker.get(id) ?? new Set()).add(JSON.stringify((JSON.parse(content) as { body: unknown }).body)));
    }));
  const publisher = { settle, publish: async (entries: readonly OutboxEntry[]) => void (await settle(entries)) };
  const outbox = new Outbox(publisher as never, { ready: () => true } as never, { service: 'tallies' } as never);
  const model = { collection, modelName: 'tallies' } as unknown as AggregateModel;
  return { store: new (Store as unknown as new (...args: unknown[]) => Store)(model, outbox, { state: doneSchema }), outbox };
}

const fates = fc.array(fc.constantFrom<Fate>('well', 'well', 'well', 'refused', 'answer-lost', 'unseen'), { maxLength: 60 });
const commands = fc.array(fc.record({ process: fc.nat({ max: 1 }), document: fc.nat({ max: 2 }), pause: fc.boolean() }), { minLength: 1, maxLength: 25 });

describe('changes by two processes whose database and broker fail at any moment', () => {
  beforeAll(() => void Logger.overrideLogger(false));
  afterAll(() => void Logger.overrideLogger(['log']));

  it('happen once each, and every message is sent under an id of its own', async () => {
    await fc.assert(fc.asyncProperty(commands, fates, fc.array(fc.boolean(), { maxLength: 30 }), async (plan, mishaps, sends) => {
      const broker = new Map<string, Set<string>>();
      const collection = new Collection([...mishaps]);
      const processes = [startProcess(collection, broker, [...sends]), startProcess(collection, broker, [])];
      /** As a consumer does: a command whose handling failed comes again, until it is done. */
      const handle = async (index: number, { process, document }: { process: number; document: number }): Promise<void> => {
        const cause: Cause = { id: `cause-${index}`, tenantId: 'acme' };
        for (;;) {
          const changed = await processes[process]?.store.change(`t-${document}`, cause, (current) => {
            if (current?.state.done.includes(cause.id)) return null;
            return { state: { done: [...(current?.state.done ?? []), cause.id] }, send: [send(counted, { causeId: cause.id, version: (current?.version ?? 0) + 1 })] };
          }).catch(() => undefined);
          if (changed) return;
        }
      };
      const handled: Promise<void>[] = [];
      for (const [index, command] of plan.entries()) {
        handled.push(handle(index, command));
        if (command.pause) await new Promise(setImmediate);
      }
      await Promise.all(handled);
      const waiting = [...collection.documents.values()].flatMap(({ outbox }) => outbox);
      for (const { id, content } of waiting) broker.set(id, (broker.get(id) ?? new Set()).add(JSON.stringify((JSON.parse(content) as { body: unknown }).body)));
      for (const { _id, version, ...fields } of collection.documents.values()) {
        const { done } = fields as unknown as Done;
        const asked = plan.flatMap(({ document }, index) => (`t-${document}` === _id ? [`cause-${index}`] : []));
        expect([[...done].sort(), version]).toEqual([asked.sort(), asked.length]);
      }
      expect([...broker.values()].map((contents) => contents.size)).toEqual([...broker.keys()].map(() => 1));
      const reported = [...broker.values()].flatMap((contents) => [...contents].map((content) => (JSON.parse(content) as { causeId: string }).causeId));
      expect(reported.sort()).toEqual(plan.map((_, index) => `cause-${index}`).sort());
      await Promise.all(processes.map(({ outbox }) => outbox.stop()));
      const left = [...collection.documents.values()].flatMap(({ outbox }) => outbox.map(({ id }) => id));
      expect(left.filter((id) => !broker.has(id))).toEqual([]);
    }), { numRuns: 100 });
  });
});

describe('a change that is decided by asking something slow, while others of its process change the same', () => {
  it('is made after a few times', async () => {
    const { store, outbox } = startProcess(new Collection([]), new Map(), []);
    let isOver = false;
    const others = [1, 2].map(async (other) => {
      for (let count = 0; !isOver; count += 1) await store.change('t', { id: `${other}/${count}`, tenantId: 'acme' }, (current) => ({ state: { done: current?.state.done ?? [] } }));
    });
    let asked = 0;
    const changed = await store.change('t', { id: 'slow', tenantId: 'acme' }, async (current) => {
      asked += 1;
      await pause(ANSWERS_AFTER_MS);
      return { state: { done: [...(current?.state.done ?? []), 'slow'] } };
    });
    isOver = true;
    await Promise.all(others);
    expect(changed?.state.done).toEqual(['slow']);
    expect(asked).toBeLessThan(8);
    await outbox.stop();
  });
});
