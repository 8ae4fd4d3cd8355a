import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inventedList, InventedNameLists, type NameLists } from '../src/names/name-lists.js';
import { WatchmanNameLists } from '../src/names/watchman.http.js';
import { WatchmanServer } from './watchman-server.js';

const server = new WatchmanServer();
const lists: Record<string, NameLists> = { 'the sandbox': new InventedNameLists() };
let url: string;
beforeAll(async () => {
  url = await server.start();
  lists['Watchman'] = new WatchmanNameLists({ url, timeoutMs: 5_000 });
});
afterAll(() => server.stop());
beforeEach(() => void Object.assign(server, { entries: inventedList, failure: null, isSilent: false }));

describe.each(['the sandbox', 'Watchman'])('the lists of %s', (name) => {
  const hitsFor = (...names: string[]) => lists[name]!.hitsFor(names, 'acme');

  it.each(inventedList.flatMap(({ id, name: listed, aliases }) => [listed, ...aliases].map((known) => [known, id])))('find %s', async (known, id) => {
    const hits = await hitsFor(known);
    expect(hits).toContainEqual({ name: known, listed: inventedList.find((entry) => entry.id === id)?.name, list: 'invented', listedId: id, score: 1 });
  });

  it('find a name however it is written, and say which', async () => {
    const hits = await hitsFor('Ada Example', 'MALAKHOV, viktor', 'Wiktor  Malachow!');
    expect(hits.map((hit) => [hit.name, hit.listedId])).toEqual([['MALAKHOV, viktor', 'SLX-001'], ['Wiktor  Malachow!', 'SLX-001']]);
    expect(hits.every(({ score }) => score >= 0.85 && score <= 1)).toBe(true);
  });

  it('find a name in the letters of another alphabet, once', async () => {
    const hits = await hitsFor('Виктор Драгунович Малахов');
    expect(hits).toEqual([{ name: 'Виктор Драгунович Малахов', listed: 'Viktor Dragunovich Malakhov', list: 'invented', listedId: 'SLX-001', score: 1 }]);
  });

  it.each([
    'José Ángel Núñez', 'Nguyễn Thị Ánh Tuyết', 'Łukasz Żółć', 'Анна Каренина', 'Володимир Їжакевич', 'Γιώργος Παπαδόπουλος', 'Þórdís Æsa', 'Jürgen Müller', 'Main account',
  ])('find nobody by the ordinary name %s', async (ordinary) => {
    expect(await hitsFor(ordinary)).toEqual([]);
  });

  it.each(['Ada Example', 'Viktor', 'Maria Malakhova', 'Trading Company Limited', '!!!', '&name=Viktor Malakhov&x=' + 'y'.repeat(40), 'a'.repeat(300)])('find nobody by the name of %j', async (known) => {
    expect(await hitsFor(known)).toEqual([]);
  });

  it('find nobody when nobody is looked up', async () => {
    expect(await hitsFor()).toEqual([]);
  });

  it('keep their version for as long as they stay the same', async () => {
    const version = await lists[name]!.version('acme');
    expect(version).toBe(await lists[name]!.version('globex'));
    expect(version).not.toBe('');
  });
});

describe('Watchman', () => {
  const watchman = (timeoutMs = 5_000): NameLists => new WatchmanNameLists({ url: `${url}/`, timeoutMs });

  it('has another version when its lists have changed', async () => {
    const before = await watchman().version('acme');
    server.entries = inventedList.slice(1);
    expect(await watchman().version('acme')).not.toBe(before);
  });

  it('is searched for people and companies, with our own score, in the name of the tenant', async () => {
    server.searches.length = 0;
    await watchman().hitsFor(['Ada & Sons'], 'initech');
    expect(server.searches.map((query) => Object.fromEntries(query))).toEqual(
      expect.arrayContaining(['person', 'business', 'organization'].map((type) => ({ name: 'Ada & Sons', type, minMatch: '0.85', limit: '10' }))),
    );
    expect(server.searches).toHaveLength(3);
    expect([...server.tenants]).toContain('initech');
  });

  it.each([
    ['fails', 500, '{"error":"out of order"}'],
    ['refuses', 403, ''],
    ['answers with a page', 200, '<html></html>'],
    ['answers with something else', 200, '{"error":"no lists"}'],
    ['answers with a match that is none', 200, '{"entities":[{"name":"a","sourceList":"b","sourceID":"c","match":"0.9"}],"listHashes":{}}'],
    ['has no lists loaded', 200, '{"listHashes":{},"entities":"none"}'],
    ['sends elsewhere', 302, ''],
  ])('that %s has cleared nobody', async (_, status, body) => {
    server.failure = { status, body };
    await expect(watchman().version('acme')).rejects.toThrow();
    await expect(watchman().hitsFor(['Ada Example'], 'acme')).rejects.toThrow();
  });

  it('that does not answer or is not there has cleared nobody', async () => {
    server.isSilent = true;
    await expect(watchman(100).version('acme')).rejects.toThrow('timeout');
    await expect(watchman(100).hitsFor(['Ada Example'], 'acme')).rejects.toThrow('timeout');
    await expect(new WatchmanNameLists({ url: 'http://127.0.0.1:9' }).version('acme')).rejects.toThrow();
  });
});
