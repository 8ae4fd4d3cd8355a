import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { JsonLines } from '../src/json-lines.js';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'journals-')); });
afterEach(() => rmSync(folder, { recursive: true }));

const opened = (): JsonLines<{ key: string }> => new JsonLines(folder, 'bank', z.object({ key: z.string() }));
const write = (text: string): void => appendFileSync(join(folder, 'bank.jsonl'), text);

describe('a journal', () => {
  it('gives back what was written, in order', () => {
    for (const key of ['a', 'b']) opened().append({ key });
    expect(opened().readAll()).toEqual([{ key: 'a' }, { key: 'b' }]);
  });

  it('forgets a line that a crash cut off, and goes on behind what was whole', () => {
    opened().append({ key: 'a' });
    write('{"key":"b');
    expect(opened().readAll()).toEqual([{ key: 'a' }]);
    opened().append({ key: 'c' });
    expect(opened().readAll()).toEqual([{ key: 'a' }, { key: 'c' }]);
  });

  it('of another version is not read, and says which line and where it lies', () => {
    opened().append({ key: 'a' });
    write('{"name":"b"}\n');
    expect(() => opened().readAll()).toThrow(`Line 2 of the journal ${join(folder, 'bank.jsonl')} was written by another version of Sluice (key)`);
  });
});
