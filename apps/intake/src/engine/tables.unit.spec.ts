import { describe, expect, it } from '@jest/globals';
import { edgesOf, hasEnded, rowIn, statesOf, type Saga } from '@sluice/saga';
import { payoutLegSaga } from '../payout-legs/payout-leg.saga.js';
import { kinds, rowOf, tableOf } from './tables.js';
import type { WithdrawalColumns } from './vocabulary.js';

type Table = Saga<string, object, Record<string, object>, WithdrawalColumns, unknown>;

const tables = [...kinds.map((kind): [string, Table] => [kind, tableOf(kind) as unknown as Table]), ['payout leg', payoutLegSaga as unknown as Table] as [string, Table]];

interface Effects {
  /** Commands whose effect may have happened or not until they are answered. */
  readonly by: readonly string[];
  /** What the answers leave behind. */
  readonly after: Readonly<Record<string, string | undefined>>;
}

const hold: Effects = {
  by: ['ledger.place-hold', 'ledger.void-hold', 'ledger.post-hold'],
  after: { 'ledger.hold-placed': 'open', 'ledger.hold-refused': undefined, 'ledger.hold-voided': undefined, 'ledger.hold-posted': undefined },
};
const booking: Effects = { by: ['ledger.post-hold', 'ledger.book-return'], after: { 'ledger.hold-posted': 'posted', 'ledger.return-booked': 'returned' } };

/** What is so in each state, found by following commands and answers along every path; `maybe` where it depends on the path. */
function followed(table: Table, { by, after }: Effects): Record<string, string | undefined> {
  const found = new Map<string, Set<string | undefined>>();
  const edges = Map.groupBy(edgesOf(table), ({ from }) => from);
  const todo: [string, string | undefined][] = table.starts.map((state) => [state, undefined]);
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [state, before] = next;
    const row = rowIn(table, state);
    const now = !hasEnded(row) && row.send !== undefined && by.includes(row.send.name) ? 'maybe' : before;
    const known = found.get(state) ?? new Set();
    found.set(state, known);
    if (known.has(now)) continue;
    known.add(now);
    for (const edge of edges.get(state) ?? []) todo.push([edge.to, edge.by in after ? after[edge.by] : now]);
  }
  return Object.fromEntries([...found].map(([state, all]) => [state, all.size === 1 ? [...all][0] : 'maybe']));
}

const column = (table: Table, name: 'ledgerHold' | 'booked') => Object.fromEntries(statesOf(table).map((state) => [state, rowIn(table, state)[name]]));

describe.each(tables)('the table of a withdrawal: %s', (_, table) => {
  it('says of each state whether its hold is open in the ledger, as its commands and answers have it', () => {
    expect(column(table, 'ledgerHold')).toEqual(followed(table, hold));
  });

  it('says of each state what the ledger has booked, as its commands and answers have it', () => {
    expect(column(table, 'booked')).toEqual(followed(table, booking));
  });
});

describe('a state that its table does not have', () => {
  it('has no row', () => {
    expect(() => rowOf({ kind: 'wallet', state: 'awaitingAcceptance' })).toThrow('The table of wallet has no state awaitingAcceptance.');
  });
});
