import { describe, expect, it } from '@jest/globals';
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
    expect(codec.write({ amount: 12n, note: undefined })).toEqual({ amount: '12' });
  });

  it('cannot be read when it is not what this program writes', () => {
    expect(() => codec.read(document({ amount: 12 }))).toThrow(z.ZodError);
  });

  it('cannot be written when it breaks its schema', () => {
    expect(() => codec.write({ amount: 12 as unknown as bigint })).toThrow(z.ZodError);
  });

  it.each(['version', 'tenantId', 'dueAt', 'outbox', 'cause', '_id'])('cannot have the field %s', (field) => {
    const open = new StateCodec<Record<string, unknown>>(z.record(z.string(), z.unknown()));
    expect(() => open.write({ [field]: 1 })).toThrow(`A state cannot have the field ${field}`);
  });
});
