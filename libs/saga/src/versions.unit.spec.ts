import { describe, expect, it } from '@jest/globals';
import { asOf, standingIn, type AnyRow, type Columns, type Saga } from './saga.js';
import { sampleSaga, type SampleData, type SampleMessages, type SampleState } from '../test/sample-saga.js';
import { enter, step } from './step.js';
import { problemsOf, problemsOfSuccession } from './walk.js';

type Row = AnyRow<string, SampleData, SampleMessages, Columns, string>;
type Table = Saga<string, SampleData, SampleMessages, Columns, string>;

/** As it was released: what functions do is not in it, as in the golden tables. */
const released = JSON.parse(JSON.stringify(sampleSaga)) as Table;
const now = new Date('2026-01-15T10:30:00.000Z');
const rows = sampleSaga.rows as Readonly<Record<string, Row>>;
const check = { name: 'bank.check', answers: ['bank.paid'], build: () => 'bank.check' };

/** The second version: after it has reserved, an order waits for a moment before it pays. */
const resting = { phase: 'open', timeout: '1h', onTimeout: 'paying', on: {}, ignore: ['stock.reserved', 'stock.refused'], since: { version: 2, instead: 'paying' } } as const;
const reserving = { ...rows['reserving'], on: { ...rows['reserving']?.on, 'stock.reserved': 'resting' } } as Row;
const second: Table = { ...(sampleSaga as unknown as Table), version: 2, rows: { ...rows, reserving, resting } };
const with_ = (change: Partial<Table>): Table => ({ ...second, ...change });

/** Another second version, in which an order pays by another state. */
const { paying: _gone, ...others } = rows;
const payingOut = { ...rows['paying'], onTimeout: 'payingOut' } as Row;
const renamed: Table = { ...(sampleSaga as unknown as Table), version: 2, rows: { ...others, reserving: { ...reserving, on: { ...reserving.on, 'stock.reserved': 'payingOut' } }, payingOut } };

const reserved = (table: Table) => step(table, { state: 'reserving', data: { amount: 5 } }, { type: 'stock.reserved', body: { place: 'a' } }, now);

describe('a state that a later version added', () => {
  it('is entered by a saga that began under that version', () => {
    expect(reserved(asOf(second, 2))).toMatchObject({ kind: 'moved', state: 'resting' });
  });

  it('is passed over by a saga that began before', () => {
    expect(reserved(asOf(second, 1))).toMatchObject({ kind: 'moved', state: 'paying', send: ['bank.pay 5'] });
    expect(enter(asOf(second, 1), 'resting', { amount: 5 }, now)).toMatchObject({ state: 'paying' });
  });

  it('makes a sound table, walked both ways', () => {
    expect(problemsOf(second)).toEqual([]);
  });

  it.each<[string, Table, string]>([
    ['of a version that there is not', with_({ version: 1 }), 'resting is of version 2, the table of 1'],
    ['passed over for one that is as new', with_({ rows: { ...second.rows, resting: { ...resting, since: { version: 2, instead: 'reserving' } }, reserving: { ...reserving, since: { version: 2, instead: 'paying' } } } }), 'resting is passed over for reserving, which is as new'],
    ['passed over for one that forgets an answer', with_({ rows: { ...second.rows, resting: { ...resting, since: { version: 2, instead: 'givingBack' } }, givingBack: { ...rows['givingBack'], ignore: [] } as Row } }), 'givingBack does not know stock.reserved'],
  ])('is refused when it is %s', (_, table, problem) => {
    expect(problemsOf(table)).toContain(problem);
  });
});

describe('a stored state', () => {
  it('stands where it stood, or where the table says that it goes on', () => {
    expect([standingIn(sampleSaga, 'paying'), standingIn({ ...sampleSaga, formerly: { sorting: 'reserving' } }, 'sorting')]).toEqual(['paying', 'reserving']);
  });

  it.each(['toString', 'resting', ''])('stands nowhere when the table never had %s', (state) => {
    expect(standingIn(sampleSaga as { rows: Record<SampleState, unknown> }, state)).toBeUndefined();
  });
});

describe('sagas that began under an earlier table', () => {
  it('go on in one that added a state', () => {
    expect(problemsOfSuccession(released, second)).toEqual([]);
  });

  it('go on where a state is gone and its sagas are given one that asks the same', () => {
    const table = { ...renamed, formerly: { paying: 'payingOut' } };
    expect(problemsOf(table)).toEqual([]);
    expect(problemsOfSuccession(released, table)).toEqual([]);
  });

  it.each<[string, Table, string]>([
    ['a state is gone without a word', renamed, 'paying of version 1 is gone, and nothing says where its sagas go on'],
    ['a state asks something else', with_({ rows: { ...second.rows, paying: { ...rows['paying'], send: check } as Row } }), 'paying of version 1 goes on in paying, which awaits the answer to bank.check that was never sent'],
    ['a state begins to ask', { ...renamed, formerly: { paying: 'givingBack' } }, 'paying of version 1 goes on in givingBack, which awaits the answer to stock.give-back that was never sent'],
    ['an answer that is on its way is not known any more', with_({ rows: { ...second.rows, paid: { ...rows['paid'], ignore: ['stock.reserved', 'stock.refused'] } as Row } }), 'paid does not know bank.paid'],
    ['what was asked is left open at an end', { ...renamed, formerly: { paying: 'abandoned' } }, 'abandoned ends with bank.pay still open'],
  ])('are refused where %s', (_, table, problem) => {
    expect(problemsOfSuccession(released, table)).toContain(problem);
  });
});
