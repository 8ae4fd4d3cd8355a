import { describe, expect, it } from '@jest/globals';
import { Long } from 'bson';
import { documentOfUpsert, valueAt } from './duplicate-key.ts';

describe('what an upsert would have inserted', () => {
  it('has the equalities of its query and the values it sets', () => {
    const query = { tenantId: 't', reference: { $eq: 'r' }, 'owner.id': 7 };
    const update = { $setOnInsert: { amount: Long.fromNumber(5) }, $set: { state: 'open' }, $inc: { version: 1 } };
    expect(documentOfUpsert(query, update)).toEqual({ tenantId: 't', reference: 'r', owner: { id: 7 }, amount: Long.fromNumber(5), state: 'open' });
  });

  it('is the replacement where the update is one', () => {
    expect(documentOfUpsert({ _id: 'k', a: 1 }, { a: 2 })).toEqual({ _id: 'k', a: 2 });
  });

  it('has nothing of conditions, of $or or of a pipeline', () => {
    expect(documentOfUpsert({ version: { $lt: 3 }, $or: [{ a: 1 }] }, [{ $set: { b: 1 } }])).toEqual({});
  });
});

describe('the value under a path', () => {
  const document = { a: { b: [{ c: 1 }, { c: 2 }] }, zero: 0 };

  it.each([['a.b.c', 1], ['a.b.1.c', 2], ['zero', 0]])('is found: %s', (path, value) => expect(valueAt(document, path)).toBe(value));

  it.each(['missing', 'a.missing.c', 'zero.below'])('is null where there is none: %s', (path) => expect(valueAt(document, path)).toBeNull());
});
