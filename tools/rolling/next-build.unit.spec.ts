import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace.ts';
import { edited, inNext, nextFolder } from './next-build.ts';
import { nextRelease } from './next-release.ts';

const files = [...Map.groupBy(nextRelease, (edit) => edit.file)];

describe('the next release that is rolled out in tests', () => {
  it.each(files)('still fits %s', (file, edits) => {
    expect(edited(readFileSync(join(root, file), 'utf8'), edits)).not.toBe('');
  });

  it('is read from its own folder, and what is not a program stays where it is', () => {
    const others = ['--max-semi-space-size=8', join(root, 'tools/disturbance/in-process.mjs'), join(nextFolder, 'apps/intake/dist/main.js')];
    expect([join(root, 'apps/intake/dist/main.js'), ...others].map(inNext)).toEqual([join(nextFolder, 'apps/intake/dist/main.js'), ...others]);
  });
});

describe('an edit', () => {
  it('takes the place of what it finds', () => {
    expect(edited('a b c', [{ file: 'x.ts', find: 'b', replace: '$& d' }])).toBe('a $& d c');
  });

  it.each([['not there', 'a c', 0], ['there twice', 'b a b', 2]])('is refused when what it finds is %s', (_, source, count) => {
    expect(() => edited(source, [{ file: 'x.ts', find: 'b', replace: 'd' }])).toThrow(`x.ts has ${count} times what the next release has otherwise: b`);
  });
});
