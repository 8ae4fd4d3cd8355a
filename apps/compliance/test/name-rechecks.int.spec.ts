import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestService, until, type TestService } from '@sluice/builders';
import { listListedNames, nameListed, watchName } from '@sluice/contract-compliance';
import { applyTenantSettings } from '@sluice/contract-kit';
import { ComplianceModule } from '../src/compliance.module.js';
import { NameRechecks } from '../src/names/watched-names.process.js';
import { ListReviews, WatchedNames } from '../src/names/watched-names.repository.js';
import { InventedNameLists, NameLists, type Hit, type ListedName } from '../src/names/name-lists.js';

/** Lists that a test changes, also in the middle of a look; and that fail when it says so. */
class ChangingLists extends NameLists {
  entries: readonly ListedName[] = [];
  readonly lookedUp: string[] = [];
  /** Called with how many names were looked up so far, and those that are to be now; what it returns is waited for. */
  before: (count: number, names: readonly string[]) => unknown = () => undefined;

  version(): Promise<string> {
    return this.lists().version();
  }

  async hitsFor(names: readonly string[]): Promise<Hit[]> {
    await this.before(this.lookedUp.length, names);
    this.lookedUp.push(...names);
    return this.lists().hitsFor(names);
  }

  private lists(): InventedNameLists {
    return new InventedNameLists(this.entries);
  }
}

let lists: ChangingLists;
let service: TestService;
beforeEach(async () => {
  lists = new ChangingLists();
  service = await startTestService({ module: ComplianceModule, service: 'compliance', overrides: [[NameLists, lists]] });
});
afterEach(() => service.stop());

const list = (...names: string[]): void => void (lists.entries = names.map((name, index) => ({ id: `SLX-${index}`, name, aliases: [] })));
const recheckAll = (): Promise<void> => service.app.get(NameRechecks).recheckAll();
const stateOf = async () => (await service.app.get(ListReviews).findWhere({}))[0]?.state;
const watchedOf = async (tenantId: string) => (await service.requests.request(listListedNames, {}, { tenantId })).names.map(({ subjectId }) => subjectId);
const announced = () => service.seen(nameListed).map(({ tenantId, body }) => `${tenantId} ${body.subjectId}`).toSorted((one, other) => one.localeCompare(other));

/** Names of these many payees, known and looked up once, of two tenants in turn. */
async function payees(count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => index);
  await Promise.all(ids.map((index) => service.publish(watchName, { subjectId: `cpty_${index}`, name: nameOf(index) }, { tenantId: index % 2 === 0 ? 'acme' : 'globex' })));
  const names = service.app.get(WatchedNames);
  await until('every name was looked up once', async () => (await names.findWhere({ dueAt: null })).length === count);
  await recheckAll();
  lists.lookedUp.length = 0;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
const wordOf = (index: number): string => `${letters[index % 26] ?? ''}${letters[Math.floor(index / 26) % 26] ?? ''}`.repeat(4);
const nameOf = (index: number): string => `Zephyr ${wordOf(index)} ${wordOf(index + 7)}`;

describe('a payee that is made known', () => {
  it('is looked up then, and shown to the operators of its tenant while it is listed', async () => {
    list(nameOf(0));
    await payees(2);
    expect(await service.next(nameListed)).toMatchObject({ tenantId: 'acme', body: { subjectId: 'cpty_0' } });
    expect([await watchedOf('acme'), await watchedOf('globex')]).toEqual([['cpty_0'], []]);
    list();
    await recheckAll();
    expect(await watchedOf('acme')).toEqual([]);
    expect(announced()).toEqual([]);
  });
});

describe('lists that have changed', () => {
  it('are searched for every name, once; and not again while they stay', async () => {
    await payees(120);
    list(nameOf(3), nameOf(110));
    await recheckAll();
    expect(new Set(lists.lookedUp).size).toBe(120);
    expect(lists.lookedUp).toHaveLength(120);
    await until('both are announced', () => Promise.resolve(announced().length >= 2));
    expect(announced()).toEqual(['acme cpty_110', 'globex cpty_3']);
    await recheckAll();
    expect(lists.lookedUp).toHaveLength(120);
    expect(await watchedOf('globex')).toEqual(['cpty_3']);
  });

  it('continue where a process has died, and nobody is announced twice', async () => {
    await payees(250);
    list(nameOf(0), nameOf(249));
    const { promise: never, reject } = Promise.withResolvers<void>();
    lists.before = (count) => (count < 150 ? undefined : never);
    const dying = recheckAll();
    await until('it hangs in its second page', () => Promise.resolve(lists.lookedUp.length === 150));
    expect(await stateOf()).toMatchObject({ isDone: false, lookedUp: 100 });
    const living = new ChangingLists();
    living.entries = lists.entries;
    const other = await startTestService({ module: ComplianceModule, service: 'compliance', namespace: service.namespace, overrides: [[NameLists, living]] });
    await other.app.get(NameRechecks).recheckAll();
    expect(await stateOf()).toMatchObject({ isDone: true, lookedUp: 250 });
    expect(living.lookedUp).toHaveLength(150);
    await until('both are announced', () => Promise.resolve(announced().length >= 2));
    expect(announced()).toEqual(['acme cpty_0', 'globex cpty_249']);
    await other.stopOnly();
    await other.probe.close();
    reject(new Error('It has died.'));
    lists.before = () => undefined;
    await dying;
    expect(announced()).toHaveLength(2);
  });

  it('are begun with anew when they change meanwhile', async () => {
    await payees(120);
    list(nameOf(1));
    lists.before = (count) => {
      if (count === 100) list(nameOf(0), nameOf(119));
    };
    await recheckAll();
    expect(await stateOf()).toMatchObject({ isDone: true, lookedUp: 120 });
    expect(lists.lookedUp.slice(-120)).toHaveLength(new Set(lists.lookedUp.slice(-120)).size);
    expect(await watchedOf('acme')).toEqual(['cpty_0']);
    expect(await watchedOf('globex')).toEqual(['cpty_119']);
  });

  it('pass nobody over who could not be looked up: the others are, and he is a minute later', async () => {
    await payees(3);
    list(nameOf(0), nameOf(1), nameOf(2));
    lists.before = (_, [name]) => {
      if (name === nameOf(0)) throw new Error('no answer');
    };
    await recheckAll();
    await until('both are announced', () => Promise.resolve(announced().length >= 2));
    expect(announced()).toEqual(['acme cpty_2', 'globex cpty_1']);
    lists.before = () => undefined;
    await service.requests.request(applyTenantSettings('compliance'), { revision: 1, clockOffsetMs: 120_000, pace: 'clock' }, { tenantId: 'acme' });
    await until('he was looked up', async () => (await watchedOf('acme')).includes('cpty_0'));
  });
});

describe('lists that do not answer', () => {
  it('leave the recheck where it was', async () => {
    await payees(3);
    list(nameOf(0));
    lists.version = () => Promise.reject(new Error('no answer'));
    await expect(recheckAll()).rejects.toThrow('no answer');
    expect([lists.lookedUp, announced()]).toEqual([[], []]);
  });
});
