import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BodyOf } from '@sluice/contract-kit';
import { checkEventLog, enableSubscription, listSubscriptions, readLog, recordNotice, replayEvents, unsubscribe } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { TenantSettings } from '@sluice/persistence';
import { eventIdOf } from '../src/event-log/logged-event.js';
import { SubscriptionsRepository } from '../src/subscriptions/subscriptions.repository.js';
import { Sink } from './sink.js';
import { WebhooksWorld } from './webhooks-world.js';

const created = [{ phase: 'created' }];
const HOUR_MS = 3_600_000;

let world: WebhooksWorld;
let sink: Sink;
beforeAll(async () => { world = await WebhooksWorld.start('bultra'); });
afterAll(() => world.service.stop());
beforeEach(async () => {
  sink = await Sink.open();
  await world.newTenant();
});
afterEach(() => sink.close());

const subscribed = async (to: Sink = sink): Promise<string> => (await world.subscribe(to, ['WITHDRAWAL_REQUESTED'], 'whsec')).id;
const entries = async () => (await world.ask(readLog, { limit: 200 })).entries;
const notices = async () => (await entries()).filter((entry) => 'subscriptionId' in entry);
const listed = async (id: string) => (await world.ask(listSubscriptions, { dialect: 'bultra' })).subscriptions.find((one) => one.id === id);

/** As if so many tries had failed, the first of them so long ago. */
async function hasFailed(id: string, failures: number, hours: number): Promise<void> {
  const now = await world.service.app.get(TenantSettings).now(world.tenantId);
  const failingSince = new Date(now.getTime() - hours * HOUR_MS).toISOString();
  await world.service.app.get(SubscriptionsRepository).change(id, { id: newId(), tenantId: world.tenantId }, (current) => current && { state: { ...current.state, failures, failingSince } });
}

/** Lets one more try fail, and waits until operators can read what came of it. */
async function disabled(id: string): Promise<void> {
  const before = (await notices()).length;
  await hasFailed(id, 99, 25);
  await world.changes(created);
  for (const deadline = Date.now() + 60_000; (await notices()).length === before; ) {
    if (Date.now() > deadline) throw new Error(JSON.stringify(await listed(id)));
  }
}

describe('an endpoint that has failed a hundred times over a day', () => {
  it('is disabled, and operators read so in the event log once', async () => {
    sink.answer(503);
    const id = await subscribed();
    await disabled(id);
    const [change, notice] = await entries();
    expect(change).toMatchObject({ phase: 'created' });
    expect(notice).toMatchObject({
      id: eventIdOf(id, 1), subscriptionId: id, dialect: 'bultra', sequence: 1, type: 'webhook.endpoint-disabled', url: sink.url, failures: 100, cause: 'answered 503', at: (await listed(id))?.disabledAt,
    });
    expect(await listed(id)).toMatchObject({ active: false });
    expect((await world.ask(checkEventLog, {})).findings).toEqual([]);
  });

  it('stays active when the first of them was less than a day ago', async () => {
    sink.answer(503);
    const id = await subscribed();
    await hasFailed(id, 500, 23);
    await world.changes(created);
    await world.deliveriesOnce(([one]) => one?.attempts.length === 1);
    sink.answer(200);
    await world.changes(created);
    await world.deliveriesOnce((all) => all.some(({ status }) => status === 'delivered'));
    expect(await listed(id)).toMatchObject({ active: true });
    expect(await notices()).toEqual([]);
  });

  it('is sent to no subscriber, neither then nor by a replay', async () => {
    const other = await Sink.open();
    sink.answer(503);
    const id = await subscribed();
    await subscribed(other);
    await disabled(id);
    await world.changes(created);
    await other.call(2);
    await world.workedThrough(3);
    expect((await world.deliveries()).filter(({ withdrawalId }) => withdrawalId === undefined)).toEqual([]);
    expect(await world.ask(replayEvents, { id: newId(), reason: 'Tried.', ids: [eventIdOf(id, 1)] })).toMatchObject({ count: 0 });
    expect(await world.ask(replayEvents, { id: newId(), reason: 'Tried.', from: '2020-01-01T00:00:00.000Z' })).toMatchObject({ count: 2 });
    await other.close();
  });
});

describe('a notice that comes again after a crash', () => {
  const notice: BodyOf<typeof recordNotice> = { ...recordNotice.sample };

  it('shows once, and behind those of its subscription before it', async () => {
    const subscriptionId = `sub_${newId()}`;
    for (const sequence of [2, 1, 2, 1]) await world.service.publish(recordNotice, { ...notice, subscriptionId, sequence }, { tenantId: world.tenantId });
    for (const deadline = Date.now() + 60_000; (await notices()).length < 2 && Date.now() < deadline; );
    expect((await notices()).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect((await world.ask(readLog, { limit: 10, withdrawalId: subscriptionId })).entries).toHaveLength(2);
    expect((await world.ask(checkEventLog, {})).findings).toEqual([]);
  });
});

describe('a disabled endpoint that is enabled', () => {
  it('is sent events again, and what it missed by a replay', async () => {
    sink.answer(503);
    const id = await subscribed();
    await disabled(id);
    await world.changes(created);
    await world.workedThrough(3);
    sink.answer(200);
    const enabled = await world.ask(enableSubscription, { id });
    expect(enabled).toMatchObject({ id, active: true });
    expect(enabled).not.toHaveProperty('disabledAt');
    expect(await world.ask(replayEvents, { id: newId(), reason: 'It is back.', subscriptionId: id, from: '2020-01-01T00:00:00.000Z' })).toMatchObject({ count: 2 });
    await world.deliveriesOnce((all) => all.length === 2 && all.every(({ status }) => status === 'delivered'));
  });

  it('and fails again as long is disabled a second time, under the next number', async () => {
    sink.answer(503);
    const id = await subscribed();
    await disabled(id);
    await world.ask(enableSubscription, { id });
    await disabled(id);
    expect((await notices()).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it('stays as it is when it was not disabled', async () => {
    const id = await subscribed();
    const before = await listed(id);
    expect(await world.ask(enableSubscription, { id })).toEqual(before);
  });

  it('is not there for another tenant, nor when it was deleted or never made', async () => {
    const id = await subscribed();
    const ours = world.tenantId;
    await world.newTenant();
    await expect(world.ask(enableSubscription, { id })).rejects.toMatchObject({ code: 'not_found' });
    world.tenantId = ours;
    await world.ask(unsubscribe, { id, dialect: 'bultra' });
    await expect(world.ask(enableSubscription, { id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(world.ask(enableSubscription, { id: 'sub_none' })).rejects.toMatchObject({ code: 'not_found' });
  });
});
