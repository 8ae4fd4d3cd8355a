import { describe, expect, it } from '@jest/globals';
import { NotKnownYet } from '@sluice/messaging';
import { z } from 'zod';
import { type AggregateDocument, StateCodec } from './aggregate.document.js';

const digits = z.codec(z.string(), z.bigint(), { decode: (text) => BigInt(text), encode: (value) => value.toString() });
const document = (fields: object): AggregateDocument => ({ _id: 'a', tenantId: 'acme', version: 3, outbox: [], cause: {}, ...fields });

describe('the state in a document', () => {
  const codec = new StateCodec(z.object({ amount: digits, note: z.string().optional() }));

  it('is read by the schema, and nothing is due when no due time is stored', () => {
    expect(codec.read(document({ amount: '12' }))).toEqual({ id: 'a', tenantId: 'acme', version: 3, dueAt: null, state: { amount: 12n } });
  });

  it('is written the way back, without fields that have no value', () => {
    expect(codec.write('one', { amount: 12n, note: undefined })).toEqual({ amount: '12' });
  });

  it('cannot be read when it is not what this program writes', () => {
    expect(() => codec.read(document({ amount: 12 }))).toThrow(z.ZodError);
  });

  it('cannot be written when it breaks its schema', () => {
    expect(() => codec.write('one', { amount: 12 as unknown as bigint })).toThrow(z.ZodError);
  });

  it.each(['version', 'tenantId', 'dueAt', 'outbox', 'cause', '_id', 'shape'])('cannot have the field %s', (field) => {
    const open = new StateCodec<Record<string, unknown>>(z.record(z.string(), z.unknown()));
    expect(() => open.write('one', { [field]: 1 })).toThrow(`A state cannot have the field ${field}`);
  });
});

describe('a document of another version', () => {
  const boxes = z.object({ lid: z.enum(['open', 'shut']), size: z.object({ width: z.int() }) });
  const upcasters = [
    ({ lid, ...fields }: Readonly<Record<string, unknown>>) => ({ ...fields, lid: lid === true ? 'open' : 'shut' }),
    ({ width, ...fields }: Readonly<Record<string, unknown>>) => ({ ...fields, size: { width } }),
  ];
  const codec = new StateCodec(boxes, upcasters);
  const today = { lid: 'open', size: { width: 3 } } as const;

  it.each([
    ['the first shape', { lid: true, width: 3 }],
    ['the second', { lid: 'open', width: 3, shape: 1 }],
    ['the third, which is today’s', { ...today, shape: 2 }],
  ])('is read from %s', (_, fields) => {
    expect(codec.read(document(fields)).state).toEqual(today);
  });

  it('keeps what nobody here knows, and nothing of what was brought up to date', () => {
    expect(codec.writeOver(document({ lid: false, width: 3, seal: 'red' }), today)).toEqual({ fields: { ...today, seal: 'red' }, plain: false });
  });

  it.each([
    ['a later shape', { ...today, shape: 3 }, 'A document has the shape 3; here 2 is known.'],
    ['a word that is not known here', { ...today, lid: 'ajar', shape: 2 }, 'A document has a word that is not known here: lid.'],
  ])('waits for a newer instance when it has %s', (_, fields, message) => {
    expect(() => codec.read(document(fields))).toThrow(new NotKnownYet(message));
  });

  it('is wrong, and waits for nobody, when a number is a text', () => {
    expect(() => codec.read(document({ lid: 'shut', size: { width: '3' }, shape: 2 }))).toThrow(z.ZodError);
  });
});
