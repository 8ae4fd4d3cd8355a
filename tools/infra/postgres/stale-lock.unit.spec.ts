import { describe, expect, it } from '@jest/globals';
import { isAttached, sharedMemoryOf } from './stale-lock.ts';

const lock = '4711\n/state/postgres\n1795226000\n25432\n\n127.0.0.1\n   917522    327691\nready   \n';
const table = (attached: number) => `       key      shmid perms       size  cpid  lpid nattch   uid   gid
    917522     327691   600         56  4711  4800      ${attached} 65534 65534
`;

describe('the lock file of a server', () => {
  it('names its shared memory', () => {
    expect(sharedMemoryOf(lock)).toBe('327691');
  });

  it('names none when the server ended before it had any', () => {
    expect(sharedMemoryOf('4711\n/state/postgres\n')).toBeUndefined();
  });
});

describe('shared memory', () => {
  it('is in use while any process is attached', () => {
    expect(isAttached(table(3), '327691')).toBe(true);
  });

  it('is free when nobody is attached, or it is gone, or it was never there', () => {
    expect(isAttached(table(0), '327691')).toBe(false);
    expect(isAttached(table(3), '5')).toBe(false);
    expect(isAttached(table(3), undefined)).toBe(false);
  });
});
