import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { monitoredUri, startTestService, until, type TestService } from '@sluice/builders';
import { newId } from '@sluice/kernel';
import { Broadcasts, type Cause } from '@sluice/messaging';
import { Copies, DuplicateKey, type Change, type Versioned } from '@sluice/persistence';
import { commandsOf } from './database-commands.ts';
import { Tallies, TalliesModule, tally, type Tally } from './tallies.ts';

const cause = (): Cause => ({ id: newId(), tenantId: 'acme', replyTo: 'tester' });

const countUp = (current: Versioned<Tally> | null): Change<Tally> => ({ state: tally((current?.state.count ?? 0n) + 1n) });

describe('changes by a process that knows what it wrote', () => {
  let one: TestService;
  let other: TestService;
  let tallies: Tallies;
  let others: Tallies;
  let commands: string[];

  beforeAll(async () => {
    one = await startTestService({ module: TalliesModule, service: 'tallies', mongodbUri: monitoredUri() });
    other = await startTestService({ module: TalliesModule, service: 'tallies', namespace: one.namespace, hear: false });
    tallies = one.app.get(Tallies);
    others = other.app.get(Tallies);
    commands = commandsOf(tallies as never);
  });
  afterAll(async () => {
    await Promise.all([one.stopOnly(), other.stopOnly()]);
    await Promise.all([one.stop(), other.stop()]);
  });

  const sentBy = async (work: () => Promise<unknown>): Promise<string[]> => {
    const before = commands.length;
    await work();
    return commands.slice(before).filter((command) => command.endsWith(' tallies'));
  };

  it('cost one command each after the first', async () => {
    expect(await sentBy(() => tallies.change('known', cause(), countUp))).toEqual(['find tallies', 'insert tallies']);
    expect(await sentBy(() => tallies.change('known', cause(), countUp))).toEqual(['update tallies']);
    expect(await sentBy(() => tallies.change('known', cause(), () => ({ dueAt: new Date('2099-01-01T00:00:00Z') })))).toEqual(['update tallies']);
    expect(await tallies.find('known')).toMatchObject({ version: 3, state: { count: 2n }, dueAt: new Date('2099-01-01T00:00:00Z') });
  });

  it('make what is probably new without a reading, and are decided again where it is there after all', async () => {
    const isNew = { isProbablyNew: true };
    expect(await sentBy(() => tallies.change('new', cause(), countUp, isNew))).toEqual(['insert tallies']);
    await others.change('theirs', cause(), countUp);
    expect(await tallies.change('theirs', cause(), countUp, isNew)).toMatchObject({ version: 2, state: { count: 2n } });
    await others.change('expected', cause(), countUp);
    const refuseWithout = (current: Versioned<Tally> | null): Change<Tally> => {
      if (current === null) throw new Error('Refused on a guess.');
      return countUp(current);
    };
    expect(await tallies.change('expected', cause(), refuseWithout, isNew)).toMatchObject({ version: 2 });
    await expect(tallies.change('absent', cause(), refuseWithout, isNew)).rejects.toThrow('Refused on a guess.');
    await tallies.change('holds', cause(), () => ({ state: tally(1n, { code: 'new-held' }) }), isNew);
    await expect(tallies.change('wants', cause(), () => ({ state: tally(1n, { code: 'new-held' }) }), isNew)).rejects.toThrow(DuplicateKey);
  });

  it('go together when they come together', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `together-${index}`);
    expect((await sentBy(() => Promise.all(ids.map((id) => tallies.change(id, cause(), countUp))))).length).toBeLessThanOrEqual(6);
    expect((await sentBy(() => Promise.all(ids.map((id) => tallies.change(id, cause(), countUp))))).length).toBeLessThanOrEqual(4);
    const found = await tallies.findWhere({ _id: { $in: ids } });
    expect(found.map(({ version, state }) => [version, state.count])).toEqual(ids.map(() => [2, 2n]));
  });

  it('are decided again on what another process wrote meanwhile', async () => {
    await tallies.change('shared', cause(), countUp);
    await others.change('shared', cause(), countUp);
    expect(await tallies.change('shared', cause(), countUp)).toMatchObject({ version: 3, state: { count: 3n } });
  });

  it('are refused, or answered without a write, only on what is stored now', async () => {
    await tallies.change('stale', cause(), countUp);
    await others.change('stale', cause(), countUp);
    const refuseUnlessTwo = (current: Versioned<Tally> | null): null => {
      if (current?.state.count !== 2n) throw new Error('Refused on what is stale.');
      return null;
    };
    expect(await tallies.change('stale', cause(), refuseUnlessTwo)).toMatchObject({ version: 2, state: { count: 2n } });
    await others.change('stale', cause(), countUp);
    expect(await tallies.change('stale', cause(), (current) => (current?.state.count === 2n ? null : { state: tally(9n) }))).toMatchObject({ state: { count: 9n } });
  });

  it('are read fresh by whoever asks', async () => {
    await tallies.change('asked', cause(), countUp);
    await others.change('asked', cause(), countUp);
    expect(await tallies.find('asked')).toMatchObject({ version: 2 });
    expect(await tallies.lastKnown('asked', 'acme', ({ version }) => version === 1)).toMatchObject({ version: 1 });
    expect(await tallies.lastKnown('asked', 'acme', ({ version }) => version !== 1)).toMatchObject({ version: 2 });
    await expect(tallies.lastKnown('asked', 'globex', () => true)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are seen by who keeps copies, whichever process made them', async () => {
    const copies = new Copies(tallies, one.app.get(Broadcasts));
    const theirs = new Copies(others, other.app.get(Broadcasts));
    expect(await sentBy(() => copies.find('copied'))).toEqual(['find tallies']);
    await tallies.change('copied', cause(), countUp);
    expect(await copies.find('copied')).toMatchObject({ state: { count: 1n } });
    // The process is told of its own change, too, and forgets once more.
    await until('it is kept', async () => (await sentBy(() => copies.find('copied'))).length === 0);
    await others.change('copied', cause(), countUp);
    await until('the other process is told', async () => (await copies.find('copied'))?.state.count === 2n);
    expect(await theirs.find('copied')).toMatchObject({ state: { count: 2n } });
  });

  it('fail by themselves in a group: a value that is taken is no one else\'s fault', async () => {
    await tallies.change('holder', cause(), () => ({ state: tally(1n, { code: 'held' }) }));
    const ids = Array.from({ length: 12 }, (_, index) => `code-${index}`);
    const inserts = await Promise.allSettled(ids.map((id, index) => tallies.change(id, cause(), () => ({ state: tally(1n, { code: index % 3 === 0 ? 'held' : id }) }))));
    expect(inserts.map(({ status }, index) => [status, index % 3])).toEqual(ids.map((_, index) => [index % 3 === 0 ? 'rejected' : 'fulfilled', index % 3]));
    for (const result of inserts) if (result.status === 'rejected') expect(result.reason).toMatchObject({ name: DuplicateKey.name, fields: ['tenantId', 'code'] });
    const made = ids.filter((_, index) => index % 3 !== 0);
    const updates = await Promise.allSettled(made.map((id, index) => tallies.change(id, cause(), () => ({ state: tally(2n, { code: index === 0 ? 'held' : id }) }))));
    expect(updates.map(({ status }) => status)).toEqual(made.map((_, index) => (index === 0 ? 'rejected' : 'fulfilled')));
    expect(await tallies.find(made[0] ?? '')).toMatchObject({ version: 1 });
  });

  it('lose only the races that they lost, when a group meets another process', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `raced-${index}`);
    await Promise.all(ids.map((id) => tallies.change(id, cause(), countUp)));
    await Promise.all(ids.filter((_, index) => index % 2 === 0).map((id) => others.change(id, cause(), countUp)));
    await Promise.all(ids.map((id) => tallies.change(id, cause(), countUp)));
    const found = await tallies.findWhere({ _id: { $in: ids } }, { sort: { _id: 1 } });
    expect(found.map(({ id, state }) => [id, state.count])).toEqual([...ids].sort().map((id) => [id, Number(id.slice(6)) % 2 === 0 ? 3n : 2n]));
  });

  it('know their own write again when its answer was lost', async () => {
    await tallies.change('unclear', cause(), countUp);
    const { collection } = tallies.model;
    const { updateOne } = collection;
    collection.updateOne = async (...args) => ({ ...(await updateOne.apply(collection, args)), matchedCount: 0 });
    const decisions: (bigint | undefined)[] = [];
    await tallies.change('unclear', cause(), (current) => {
      decisions.push(current?.state.count);
      return countUp(current);
    });
    collection.updateOne = updateOne;
    expect([decisions, (await tallies.find('unclear'))?.state.count]).toEqual([[1n], 2n]);
  });
});
