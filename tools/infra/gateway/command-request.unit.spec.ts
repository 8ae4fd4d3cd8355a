import { describe, expect, it } from '@jest/globals';
import { Long } from 'bson';
import { CommandRequest } from './command-request.ts';
import { CommandError } from './errors.ts';
import { decode, encode } from './raw-bson.ts';

const request = (command: Record<string, unknown>, sequences = new Map<string, Buffer>()) => new CommandRequest(encode(command), sequences);

describe('a command', () => {
  it('is named by its first field and says its database and collection', () => {
    expect(request({ find: 'sagas', $db: 'intake' })).toMatchObject({ name: 'find', database: 'intake' });
    expect(request({ find: 'sagas', $db: 'intake' }).collection()).toBe('sagas');
  });

  it('reaches the engine without what is the session’s, the driver’s or the transaction’s', () => {
    const command = { find: 'sagas', filter: { n: Long.fromString('9007199254740993') }, lsid: { id: 1 }, txnNumber: Long.ONE, maxTimeMS: 5, readConcern: {}, $db: 'intake' };
    expect(decode(request(command).forEngine(), { promoteLongs: false })).toEqual({ find: 'sagas', filter: { n: Long.fromString('9007199254740993') } });
  });

  it('gives its documents whether they came beside it or in it', () => {
    const documents = [{ a: 1 }, { a: 2 }];
    const beside = request({ insert: 'c', $db: 'd' }, new Map([['documents', Buffer.concat(documents.map(encode))]]));
    const inside = request({ insert: 'c', documents, $db: 'd' });
    for (const each of [beside, inside]) expect(each.documents('documents').map((bytes) => decode(bytes))).toEqual(documents);
    expect(inside.documents('updates')).toEqual([]);
  });

  it.each([{ find: 1 }, { find: '' }, { find: null }])('is refused where it needs a collection and names none: %j', (command) => {
    expect(() => request({ ...command, $db: 'd' }).collection()).toThrow(CommandError);
  });
});
