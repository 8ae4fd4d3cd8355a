import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import type { ReplyOf } from '@sluice/contract-kit';
import { listEvents, LOG_END, readLog, recordChange } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { MongoDeadLetters } from '@sluice/persistence';
import { setTimeout as pause } from 'node:timers/promises';
import { WebhooksModule } from '../src/webhooks.module.js';

let service: TestService;
let other: TestService;
beforeAll(async () => {
  service = await startTestService({ module: WebhooksModule, service: 'webhooks' });
  other = await startTestService({ module: WebhooksModule, service: 'webhooks', namespace: service.namespace });
});
afterAll(async () => {
  await other.stopOnly();
  await other.probe.close();
  await service.stop();
});

type Page = ReplyOf<typeof listEvents>;

const change = (withdrawalId: string, sequence: number, about: Partial<typeof recordChange.sample> = {}, tenantId = 'acme'): Promise<string> =>
  service.publish(recordChange, { ...recordChange.sample, withdrawalId, sequence, ...about }, { tenantId, withdrawalId });

const list = (tenantId: string, about: { after?: string; limit?: number; withdrawalId?: string } = {}): Promise<Page> =>
  service.requests.request(listEvents, { limit: 200, ...about }, { tenantId });

/** Looks until it is so; what never becomes so fails by the test's time limit. */
async function until<Found>(look: () => Promise<Found>, isSo: (found: Found) => boolean): Promise<Found> {
  for (;;) {
    const found = await look();
    if (isSo(found)) return found;
    await pause(20);
  }
}

const showing = (tenantId: string, count: number): Promise<Page> => until(() => list(tenantId), ({ events }) => events.length >= count);
const sequences = ({ events }: Page): number[] => events.map(({ sequence }) => sequence);
const parked = (id: string) => until(() => service.app.get(MongoDeadLetters).collection.findOne({ messageId: id }), (letter) => letter !== null);

describe('an empty log', () => {
  it('has a cursor to go on from', async () => {
    const { events, nextCursor } = await list('empty');
    expect(events).toEqual([]);
    expect(await list('empty', { after: nextCursor })).toEqual({ events: [], nextCursor });
  });

  it('ends at its beginning', async () => {
    const ask = (after: string) => service.requests.request(readLog, { limit: 200, after }, { tenantId: 'empty' });
    expect(await ask(LOG_END)).toEqual({ entries: [], nextCursor: (await list('empty')).nextCursor });
  });

  it.each(['', 'nonsense', '41'])('refuses the cursor "%s"', async (after) => {
    await expect(list('empty', { after })).rejects.toMatchObject({ code: 'invalid_request', details: [{ field: 'after' }] });
  });
});

describe('a reader that begins at the end', () => {
  it('is shown what is logged from then on, and nothing of before', async () => {
    const withdrawalId = newId();
    const ask = (after: string) => service.requests.request(readLog, { limit: 200, after }, { tenantId: 'late' });
    for (const sequence of [1, 2, 3]) await change(withdrawalId, sequence, {}, 'late');
    await showing('late', 3);
    const { entries, nextCursor } = await ask(LOG_END);
    expect(entries).toEqual([]);
    await change(withdrawalId, 4, {}, 'late');
    const next = await until(() => ask(nextCursor), (page) => page.entries.length > 0);
    expect(next.entries.map(({ sequence }) => sequence)).toEqual([4]);
  });

  it.each(['NOW', 'now ', 'latest'])('does not mean it by "%s"', async (after) => {
    await expect(service.requests.request(readLog, { limit: 200, after }, { tenantId: 'late' })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('changes that arrive in the wrong order and more than once', () => {
  it('show in their order, once, without a gap at any time', async () => {
    const withdrawalId = newId();
    for (const sequence of [3, 2, 5]) await change(withdrawalId, sequence, {}, 'shuffled');
    await change(newId(), 1, {}, 'shuffled');
    expect(sequences(await showing('shuffled', 1))).toEqual([1]);
    for (const sequence of [1, 3, 4, 1]) await change(withdrawalId, sequence, {}, 'shuffled');
    await showing('shuffled', 6);
    const ofOne = await list('shuffled', { withdrawalId });
    expect(sequences(ofOne)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(ofOne.events.map(({ id }) => id)).size).toBe(5);
  });

  it('are shown as they were recorded', async () => {
    const withdrawalId = newId();
    await change(withdrawalId, 1, {}, 'faithful');
    const { events } = await showing('faithful', 1);
    expect(events).toEqual([{ ...recordChange.sample, withdrawalId, id: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
  });
});

describe('a reader with a cursor, while two processes record many withdrawals', () => {
  it('sees every event once and every withdrawal in order', async () => {
    const withdrawals = Array.from({ length: 30 }, () => newId());
    const sends = withdrawals.flatMap((withdrawalId) => [4, 1, 3, 2, 5, 2].map((sequence) => () => change(withdrawalId, sequence, {}, 'busy')));
    const sending = Promise.all(sends.map((send) => send()));
    const seen: Page['events'] = [];
    let after: string | undefined;
    await until(
      async () => {
        const page = await list('busy', { limit: 7, ...(after === undefined ? {} : { after }) });
        after = page.nextCursor;
        seen.push(...page.events);
        return seen.length;
      },
      (count) => count >= 150,
    );
    await sending;
    expect((await list('busy', { after: after ?? '' })).events).toEqual([]);
    for (const withdrawalId of withdrawals) {
      expect(seen.filter((event) => event.withdrawalId === withdrawalId).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    }
    expect((await list('busy', { limit: 200 })).events).toEqual(seen);
  });
});

describe('what is not in the log', () => {
  it('is a change that contradicts it: that is among the dead letters', async () => {
    const withdrawalId = newId();
    await change(withdrawalId, 1, {}, 'strict');
    await showing('strict', 1);
    const id = await change(withdrawalId, 1, { phase: 'failed' }, 'strict');
    expect(await parked(id)).toMatchObject({ cause: expect.stringContaining('contradicts'), withdrawalId });
    expect((await list('strict')).events).toMatchObject([{ phase: 'created' }]);
  });

  it("is another tenant's", async () => {
    const withdrawalId = newId();
    await change(withdrawalId, 1, {}, 'mine');
    await showing('mine', 1);
    await parked(await change(withdrawalId, 2, {}, 'theirs'));
    expect(await list('theirs', { withdrawalId })).toMatchObject({ events: [] });
    expect(sequences(await list('mine'))).toEqual([1]);
  });
});
