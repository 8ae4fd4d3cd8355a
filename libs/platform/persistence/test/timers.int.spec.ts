import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { monitoredUri, startTestService, type TestService } from '@sluice/builders';
import { applyTenantSettings, send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { MongoTrail, PersistenceOptions, TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { commandsOf } from './database-commands.ts';
import { counted, Tallies, TalliesModule, tally, type Tally } from './tallies.ts';

const DAY_MS = 86_400_000;
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('timers of two instances', () => {
  let services: TestService[];
  let tallies: Tallies;
  const fired: { id: string; version: number; cause: Cause }[] = [];
  const failures = new Map<string, number>();

  /** Counts one firing in the aggregate and answers whoever requested it. */
  const fireIn = (service: TestService) => async (due: Versioned<Tally>, cause: Cause): Promise<void> => {
    fired.push({ id: due.id, version: due.version, cause });
    const failuresLeft = failures.get(due.id) ?? 0;
    failures.set(due.id, failuresLeft - 1);
    if (failuresLeft > 0) throw new Error('Not now.');
    await service.app.get(Tallies).change(due.id, cause, (current) => current && {
      state: { ...current.state, firings: current.state.firings + 1 }, dueAt: null, send: [send(counted, { tallyId: due.id, count: 'fired' })],
    });
  };

  beforeAll(async () => {
    const first = await startTestService({ module: TalliesModule, service: 'tallies' });
    const second = await startTestService({ module: TalliesModule, service: 'tallies', namespace: first.namespace, hear: false });
    services = [first, second];
    for (const service of services) service.app.get(Timers).watch(service.app.get(Tallies), fireIn(service));
    tallies = first.app.get(Tallies);
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stopOnly()));
    await Promise.all(services.map((service) => service.stop()));
  });

  const cause = (tenantId = 'acme'): Cause => ({ id: newId(), tenantId, withdrawalId: 'w-1', replyTo: 'tester', traceparent: TRACE });
  const begin = (id: string, inMs: number, tenantId?: string) => tallies.change(id, cause(tenantId), () => ({ state: tally(0n), dueAt: new Date(Date.now() + inMs) }));

  /** The answer of this aggregate's timer; others' are put aside. */
  async function firing(id: string) {
    for (;;) {
      const reported = await services[0]?.next(counted);
      if (reported?.body.tallyId === id) return reported;
    }
  }

  it('take effect once, however many instances fire', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => begin(`many-${index}`, 300)));
    const reported = new Set<string>();
    while (reported.size < 20) reported.add((await services[0]?.next(counted))?.body.tallyId ?? '');
    const after = await tallies.findWhere({ _id: { $in: [...reported] } });
    expect(after.map(({ version, state, dueAt }) => [version, state.firings, dueAt])).toEqual(after.map(() => [2, 1, null]));
  });

  it('do not fire before their time', async () => {
    await begin('future', DAY_MS);
    await begin('present', 0);
    await firing('present');
    expect(fired.map(({ id }) => id)).not.toContain('future');
  });

  it('speak in the name of the latest change: tenant, withdrawal, asker and trace', async () => {
    await begin('named', 0);
    const reported = await firing('named');
    expect(reported).toMatchObject({ tenantId: 'acme', withdrawalId: 'w-1' });
    expect(reported?.traceparent?.slice(3, 35)).toBe(TRACE.slice(3, 35));
    expect(fired.find(({ id }) => id === 'named')?.cause).toMatchObject({ replyTo: 'tester', withdrawalId: 'w-1' });
  });

  it('have the same cause for the same version, so that what they send twice is one message', async () => {
    await begin('same', 0);
    await firing('same');
    expect(new Set(fired.filter(({ id }) => id === 'same').map((one) => one.cause.id)).size).toBe(1);
  });

  it('do nothing for a version that has moved on', async () => {
    await begin('moved', DAY_MS);
    const late: Cause = { ...cause(), timer: { aggregateId: 'moved', version: 1 } };
    await tallies.change('moved', cause(), () => ({ state: tally(5n) }));
    await tallies.change('moved', late, () => ({ state: tally(99n) }));
    expect(await tallies.find('moved')).toMatchObject({ version: 2, state: { count: 5n } });
  });

  it('fire again after a failure, until they succeed', async () => {
    failures.set('failing', 2);
    await begin('failing', 0);
    await firing('failing');
    expect((await tallies.find('failing'))?.state.firings).toBe(1);
    expect(fired.filter(({ id }) => id === 'failing').length).toBeGreaterThanOrEqual(3);
  });

  it('follow the clock of their tenant when it is advanced, and no other', async () => {
    await begin('in-two-days', 2 * DAY_MS, 'traveller');
    await begin('at-home', 2 * DAY_MS, 'homebody');
    const contract = applyTenantSettings('tallies');
    const reply = await services[0]?.requests.request(contract, { revision: 1, clockOffsetMs: 2 * DAY_MS, pace: 'clock' }, { tenantId: 'traveller' });
    expect(Date.parse(reply?.now ?? '') - Date.now()).toBeGreaterThan(2 * DAY_MS - 5_000);
    expect((await firing('in-two-days'))?.tenantId).toBe('traveller');
    expect((await tallies.find('at-home'))?.version).toBe(1);
  });

  it('follow it on every instance, whichever was asked', async () => {
    const settings = services.map((service) => service.app.get(TenantSettings));
    const { promise: received, resolve } = Promise.withResolvers<void>();
    settings[1]?.onChanged((tenantId) => { if (tenantId === 'everywhere') resolve(); });
    await settings[1]?.read('everywhere');
    await settings[0]?.apply('everywhere', { revision: 1, clockOffsetMs: DAY_MS, pace: 'clock' });
    await received;
    expect(settings[1]?.knownOffsetMs('everywhere')).toBe(DAY_MS);
  });

  it('are found when another instance left them', async () => {
    const document = { _id: 'left' as never, tenantId: 'acme', version: 1, outbox: [], cause: { replyTo: 'tester' }, count: '0', dueAt: new Date() };
    await tallies.model.collection.insertOne(document);
    expect((await firing('left'))?.tenantId).toBe('acme');
  });

  it('keep the newest settings when older ones arrive late', async () => {
    const settings = services[0]?.app.get(TenantSettings);
    await settings?.apply('late', { revision: 7, clockOffsetMs: 1_000, pace: 'instant' });
    await settings?.apply('late', { revision: 6, clockOffsetMs: 0, pace: 'clock' });
    expect(await settings?.read('late')).toEqual({ clockOffsetMs: 1_000, pace: 'instant' });
  });
});

