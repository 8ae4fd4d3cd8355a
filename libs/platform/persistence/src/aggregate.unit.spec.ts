import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { aggregate, fieldsOf, stored } from './aggregate.js';
import { StateCodec, type AggregateDocument } from './aggregate.document.js';

const units = z.codec(z.string().regex(/^-?\d+$/), z.bigint(), { decode: (text) => BigInt(text), encode: (value) => value.toString() });
const legSchema = z.object({ legId: z.string(), failedAttempts: z.int(), units, at: z.date().optional(), heard: z.string().optional() });
const storedLeg = stored(legSchema, { failedAttempts: 'fruitless' });
const parcels = aggregate({
  collection: 'parcels', state: z.object({ legs: z.array(storedLeg), first: storedLeg.optional(), replyTo: z.string().nullable() }), storedNames: { replyTo: 'asker', first: 'legs_first' },
});
const codec = new StateCodec(parcels.state);
const documentOf = (fields: object) => ({ _id: 'p', tenantId: 'acme', version: 1, outbox: [], cause: {}, ...fields }) as AggregateDocument;

const leg = fc.record({ legId: fc.string(), failedAttempts: fc.integer(), units: fc.bigInt(), at: fc.date({ noInvalidDate: true }) }, { requiredKeys: ['legId', 'failedAttempts', 'units'] });
const state = fc.record({ legs: fc.uniqueArray(leg, { selector: ({ legId }) => legId, maxLength: 4 }), first: leg, replyTo: fc.option(fc.string()) }, { requiredKeys: ['legs', 'replyTo'] });

describe('stored names', () => {
  it('are there and back again, whatever the state', () => {
    fc.assert(fc.property(state, (given) => {
      const fields = codec.write('one', given);
      expect(codec.read(documentOf(fields)).state).toEqual(given);
      expect(codec.write('one', codec.read(documentOf(fields)).state)).toEqual(fields);
    }));
  });

  it('are the only ones in documents, nested ones too', () => {
    expect(codec.write('one', { legs: [{ legId: 'l', failedAttempts: 1, units: 2n }], first: { legId: 'f', failedAttempts: 3, units: 4n }, replyTo: 'me' }))
      .toEqual({ legs: [{ legId: 'l', fruitless: 1, units: '2' }], legs_first: { legId: 'f', fruitless: 3, units: '4' }, asker: 'me' });
  });

  it('leave what is unknown as it is, also under the name that code gives to another field', () => {
    const before = { legs: [{ legId: 'l', fruitless: 1, failedAttempts: 'of another version', units: '2' }], asker: null, replyTo: 'of another version' };
    const { state: read } = codec.read(documentOf(before));
    expect(read).toEqual({ legs: [{ legId: 'l', failedAttempts: 1, units: 2n }], replyTo: null });
    expect(codec.writeOver(documentOf(before), { ...read, replyTo: 'me' }).fields).toEqual({ ...before, asker: 'me' });
  });

  it('may be swapped', () => {
    const swapped = stored(z.object({ a: z.string(), b: z.int() }), { a: 'b', b: 'a' });
    expect(swapped.parse({ b: 'text', a: 1 })).toEqual({ a: 'text', b: 1 });
    expect(swapped.encode({ a: 'text', b: 1 })).toEqual({ b: 'text', a: 1 });
  });

  it.each([
    ['a field that is missing', { legs: [] }],
    ['a field under the name of the code', { legs: [], replyTo: 'me' }],
    ['a nested field under the name of the code', { legs: [{ legId: 'l', failedAttempts: 1, units: '2' }], asker: null }],
    ['what is no object', { legs: ['l'], asker: null }],
    ['a value of another kind', { legs: [{ legId: 'l', fruitless: 'often', units: '2' }], asker: null }],
  ])('do not hide %s', (_, fields) => {
    expect(() => codec.read(documentOf(fields))).toThrow();
  });

  it.each([
    ['a state that breaks its schema', { legs: [{ legId: 'l', failedAttempts: 1.5, units: 2n }], replyTo: null }],
    ['one without a field', { legs: [] }],
  ])('are not written for %s', (_, broken) => {
    expect(() => codec.write('one', broken as never)).toThrow();
  });
});

describe('the model of an aggregate', () => {
  it('has the stored fields and the indexes of the description, beside those that every aggregate has', () => {
    const { schema, name, collection } = aggregate({
      collection: 'things', state: z.object({ number: z.int(), legs: z.array(z.object({ key: z.string() })) }), storedNames: { number: 'serial' }, sequence: 'number', isChecked: true,
      indexes: [{ 'legs.key': 1 }, [{ tenantId: 1, serial: -1 }, { sparse: true }]],
    });
    expect([name, collection, Object.keys(schema.paths).sort()]).toEqual(['things', 'things', ['_id', 'cause', 'dueAt', 'legs', 'outbox', 'serial', 'tenantId', 'version']]);
    expect(schema.indexes().map(([fields, { background: _, ...options }]) => [fields, options])).toEqual([
      [{ dueAt: 1 }, { sparse: true }],
      [{ 'outbox.at': 1 }, { sparse: true }],
      [{ tenantId: 1, serial: 1 }, { unique: true }],
      [{ 'legs.key': 1 }, {}],
      [{ tenantId: 1, serial: -1 }, { sparse: true }],
      [{ tenantId: 1, unchecked: 1, _id: 1 }, { partialFilterExpression: { unchecked: { $exists: true } } }],
    ]);
  });

  it('has no index and no field that the description does not name', () => {
    const { schema } = aggregate({ collection: 'things', state: z.object({}) });
    expect([schema.indexes().length, Object.keys(schema.paths).sort()]).toEqual([2, ['_id', 'cause', 'dueAt', 'outbox', 'tenantId', 'version']]);
  });

  it('lists the fields of each kind of a state that has several', () => {
    expect(fieldsOf(z.discriminatedUnion('kind', [z.object({ kind: z.literal('a'), x: z.int() }), z.object({ kind: z.literal('b'), y: z.int() })]))).toEqual(['kind', 'x', 'y']);
    expect(fieldsOf(z.record(z.string(), z.int()))).toEqual([]);
  });
});
