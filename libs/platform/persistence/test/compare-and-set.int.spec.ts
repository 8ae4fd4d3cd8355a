import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { send } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { RetryLater, type Cause } from '@sluice/messaging';
import { DuplicateKey, type Change, type Versioned } from '@sluice/persistence';
import { counted, Tallies, TalliesModule, tally, type Tally } from './tallies.ts';

const cause = (more: Partial<Cause> = {}): Cause => ({ id: newId(), tenantId: 'acme', replyTo: 'tester', ...more });

const countUp = (current: Versioned<Tally> | null): Change<Tally> => {
  const count = (current?.state.count ?? 0n) + 1n;
  return { state: tally(count), send: [send(counted, { tallyId: 't', count: count.toString() })] };
};

describe('changes of one aggregate', () => {
  let one: TestService;
  let other: TestService;

  beforeAll(async () => {
    one = await startTestService({ module: TalliesModule, service: 'tallies' });
    other = await startTestService({ module: TalliesModule, service: 'tallies', namespace: one.namespace, hear: false });
  });
  afterAll(async () => {
    await Promise.all([one.stopOnly(), other.stopOnly()]);
    await Promise.all([one.stop(), other.stop()]);
  });

  const tallies = (): Tallies => one.app.get(Tallies);

  it('are all kept when fifty come at once to two processes', async () => {
    const stores = [one.app.get(Tallies), other.app.get(Tallies)];
    await Promise.all(Array.from({ length: 50 }, async (_, index) => stores[index % 2]?.change('hot', cause(), countUp)));
    expect(await tallies().find('hot')).toMatchObject({ version: 50, state: { count: 50n } });
    const reported = [];
    while (reported.length < 50) reported.push((await one.next(counted)).body.count);
    expect(reported.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it('are made only once when two processes begin the same aggregate', async () => {
    const stores = [one.app.get(Tallies), other.app.get(Tallies)];
    const begin = (current: Versioned<Tally> | null): Change<Tally> | null => (current === null ? { state: tally(1n) } : null);
    const results = await Promise.all(stores.map((store) => store.change('begun', cause(), begin)));
    expect(results.map((result) => result?.version)).toEqual([1, 1]);
  });

  it('are tried again later when others are always faster', async () => {
    const interfering = async (current: Versioned<Tally> | null): Promise<Change<Tally>> => {
      await tallies().model.collection.updateOne({ _id: 'raced' as never }, { $inc: { version: 1 } });
      return countUp(current);
    };
    await tallies().change('raced', cause(), countUp);
    await expect(tallies().change('raced', cause(), interfering)).rejects.toThrow(RetryLater);
  });

  it('leave everything as it was when the decision throws', async () => {
    await tallies().change('kept', cause(), countUp);
    await expect(tallies().change('kept', cause(), () => { throw new Error('No.'); })).rejects.toThrow('No.');
    expect(await tallies().find('kept')).toMatchObject({ version: 1, state: { count: 1n } });
  });

  it('write nothing when the state breaks its schema', async () => {
    const wrong = { ...tally(1n), firings: 'many' } as unknown as Tally;
    await expect(tallies().change('wrong', cause(), () => ({ state: wrong }))).rejects.toMatchObject({ name: 'ZodError' });
    expect(await tallies().find('wrong')).toBeNull();
  });

  it('write nothing when a message breaks its contract', async () => {
    const broken = send(counted, { tallyId: 7 as unknown as string, count: '1' });
    await expect(tallies().change('broken', cause(), () => ({ state: tally(1n), send: [broken] }))).rejects.toMatchObject({ name: 'ZodError' });
    expect(await tallies().find('broken')).toBeNull();
  });

  it('write nothing when an answer has no destination', async () => {
    const answer = send(counted, { tallyId: 't', count: '1' });
    const nobody = cause({ replyTo: undefined });
    await expect(tallies().change('unasked', nobody, () => ({ state: tally(1n), send: [answer] }))).rejects.toThrow('no destination');
    expect(await tallies().find('unasked')).toBeNull();
  });

  it('refuse a value that is unique and taken, naming the fields', async () => {
    await tallies().change('first', cause(), () => ({ state: tally(1n, { code: 'A' }) }));
    const second = tallies().change('second', cause(), () => ({ state: tally(1n, { code: 'A' }) }));
    await expect(second).rejects.toThrow(DuplicateKey);
    await expect(second).rejects.toMatchObject({ fields: ['tenantId', 'code'] });
    await expect(tallies().change('third', cause({ tenantId: 'globex' }), () => ({ state: tally(1n, { code: 'A' }) }))).resolves.toMatchObject({ version: 1 });
  });

  it('refuse it in an update as well', async () => {
    await tallies().change('coded', cause(), () => ({ state: tally(1n, { code: 'B' }) }));
    await tallies().change('recoded', cause(), () => ({ state: tally(1n, { code: 'C' }) }));
    await expect(tallies().change('recoded', cause(), () => ({ state: tally(2n, { code: 'B' }) }))).rejects.toThrow(DuplicateKey);
  });

  it('take a field away that the new state does not have', async () => {
    await tallies().change('noted', cause(), () => ({ state: tally(1n, { note: 'here' }) }));
    await tallies().change('noted', cause(), () => ({ state: tally(2n, { note: undefined }) }));
    expect(Object.keys((await tallies().findDocuments({ _id: 'noted' }))[0] ?? {})).not.toContain('note');
  });

  it('keep the due time unless they name another, and drop it for null', async () => {
    const dueAt = new Date('2099-01-01T00:00:00Z');
    await tallies().change('due', cause(), () => ({ state: tally(1n), dueAt }));
    expect(await tallies().change('due', cause(), () => ({ state: tally(2n) }))).toMatchObject({ dueAt });
    expect(await tallies().find('due')).toMatchObject({ version: 2, dueAt });
    await tallies().change('due', cause(), () => ({ dueAt: null }));
    expect(await tallies().find('due')).toMatchObject({ version: 3, dueAt: null, state: { count: 2n } });
  });

  it('do nothing when the decision is null', async () => {
    await tallies().change('still', cause(), countUp);
    expect(await tallies().change('still', cause(), () => null)).toMatchObject({ version: 1 });
    expect(await tallies().change('never', cause(), () => null)).toBeNull();
  });
});