describe('timers that nothing polls', () => {
  it('fire when they are due, without waiting for a poll', async () => {
    const service = await startTestService({ module: TalliesModule, service: 'tallies' });
    const timers = new Timers(service.app.get(TenantSettings), service.app.get(PersistenceOptions), service.app.get(MongoTrail));
    const tallies = service.app.get(Tallies);
    const { promise: fired, resolve } = Promise.withResolvers<void>();
    timers.watch(tallies, async ({ id }) => { if (id === 'prompt') resolve(); });
    const begin = (id: string, inMs: number) => tallies.change(id, { id: newId(), tenantId: 'acme' }, () => ({ state: tally(0n), dueAt: new Date(Date.now() + inMs) }));
    await begin('prompt', 120);
    // A wake-up may come a millisecond early, and finds what is due at the next.
    await begin('later', 200);
    await fired;
    await timers.stop();
    await service.stop();
  });
});

describe('timers at the start of a process', () => {
  it('fire for what became due while nobody ran', async () => {
    const before = await startTestService({ module: TalliesModule, service: 'tallies' });
    await before.app.get(Tallies).change('waited', { id: newId(), tenantId: 'acme' }, () => ({ state: tally(0n), dueAt: new Date() }));
    await before.stopOnly();
    const after = await startTestService({ module: TalliesModule, service: 'tallies', namespace: before.namespace, hear: false });
    const { promise: fired, resolve } = Promise.withResolvers<string>();
    after.app.get(Timers).watch(after.app.get(Tallies), async ({ id }) => resolve(id));
    expect(await fired).toBe('waited');
    await after.stopOnly();
    await Promise.all([after.stop(), before.stop()]);
  });
});

describe('timers of a service at rest', () => {
  it('ask the database nothing for a second, and the settings are not read again', async () => {
    const service = await startTestService({ module: TalliesModule, service: 'tallies', mongodbUri: monitoredUri() });
    const tallies = service.app.get(Tallies);
    const { promise: fired, resolve } = Promise.withResolvers<void>();
    service.app.get(Timers).watch(tallies, async () => resolve());
    await tallies.change('due', { id: newId(), tenantId: 'acme' }, () => ({ state: tally(0n), dueAt: new Date() }));
    await fired;
    await tallies.change('due', { id: newId(), tenantId: 'acme' }, () => ({ dueAt: null }));
    const sent = commandsOf(tallies as never);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(sent.filter((command) => /tallies|settings/.test(command)).length).toBeLessThanOrEqual(2);
    await service.stop();
  });
});

describe('tenants outside of the sandbox', () => {
  it('all have the real time and pace, whatever somebody stored', async () => {
    const service = await startTestService({ module: TalliesModule, service: 'tallies', sandbox: false });
    const settings = service.app.get(TenantSettings);
    await settings.apply('acme', { revision: 1, clockOffsetMs: DAY_MS, pace: 'instant' });
    expect(await settings.read('acme')).toEqual({ clockOffsetMs: 0, pace: 'clock' });
    await expect(service.requests.request(applyTenantSettings('tallies'), { revision: 2, clockOffsetMs: 1, pace: 'clock' }, { tenantId: 'acme' })).rejects.toMatchObject({ code: 'not_found' });
    await service.stop();
  });
});
