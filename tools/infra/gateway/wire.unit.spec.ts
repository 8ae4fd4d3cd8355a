import { describe, expect, it } from '@jest/globals';
import { CommandError } from './errors.ts';
import { decode, encode } from './raw-bson.ts';
import { MessageSplitter, parseRequest, replyTo } from './wire.ts';

const body = encode({ ping: 1, $db: 'admin' });

function message(operation: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + payload.length, 0);
  header.writeInt32LE(42, 4);
  header.writeInt32LE(operation, 12);
  return Buffer.concat([header, payload]);
}

interface Parts {
  flags?: number;
  sections?: Buffer[];
  tail?: Buffer;
}

function opMsg({ flags = 0, sections = [Buffer.concat([Buffer.from([0]), body])], tail = Buffer.alloc(0) }: Parts = {}): Buffer {
  const flagBytes = Buffer.alloc(4);
  flagBytes.writeUInt32LE(flags);
  return message(2013, Buffer.concat([flagBytes, ...sections, tail]));
}

function sequenceSection(name: string, ...documents: Buffer[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents]);
  const length = Buffer.alloc(4);
  length.writeInt32LE(4 + content.length);
  return Buffer.concat([Buffer.from([1]), length, content]);
}

describe('a stream of bytes', () => {
  it('is cut into messages wherever the chunks end', () => {
    const stream = Buffer.concat([opMsg(), opMsg(), opMsg()]);
    for (const chunkSize of [1, 7, opMsg().length + 3, stream.length]) {
      const splitter = new MessageSplitter();
      const messages: Buffer[] = [];
      for (let at = 0; at < stream.length; at += chunkSize) messages.push(...splitter.push(stream.subarray(at, at + chunkSize)));
      expect(messages).toEqual([opMsg(), opMsg(), opMsg()]);
    }
  });

  it.each([0, 15, -1, 100_000_000])('is refused when a message claims to be %d bytes long', (length) => {
    const bytes = Buffer.alloc(16);
    bytes.writeInt32LE(length, 0);
    expect(() => new MessageSplitter().push(bytes)).toThrow(CommandError);
  });
});

describe('a request', () => {
  it('carries its id and body', () => {
    expect(parseRequest(opMsg())).toMatchObject({ requestId: 42, isLegacy: false, wantsNoReply: false, body });
  });

  it('carries documents beside its body', () => {
    const documents = [encode({ a: 1 }), encode({ b: 2 })];
    const request = parseRequest(opMsg({ sections: [sequenceSection('documents', ...documents), Buffer.concat([Buffer.from([0]), body])] }));
    expect(request.body).toEqual(body);
    expect(request.sequences.get('documents')).toEqual(Buffer.concat(documents));
  });

  it('may end in a checksum, which is no section', () => {
    expect(parseRequest(opMsg({ flags: 1, tail: Buffer.from([1, 2, 3, 4]) })).body).toEqual(body);
  });

  it('may want no reply', () => {
    expect(parseRequest(opMsg({ flags: 2 })).wantsNoReply).toBe(true);
  });

  it('may come in the old operation, as the first greeting does', () => {
    const head = Buffer.concat([Buffer.alloc(4), Buffer.from('admin.$cmd\0'), Buffer.alloc(8)]);
    expect(parseRequest(message(2004, Buffer.concat([head, body])))).toMatchObject({ isLegacy: true, body });
  });

  it.each([
    ['in an operation long gone', message(2001, body)],
    ['without a body', opMsg({ sections: [] })],
    ['with a section of an unknown kind', opMsg({ sections: [Buffer.concat([Buffer.from([9]), body])] })],
  ])('is refused %s', (_case, bytes) => expect(() => parseRequest(bytes)).toThrow(CommandError));
});

describe('a reply', () => {
  it.each([
    ['OP_MSG', opMsg(), 2013, 21],
    ['OP_REPLY', message(2004, Buffer.concat([Buffer.alloc(4), Buffer.from('admin.$cmd\0'), Buffer.alloc(8), body])), 1, 36],
  ])('goes out as %s to the id of the request', (_name, bytes, operation, documentAt) => {
    const reply = replyTo(parseRequest(bytes), encode({ ok: 1 }));
    expect(reply.readInt32LE(0)).toBe(reply.length);
    expect(reply.readInt32LE(8)).toBe(42);
    expect(reply.readInt32LE(12)).toBe(operation);
    expect(decode(reply.subarray(documentAt))).toEqual({ ok: 1 });
  });
});
