import { deserialize, serialize, type DeserializeOptions } from 'bson';
import { CommandError } from './errors.ts';

/** A document whose values nobody has looked at yet. */
export type Fields = Record<string, unknown>;

/** One top-level element of a document, as offsets into the document's bytes. */
export interface RawElement {
  type: number;
  name: string;
  /** Where the element begins, with its type and name. */
  start: number;
  /** Where its value begins. */
  value: number;
  end: number;
}

const FIXED_SIZES: Readonly<Record<number, number>> = {
  0x01: 8, 0x06: 0, 0x07: 12, 0x08: 1, 0x09: 8, 0x0a: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16, 0x7f: 0, 0xff: 0,
};

/** Finds the top-level elements without decoding them: commands pass through with their bytes as they came. */
export function elementsOf(document: Buffer): RawElement[] {
  const elements: RawElement[] = [];
  const last = document.readInt32LE(0) - 1;
  for (let start = 4; start < last; ) {
    const type = document.readUInt8(start);
    const nameEnd = document.indexOf(0, start + 1);
    const value = nameEnd + 1;
    const end = value + sizeOfValue(document, type, value);
    elements.push({ type, name: document.toString('utf8', start + 1, nameEnd), start, value, end });
    start = end;
  }
  return elements;
}

function sizeOfValue(document: Buffer, type: number, at: number): number {
  const fixed = FIXED_SIZES[type];
  if (fixed !== undefined) return fixed;
  switch (type) {
    case 0x03: // document, array, code with scope: the length counts itself
    case 0x04:
    case 0x0f:
      return document.readInt32LE(at);
    case 0x02: // string, code, symbol
    case 0x0d:
    case 0x0e:
      return 4 + document.readInt32LE(at);
    case 0x05: // binary: one byte of subtype
      return 5 + document.readInt32LE(at);
    case 0x0c: // reference: a string and an id
      return 16 + document.readInt32LE(at);
    case 0x0b: // regular expression: two strings that end in zero
      return document.indexOf(0, document.indexOf(0, at) + 1) + 1 - at;
    default:
      throw new CommandError(22, `Unrecognized BSON type ${type}`);
  }
}

/** A document of those elements of another that pass the test, in their order. */
export function pick(document: Buffer, elements: readonly RawElement[], isWanted: (element: RawElement) => boolean): Buffer {
  const parts = elements.filter(isWanted).map(({ start, end }) => document.subarray(start, end));
  const head = Buffer.alloc(4);
  const whole = Buffer.concat([head, ...parts, Buffer.from([0])]);
  whole.writeInt32LE(whole.length, 0);
  return whole;
}

/** Documents one after the other, as a section of an OP_MSG carries them. */
export function splitSequence(sequence: Buffer): Buffer[] {
  const documents: Buffer[] = [];
  for (let at = 0; at < sequence.length; at += sequence.readInt32LE(at)) {
    documents.push(sequence.subarray(at, at + sequence.readInt32LE(at)));
  }
  return documents;
}

/** The raw bytes of the documents in an array element. */
export function documentsInArray(document: Buffer, element: RawElement): Buffer[] {
  const array = document.subarray(element.value, element.end);
  return elementsOf(array).map(({ value, end }) => array.subarray(value, end));
}

export function encode(document: Fields): Buffer {
  return Buffer.from(serialize(document, { ignoreUndefined: true }));
}

export function decode(document: Buffer, options: DeserializeOptions = {}): Fields {
  return deserialize(document, options);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** The value as a document; an empty one when it is none. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}
