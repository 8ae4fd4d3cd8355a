import { describe, expect, it } from '@jest/globals';
import { Binary, BSONRegExp, Code, DBRef, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { CommandError } from './errors.ts';
import { decode, documentsInArray, elementsOf, encode, pick, splitSequence } from './raw-bson.ts';

const everyKind = {
  double: new Double(1.5),
  string: 'text with a \0 inside',
  document: { a: { b: 1 } },
  array: [1, [2]],
  binary: new Binary(Buffer.from([1, 0, 2])),
  id: new ObjectId(),
  boolean: true,
  date: new Date(0),
  nothing: null,
  regex: new BSONRegExp('^a.*z$', 'i'),
  code: new Code('return 1'),
  codeWithScope: new Code('return x', { x: 1 }),
  int: new Int32(7),
  timestamp: new Timestamp({ t: 1, i: 2 }),
  long: Long.fromString('9223372036854775807'),
  decimal: Decimal128.fromString('1.10'),
  reference: new DBRef('c', new ObjectId()),
  least: new MinKey(),
  most: new MaxKey(),
};

describe('the elements of a document', () => {
  it('are found whatever their kind, one right after the other', () => {
    const bytes = encode(everyKind);
    const elements = elementsOf(bytes);
    expect(elements.map(({ name }) => name)).toEqual(Object.keys(everyKind));
    elements.forEach(({ start }, index) => expect(start).toBe(index === 0 ? 4 : elements[index - 1]!.end));
    expect(elements.at(-1)?.end).toBe(bytes.length - 1);
  });

  it('are none in an empty document', () => {
    expect(elementsOf(encode({}))).toEqual([]);
  });

  it('cannot be found behind a kind that does not exist', () => {
    const bytes = encode({ a: true });
    bytes[4] = 0x44;
    expect(() => elementsOf(bytes)).toThrow(CommandError);
  });
});

describe('picking elements', () => {
  it('keeps their bytes and their order', () => {
    const bytes = encode(everyKind);
    const kept = pick(bytes, elementsOf(bytes), ({ name }) => name === 'long' || name === 'array');
    expect(kept).toEqual(encode({ array: everyKind.array, long: everyKind.long }));
  });

  it('gives an empty document when none is wanted', () => {
    const bytes = encode({ a: 1 });
    expect(pick(bytes, elementsOf(bytes), () => false)).toEqual(encode({}));
  });
});

describe('documents in a row', () => {
  const documents = [{ a: 1 }, {}, { b: 'text' }];

  it('are told apart in a section of a message', () => {
    expect(splitSequence(Buffer.concat(documents.map(encode))).map((bytes) => decode(bytes))).toEqual(documents);
    expect(splitSequence(Buffer.alloc(0))).toEqual([]);
  });

  it('are told apart in an array', () => {
    const bytes = encode({ documents });
    expect(elementsOf(bytes).flatMap((element) => documentsInArray(bytes, element)).map((each) => decode(each))).toEqual(documents);
  });
});
