import { describe, expect, it } from '@jest/globals';
import { problemsOfSuccession, type Columns, type Saga } from '@sluice/saga';
import { readdirSync, readFileSync } from 'node:fs';
import { tablesText } from './tables.js';

type Table = Saga<string, object, Record<string, object>, Columns, unknown>;
type Tables = Readonly<Record<string, Table>>;

/** What each release recorded of its tables (`npm run golden`). */
const folder = new URL('../../../../libs/testing/golden/', import.meta.url);
const today = JSON.parse(tablesText()) as Tables;
const released = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap(({ name }) =>
  Object.entries(JSON.parse(readFileSync(new URL(`${name}/tables.json`, folder), 'utf8')) as Tables).map(([kind, table]) => ({ release: name, kind, table })));

describe.each(released)('the table of a withdrawal of release $release: $kind', ({ kind, table }) => {
  const now = today[kind];

  it('is there today, and every withdrawal that began under it comes to its end', () => {
    expect(now && problemsOfSuccession(table, now)).toEqual([]);
  });

  it('has a version of its own, unless it is the same (a new version, or npm run golden -- --renew before a release)', () => {
    const isSame = JSON.stringify(now) === JSON.stringify(table);
    expect(isSame || (now?.version ?? 0) > table.version).toBe(true);
  });
});
