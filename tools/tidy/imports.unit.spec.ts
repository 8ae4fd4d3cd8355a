import { describe, expect, it } from '@jest/globals';
import { noImportCircles } from './imports.ts';

const file = (name: string, ...targets: string[]) => ({ path: `libs/x/src/${name}.ts`, text: targets.map((target) => `import { y } from './${target}.js';\n`).join('') });

describe('imports', () => {
  it('may meet again', () => {
    expect(noImportCircles.check([file('a', 'b', 'c'), file('b', 'd'), file('c', 'd'), file('d')])).toEqual([]);
  });

  it.each([
    ['each other', [file('a', 'b'), file('b', 'a')], ['libs/x/src/a.ts, libs/x/src/b.ts import each other.']],
    ['each other by way of a third', [file('a', 'b'), file('b', 'c'), file('c', 'a'), file('d', 'a')], ['libs/x/src/a.ts, libs/x/src/b.ts, libs/x/src/c.ts import each other.']],
    ['two circles', [file('a', 'b'), file('b', 'a', 'c'), file('c', 'd'), file('d', 'c')], ['libs/x/src/c.ts, libs/x/src/d.ts import each other.', 'libs/x/src/a.ts, libs/x/src/b.ts import each other.']],
  ])('that are a circle are found: %s', (_, files, findings) => {
    expect(noImportCircles.check(files)).toEqual(findings);
  });

  it('of a type, of several lines, and by re-export count too', () => {
    const files = [{ path: 'libs/x/src/a.ts', text: "import type {\n  Y,\n} from './b.js';\n" }, { path: 'libs/x/src/b.ts', text: "export { z } from './a.js';\n" }];
    expect(noImportCircles.check(files)).toHaveLength(1);
  });
});
