import { describe, expect, it } from '@jest/globals';
import { identityOf, isAlive } from './process-identity.ts';

describe('the identity of a process', () => {
  const own = identityOf(process.pid) ?? '';

  it('stays the same while it runs', () => {
    expect(own).not.toBe('');
    expect(isAlive(process.pid, own)).toBe(true);
  });

  it('is not that of another process, so a pid given again is not taken for ours', () => {
    expect(identityOf(1)).not.toBe(own);
    expect(isAlive(1, own)).toBe(false);
  });

  it('is none where no process runs', () => {
    expect(identityOf(2 ** 30)).toBeUndefined();
    expect(isAlive(2 ** 30, own)).toBe(false);
  });
});
