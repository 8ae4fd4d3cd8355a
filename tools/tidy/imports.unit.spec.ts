import { describe, expect, it } from '@jest/globals';
import { adaptersBehindTheirPorts, noImportCircles } from './imports.ts';

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

describe('an adapter with a port', () => {
  const code = (path: string, ...targets: string[]) => ({ path, text: targets.map((target) => `import { y } from '${target}';\n`).join('') });
  const port = code('apps/x/src/providers/bank.ts');
  const adapter = code('apps/x/src/providers/bank.http.ts', './bank.js');
  const rest = [port, adapter];

  it.each([
    ['the module that puts the room together', code('apps/x/src/providers/providers.module.ts', './bank.js', './bank.http.js')],
    ['another adapter', code('apps/x/src/providers/statements.http.ts', './bank.http.js')],
    ['a test of it', code('apps/x/src/providers/bank.unit.spec.ts', './bank.http.js')],
    ['a test of the whole app', code('apps/x/test/bank.int.spec.ts', '../src/providers/bank.http.js')],
    ['a library, of which it is none', code('libs/x/src/one.ts', './two.http.js')],
  ])('may be imported by %s', (_, importer) => {
    expect(adaptersBehindTheirPorts.check([...rest, importer])).toEqual([]);
  });

  it('is not meant where there is no port beside it, nor where the port is imported', () => {
    const alone = code('apps/x/src/providers/solana.http.ts');
    expect(adaptersBehindTheirPorts.check([...rest, alone, code('apps/x/src/one/one.process.ts', '../providers/solana.http.js', '../providers/bank.js')])).toEqual([]);
  });

  it.each([
    ['a process', 'apps/x/src/one/one.process.ts', '../providers/bank.http.js'],
    ['a controller', 'apps/x/src/one/one.controller.ts', '../providers/bank.http.js'],
    ['pure code', 'apps/x/src/one/one.ts', '../providers/bank.http.js'],
    ['another room of another app', 'apps/z/src/one/one.ts', '../../../x/src/providers/bank.http.js'],
    ['its port', 'apps/x/src/providers/bank.ts', './bank.http.js'],
    ['what has a name alike', 'apps/x/src/providers/bank.module-options.ts', './bank.http.js'],
  ])('is found where it is imported by %s', (_, path, target) => {
    expect(adaptersBehindTheirPorts.check([...rest.filter((file) => file.path !== path), code(path, target)])).toEqual([`${path} imports apps/x/src/providers/bank.http.ts.`]);
  });

  it('is found when only a type of it is imported', () => {
    const importer = { path: 'apps/x/src/one/one.ts', text: "import type { Line } from '../providers/bank.http.js';\n" };
    expect(adaptersBehindTheirPorts.check([...rest, importer])).toHaveLength(1);
  });
});
