import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withLock } from './lock.ts';

let folder: string;
const ignore = () => undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-lock-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a lock', () => {
  it('lets one after the other work', async () => {
    let working = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++working);
      await new Promise(setImmediate);
      working--;
    };
    await Promise.all([1, 2, 3].map(() => withLock(join(folder, 'lock'), ignore, work)));
    expect(most).toBe(1);
  });

  it('gives the outcome of the work, and is free again after a failure', async () => {
    const file = join(folder, 'lock');
    await expect(withLock(file, ignore, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await withLock(file, ignore, () => Promise.resolve('done'))).toBe('done');
  });

  it('tells that it waits for another', async () => {
    const file = join(folder, 'lock');
    const waiting = Promise.withResolvers<string>();
    const second = await withLock(file, ignore, async () => {
      const outcome = withLock(file, () => waiting.resolve('waiting'), () => Promise.resolve('done'));
      await waiting.promise;
      return { outcome };
    });
    expect(await second.outcome).toBe('done');
  });

  it('that cannot be made is told in one sentence', async () => {
    await expect(withLock(join(folder, 'absent/lock'), ignore, () => Promise.resolve())).rejects.toMatchObject({ name: 'SetupError' });
  });
});
