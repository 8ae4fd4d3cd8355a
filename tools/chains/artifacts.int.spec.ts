import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { compiled } from './compile.ts';

describe('the artifacts of the contracts', () => {
  it('are what the compiler makes of the sources (node tools/chains/compile.ts)', () => {
    for (const [name, text] of compiled()) {
      expect(readFileSync(new URL(`./artifacts/${name}.json`, import.meta.url), 'utf8') === text ? name : `${name} is stale`).toBe(name);
    }
  });
});
