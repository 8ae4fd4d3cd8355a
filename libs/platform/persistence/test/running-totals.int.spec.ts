import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { newId } from '@sluice/kernel';
import { RunningTotals, UncheckedDocuments, type Counting } from '@sluice/persistence';
import { Tallies, TalliesModule } from './tallies.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ module: TalliesModule, service: 'tallies', hear: false });
});
afterAll(() => service.stop());

const named = (name: string) => service.app.get(Tallies).model.db.collection<{ _id: string; tenantId?: string; unchecked?: boolean; units?: string }>(name);
const stored = (name: string) => ({ collection: named(name) as never });

/** Documents with a mark and an amount, and their total, by an instance of its own. */
class Instance {
  readonly documents = new UncheckedDocuments<{ _id: string; tenantId: string; units: string }>(stored('documents'));
  /** Called before the documents that a fold counts are marked, with the number of the fold. */
  beforeMarking: (fold: number) => void | Promise<void> = () => undefined;
  readonly totals = new RunningTotals(stored('heads'), stored('totals'), (fold, counting) => this.marked(fold, counting));

  constructor(readonly tenantId: string) {}

  async add(...units: number[]): Promise<void> {
    await named('documents').insertMany(units.map((each) => ({ _id: newId(), tenantId: this.tenantId, units: String(each), unchecked: true })));
  }

  /** One page of what is not counted. */
  async count(): Promise<boolean> {
    const from = await this.totals.fold(this.tenantId);
    return this.countFrom(from, await this.documents.page(this.tenantId));
  }

  countFrom(from: number, page: readonly { readonly _id: string; readonly units: string }[]): Promise<boolean> {
    const counting: Counting[] = page.map(({ _id }) => ({ id: _id, isRight: true, parts: [] }));
    return this.totals.count(this.tenantId, from, counting, new Map([['all', page.reduce((sum, { units }) => sum + BigInt(units), 0n)]]));
  }

  async total(): Promise<string> {
    await this.totals.fold(this.tenantId);
    return String((await this.totals.of(this.tenantId, ['all'])).get('all'));
  }

  prove(): Promise<string[] | null> {
    return this.totals.prove(this.tenantId, async () => new Map([['all', (await named('documents').find({ tenantId: this.tenantId, unchecked: { $exists: false } }).toArray()).reduce((sum, { units }) => sum + BigInt(units ?? 0), 0n)]]));
  }

  private async marked(fold: number, counting: readonly Counting[]): Promise<void> {
    await this.beforeMarking(fold);
    await this.documents.checkOff(counting.map(({ id }) => ({ _id: id })));
  }
}

const two = () => { const tenantId = `t-${newId()}`; return [new Instance(tenantId), new Instance(tenantId)] as const; };
const dies = (instance: Instance): void => {
  instance.beforeMarking = () => { throw new Error('died'); };
};

describe('a fold whose process dies before the documents are marked', () => {
  it('is carried out by whoever reads the totals next, once', async () => {
    const [one, other] = two();
    await one.add(1, 2, 3);
    dies(one);
    await expect(one.count()).rejects.toThrow('died');
    expect(await other.documents.page(other.tenantId)).toHaveLength(3);
    expect(await other.total()).toBe('6');
    expect(await other.documents.page(other.tenantId)).toEqual([]);
    await other.add(4);
    expect(await other.count()).toBe(true);
    expect([await one.totals.of(one.tenantId, ['all']), await other.prove()]).toEqual([new Map([['all', 10n]]), []]);
  });

  it('is carried out though not even the totals were written', async () => {
    const [one, other] = two();
    await one.add(5);
    dies(one);
    await expect(one.count()).rejects.toThrow('died');
    await named('totals').deleteMany({ tenantId: one.tenantId });
    expect([await other.total(), await other.prove()]).toEqual(['5', []]);
  });
});

describe('a process that stops in the middle of a fold and goes on after later ones', () => {
  it('changes nothing any more', async () => {
    const [slow, fast] = two();
    await slow.add(1);
    let goOn: () => void = () => undefined;
    const isStopped = new Promise<void>((stopped) => {
      slow.beforeMarking = () => new Promise<void>((resolve) => { goOn = resolve; stopped(); });
    });
    const counting = slow.count();
    await isStopped;
    expect(await fast.total()).toBe('1');
    await fast.add(10, 100);
    expect(await fast.count()).toBe(true);
    goOn();
    expect(await counting).toBe(true);
    expect([await fast.total(), await slow.total(), await fast.prove()]).toEqual(['111', '111', []]);
  });
});

describe('two who count the same documents', () => {
  it('count them once: the one who is later is told so, and does nothing', async () => {
    const [one, other] = two();
    await one.add(7);
    const [from, page] = [await one.totals.fold(one.tenantId), await one.documents.page(one.tenantId)];
    expect(await other.count()).toBe(true);
    expect(await one.countFrom(from, page)).toBe(false);
    expect([await one.total(), await one.prove()]).toEqual(['7', []]);
  });

  it('do so at the same time, over and over', async () => {
    const [one, other] = two();
    const adding = (async () => { for (let units = 1; units <= 40; units += 1) await one.add(units); })();
    for (let rounds = 0; rounds < 25; rounds += 1) await Promise.all([one.count(), other.count(), one.count()]);
    await adding;
    while ((await one.documents.page(one.tenantId)).length > 0) await one.count();
    expect([await other.total(), await other.prove()]).toEqual(['820', []]);
  });
});

describe('totals that are not the sum of what is counted', () => {
  it('are corrected when they are proved, and what is wrong is named', async () => {
    const [one] = two();
    await one.add(1, 2);
    await one.count();
    await named('totals').updateOne({ tenantId: one.tenantId }, { $set: { units: '4' } });
    expect([await one.prove(), await one.total(), await one.prove()]).toEqual([['all'], '3', []]);
  });

  it('are made when there are none', async () => {
    const [one] = two();
    await named('documents').insertMany([{ _id: newId(), tenantId: one.tenantId, units: '9' }]);
    expect([await one.prove(), await one.total()]).toEqual([['all'], '9']);
  });
});

describe('a look at everything', () => {
  const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);

  it('is due at first, once more when no older program is left, and every day', async () => {
    const [{ totals, tenantId }] = two();
    expect(await totals.isFullCheckDue(tenantId, minutes(0))).toBe(true);
    await totals.checkedInFull(tenantId, minutes(0));
    expect([await totals.isFullCheckDue(tenantId, minutes(5)), await totals.isFullCheckDue(tenantId, minutes(11))]).toEqual([false, true]);
    await totals.checkedInFull(tenantId, minutes(11));
    expect([await totals.isFullCheckDue(tenantId, minutes(1_400)), await totals.isFullCheckDue(tenantId, minutes(1_460))]).toEqual([false, true]);
  });
});
