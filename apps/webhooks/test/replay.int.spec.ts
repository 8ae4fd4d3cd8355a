import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listEvents, listReplays, replayEvents, subscribe } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { Sink } from './sink.js';
import { WebhooksWorld, type Step } from './webhooks-world.js';

let world: WebhooksWorld;
let sink: Sink;
beforeAll(async () => { world = await WebhooksWorld.start('bultra'); });
afterAll(() => world.service.stop());
beforeEach(async () => {
  sink = await Sink.open();
  await world.newTenant();
});
afterEach(() => sink.close());

const events = ['WITHDRAWAL_REQUESTED', 'WITHDRAWAL_ACCEPTED', 'WITHDRAWAL_IN_PROGRESS', 'WITHDRAWAL_EXECUTED'];
const authorizedAt = '2026-01-15T10:30:01.000Z';
/** One second after the other, from 10:30:00 on. */
const life: Step[] = [{ phase: 'created' }, ...['authorized', 'sourcing', 'settled'].map((phase) => ({ phase, view: { authorizedAt } }))];
const replaying = (choice: object, id = newId()) => world.ask(replayEvents, { id, reason: 'Their disk was full.', ...choice });
const idsOf = (from = 0) => sink.received.slice(from).map(({ body }) => (JSON.parse(body) as { id: string }).id);
const sorted = (ids: readonly string[]): string[] => [...ids].sort((a, b) => a.localeCompare(b));
const logged = async () => (await world.ask(listEvents, { limit: 50 })).events;

async function delivered(count: number): Promise<void> {
  await world.deliveriesOnce((all) => all.length === count && all.every(({ status }) => status === 'delivered'));
}

describe('events that were delivered', () => {
  it('are sent again by their ids, under the same event ids', async () => {
    await world.subscribe(sink, events, 'whsec');
    await world.changes(life);
    await delivered(4);
    const chosen = (await logged()).slice(1, 3).map(({ id }) => id);
    expect(await replaying({ ids: chosen })).toMatchObject({ count: 2, ids: chosen, reason: 'Their disk was full.' });
    await sink.call(6);
    expect(sorted(idsOf(4))).toEqual(sorted(chosen.map((id) => `evt_${id}`)));
    await delivered(4);
  });

  it('are sent again of a span of time', async () => {
    await world.subscribe(sink, events, 'whsec');
    await world.changes(life);
    await delivered(4);
    expect((await replaying({ from: '2026-01-15T10:30:01.000Z', to: '2026-01-15T10:30:02.000Z' })).count).toBe(2);
    expect((await replaying({ from: '2027-01-01T00:00:00.000Z' })).count).toBe(0);
    await sink.call(6);
  });

  it('are sent again to one subscription alone', async () => {
    const other = await Sink.open();
    const { id } = await world.subscribe(other, events, 'whsec');
    await world.subscribe(sink, events, 'whsec');
    await world.changes(life);
    await delivered(8);
    expect((await replaying({ subscriptionId: id })).count).toBe(4);
    await other.call(8);
    await delivered(8);
    expect(sink.received).toHaveLength(4);
    await other.close();
  });
});

describe('events that were not delivered', () => {
  it('are sent since the first that was given up', async () => {
    sink.answer(200, 503);
    await world.subscribe(sink, ['WITHDRAWAL_REQUESTED'], 'whsec');
    await world.changes([{ phase: 'created' }]);
    await delivered(1);
    await world.changes([{ phase: 'created' }]);
    await world.deliveriesOnce((all) => all.some(({ attempts }) => attempts.at(-1)?.status === 503));
    await world.pass(25 * 3_600_000);
    await world.deliveriesOnce((all) => all.some(({ status }) => status === 'failed'));
    sink.answer(200);
    expect((await replaying({ sinceFailure: true })).count).toBeGreaterThanOrEqual(1);
    await delivered(2);
    expect((await replaying({ sinceFailure: true })).count).toBe(0);
  });

  it('because nobody had subscribed are sent to whoever has since', async () => {
    await world.changes(life);
    for (const deadline = Date.now() + 60_000; (await logged()).length < 4 && Date.now() < deadline; );
    const { id } = await world.subscribe(sink, events, 'whsec');
    expect((await replaying({ subscriptionId: id })).count).toBe(4);
    await sink.call(4);
  });
});

describe('a replay', () => {
  it('is made once under its id, and kept with its reason', async () => {
    await world.subscribe(sink, events, 'whsec');
    await world.changes([{ phase: 'created' }]);
    await delivered(1);
    const id = newId();
    const first = await replaying({ from: '2026-01-01T00:00:00.000Z' }, id);
    await sink.call(2);
    expect(await replaying({ from: '2026-01-01T00:00:00.000Z' }, id)).toEqual(first);
    expect(await world.ask(listReplays, { limit: 10 })).toEqual({ replays: [first], hasMore: false });
  });

  it('is listed newest first, in pages without a gap or a double', async () => {
    await world.subscribe(sink, events, 'whsec');
    await world.changes([{ phase: 'created' }]);
    await delivered(1);
    const ids: string[] = [];
    for (let made = 0; made < 3; made += 1) ids.unshift((await replaying({ from: '2026-01-01T00:00:00.000Z' })).id);
    const whole = (await world.ask(listReplays, { limit: 10 })).replays;
    expect(new Set(whole.map(({ id }) => id))).toEqual(new Set(ids));
    const first = await world.ask(listReplays, { limit: 2 });
    expect(first).toEqual({ replays: whole.slice(0, 2), hasMore: true });
    expect(await world.ask(listReplays, { limit: 2, after: whole[1]!.id })).toEqual({ replays: whole.slice(2), hasMore: false });
    await expect(world.ask(listReplays, { limit: 2, after: newId() })).rejects.toMatchObject({ code: 'invalid_request', details: [{ field: 'after' }] });
    await world.newTenant();
    await expect(world.ask(listReplays, { limit: 2, after: whole[1]!.id })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('of nothing in particular, of unknown events or for a stranger’s subscription is refused', async () => {
    await expect(replaying({})).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(replaying({ ids: [newId()] })).rejects.toMatchObject({ code: 'invalid_request', details: [{ field: 'ids' }] });
    const { id } = await world.subscribe(sink, events, 'whsec');
    await world.newTenant();
    await expect(replaying({ subscriptionId: id })).rejects.toMatchObject({ code: 'not_found' });
    expect(await world.ask(listReplays, { limit: 10 })).toEqual({ replays: [], hasMore: false });
  });
});

describe('an endpoint without an answer', () => {
  it('holds up no other, nor the service', async () => {
    const dead = await Sink.open();
    dead.answer(() => undefined);
    for (let n = 0; n < 3; n += 1) await world.ask(subscribe, { id: `dead-${newId()}`, dialect: 'bultra', url: dead.url, events, secret: 'whsec' });
    await world.subscribe(sink, events, 'whsec');
    const begun = performance.now();
    await Promise.all(Array.from({ length: 10 }, () => world.changes([{ phase: 'created' }])));
    await sink.call(10);
    expect(performance.now() - begun).toBeLessThan(20_000);
    const waiting = (await world.deliveries()).filter(({ subscriptionId }) => subscriptionId.startsWith('dead-'));
    expect(waiting.every(({ status }) => status === 'pending')).toBe(true);
    await dead.close();
  });
});
