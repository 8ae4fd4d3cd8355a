import { describe, expect, it } from '@jest/globals';
import { notFromPrefix } from './libraries.ts';

const list = `\tlinux-vdso.so.1 (0x00007ffd)
\tlibssl.so.3 => /cache/prefix/usr/lib/x86_64-linux-gnu/libssl.so.3 (0x00007f01)
\tlibzstd.so.1 => /lib/x86_64-linux-gnu/libzstd.so.1 (0x00007f02)
\tlibicuuc.so.78 => not found
\t/lib64/ld-linux-x86-64.so.2 => /cache/prefix/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 (0x00007f03)
`;

describe("the loader's list of a program", () => {
  it('names what is absent and what would be taken from the machine', () => {
    expect(notFromPrefix(list, '/cache/prefix')).toEqual(['libzstd.so.1', 'libicuuc.so.78']);
  });

  it('names nothing when all of it lies in the prefix', () => {
    expect(notFromPrefix(list.split('\n').slice(0, 2).join('\n'), '/cache/prefix')).toEqual([]);
  });

  it('does not take a neighbour with the same beginning for the prefix', () => {
    expect(notFromPrefix('\tlibssl.so.3 => /cache/prefix-old/libssl.so.3 (0x01)\n', '/cache/prefix')).toEqual(['libssl.so.3']);
  });
});
