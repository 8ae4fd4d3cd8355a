import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { monitoredUri, startTestService, until, type TestService } from '@sluice/builders';
import { contractOf, send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { OlderDocuments, Outbox, type OlderDocument } from '@sluice/persistence';
import { z } from 'zod';
import { commandsOf } from './database-commands.ts';
import { Tallies, TalliesModule, tally } from './tallies.ts';

const opened = contractOf('tallies').event('tally-opened', z.object({ tallyId: z.string() }), { tallyId: 't' });
const messagesOf = ({ _id }: Pick<OlderDocument, '_id'>) => [send(opened, { tallyId: _id })];

/** Called for each document before its messages are decided on. */
let before: (document: OlderDocument) => void;

@Injectable()
class OlderTallies implements OnModuleInit {
  constructor(private readonly older: OlderDocuments, private readonly tallies: Tallies) {}

  onModuleInit(): void {
    this.older.announceFrom(this.tallies, (document) => {
      before(document);
      return messagesOf(document);
    });
  }
}

@Module({ imports: [TalliesModule], providers: [OlderTallies] })
class OlderTalliesModule {}

const start = (more: { namespace?: string; hear?: boolean } = {}): Promise<TestService> =>
  startTestService({ module: OlderTalliesModule, service: 'tallies', mongodbUri: monitoredUri(), ...more });

/** The first of these instances hears what all of them send. */
let service: TestService;
let tallies: Tallies;
beforeEach(async () => {
  before = () => undefined;
  service = await start();
  tallies = service.app.get(Tallies);
});
afterEach(() => service.stop());

const notes = () => tallies.model.db.collection<{ _id: string; after: string; notBefore: Date; isDone: boolean }>('older_documents');
const noteOf = () => notes().findOne({ _id: 'tallies' });
const noted = (changed: object) => notes().updateOne({ _id: 'tallies' }, { $set: changed });
const waits = () => until('the walk waits', async () => (await noteOf()) !== null);
const idOf = (index: number): string => `tally-${String(index).padStart(3, '0')}`;
const reported = (): string[] => service.seen(opened).map(({ tenantId, body }) => `${tenantId} ${body.tallyId}`);
const all = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index % 3 === 0 ? 'globex' : 'acme'} ${idOf(index)}`);

/** So many documents as an older version stored them, and the time has come to tell of them. */
async function older(count: number): Promise<void> {
  await waits();
  await tallies.model.collection.insertMany(Array.from({ length: count }, (_, index) => (
    { _id: idOf(index) as never, tenantId: index % 3 === 0 ? 'globex' : 'acme', version: 1 + (index % 4), outbox: [], cause: {}, count: '1', firings: 0, asker: null })));
  await noted({ notBefore: new Date(0) });
}

/** Does something while another instance runs, which then stops. */
async function beside(work: (other: TestService) => Promise<unknown>): Promise<void> {
  const other = await start({ namespace: service.namespace, hear: false });
  try {
    await work(other);
  } finally {
    await other.stopOnly();
    await other.probe.close();
  }
}

const isDone = () => until('all are told of', async () => (await noteOf())?.isDone === true);

describe('documents that an older version stored', () => {
  it('are told of page by page, each once and for its own tenant, and are left as they are', async () => {
    await older(220);
    const stored = await tallies.findDocuments({});
    await beside(isDone);
    await until('all are heard of', () => reported().length >= 220);
    expect(reported().toSorted()).toEqual(all(220).toSorted());
    expect(await tallies.findDocuments({})).toEqual(stored);
  });

  it('are told of as one is that is made now: the same message', async () => {
    await tallies.change(idOf(0), { id: newId(), tenantId: 'globex' }, () => ({ state: tally(1n), send: messagesOf({ _id: idOf(0) }) }));
    const { id } = await service.next(opened);
    await tallies.change(idOf(0), { id: newId(), tenantId: 'globex' }, () => ({ state: tally(2n) }));
    await waits();
    await noted({ notBefore: new Date(0) });
    await beside(isDone);
    expect((await service.next(opened)).id).toBe(id);
  });

  it('are not told of while an older version may still be storing some', async () => {
    await older(3);
    await notes().deleteOne({ _id: 'tallies' });
    await beside(waits);
    expect(await noteOf()).toMatchObject({ after: '', isDone: false });
    expect((await noteOf())?.notBefore.getTime()).toBeGreaterThan(Date.now() + 540_000);
    expect(reported()).toEqual([]);
  });

  it('are gone on with where a process has died, and none is told of twice', async () => {
    await older(150);
    const { promise: died, resolve: die } = Promise.withResolvers<void>();
    before = ({ _id }) => {
      if (_id !== idOf(130)) return;
      die();
      throw new Error('It has died.');
    };
    await beside(() => died);
    expect(await noteOf()).toMatchObject({ after: idOf(99), isDone: false });
    before = () => undefined;
    await beside(isDone);
    await until('all are heard of', () => reported().length >= 150);
    expect(reported().toSorted()).toEqual(all(150).toSorted());
  });

  it('are the same messages again where a process has died before it noted that it had told', async () => {
    await older(3);
    await beside(isDone);
    await noted({ after: '', isDone: false });
    await beside(isDone);
    await until('all are heard of twice', () => reported().length >= 6);
    expect(new Set(service.seen(opened).map(({ id }) => id)).size).toBe(3);
  });

  it('are told of also by two instances at once: every one, each as one message', async () => {
    await older(150);
    await Promise.all([beside(isDone), beside(isDone)]);
    await until('all are heard of', () => new Set(reported()).size >= 150);
    expect(new Set(reported())).toEqual(new Set(all(150)));
    expect(new Set(service.seen(opened).map(({ id }) => id)).size).toBe(150);
  });

  it('are still to be told of while nobody listens', async () => {
    await older(3);
    await service.probe.deafen();
    let reads = 0;
    before = () => void (reads += 1);
    await beside(() => until('it was tried', () => reads >= 3));
    expect(await noteOf()).toMatchObject({ after: '', isDone: false });
  });
});

describe('a start after all were told of', () => {
  it('reads one note, and tells of nothing', async () => {
    await older(3);
    await beside(isDone);
    await until('all are heard of', () => reported().length >= 3);
    await beside(async (other) => {
      await other.app.get(OlderDocuments).stop();
      const started = new OlderDocuments(tallies.model.db, other.app.get(Outbox));
      const commands = commandsOf(tallies as never);
      started.announceFrom(tallies, messagesOf);
      started.start();
      await started.stop();
      expect(commands.filter((command) => command.endsWith(' older_documents'))).toEqual(['find older_documents']);
    });
    expect(reported()).toHaveLength(3);
  });
});
