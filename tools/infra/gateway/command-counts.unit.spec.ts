import { describe, expect, it } from '@jest/globals';
import { CommandCounts } from './command-counts.ts';
import { CommandRequest } from './command-request.ts';
import { encode } from './raw-bson.ts';

const request = (body: Record<string, unknown>): CommandRequest => new CommandRequest(encode(body), new Map());

describe('the count of commands', () => {
  it('tells databases and collections apart', () => {
    const counts = new CommandCounts();
    for (const $db of ['a', 'a', 'b']) counts.note(request({ find: 'withdrawals', $db }));
    counts.note(request({ update: 'withdrawals', $db: 'a' }));
    expect(counts.byNamespace()).toEqual([
      { database: 'a', command: 'find', collection: 'withdrawals', count: 2 },
      { database: 'b', command: 'find', collection: 'withdrawals', count: 1 },
      { database: 'a', command: 'update', collection: 'withdrawals', count: 1 },
    ]);
    expect(counts.byCommand()).toEqual({ find: 3, update: 1 });
  });

  it('counts commands that are about no collection', () => {
    const counts = new CommandCounts();
    counts.note(request({ ping: 1, $db: 'admin' }));
    expect(counts.byNamespace()).toEqual([{ database: 'admin', command: 'ping', collection: '', count: 1 }]);
  });
});
