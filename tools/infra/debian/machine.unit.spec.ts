import { describe, expect, it } from '@jest/globals';
import { releaseOf } from './machine.ts';

describe('the operating system', () => {
  it('is Debian with its code name', () => {
    expect(releaseOf('NAME="Debian GNU/Linux"\nVERSION_CODENAME=bookworm\nID=debian\n')).toBe('bookworm');
  });

  it.each([['another Linux', 'ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n'], ['unknown', '']])('is not Debian: %s', (_case, osRelease) => {
    expect(releaseOf(osRelease)).toBeUndefined();
  });
});
