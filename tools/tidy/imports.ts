import { posix } from 'node:path';
import { isCode, type Rule, type TextFile } from './rule.ts';

/** Files and the files that they import by a relative path, types included. */
export function importsOf(files: readonly TextFile[]): Map<string, readonly string[]> {
  const known = new Set(files.map(({ path }) => path));
  const targetOf = (from: string, specifier: string): string => posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
  return new Map(files.map(({ path, text }) => {
    const specifiers = [...text.matchAll(/^(?:import|export)\s[^;'"]*from '(\.[^']+)'/gm)].map(([, specifier = '']) => specifier);
    return [path, specifiers.map((specifier) => targetOf(path, specifier)).filter((target) => known.has(target))];
  }));
}

/** Sets of files that import each other, directly or by way of others. */
export function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): number => {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    open.push(file);
    for (const target of imports.get(file) ?? []) {
      const reached = !order.has(target) ? visit(target) : open.includes(target) ? order.get(target) ?? Infinity : Infinity;
      lowest.set(file, Math.min(lowest.get(file) ?? Infinity, reached));
    }
    if (lowest.get(file) === order.get(file)) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return lowest.get(file) ?? Infinity;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return circles;
}

export const noImportCircles: Rule = {
  name: 'no file imports itself by way of others',
  check: (files) => circlesIn(importsOf(files.filter(isCode))).map((circle) => `${circle.join(', ')} import each other.`),
};

const adapter = /^apps\/[a-z-]+\/src\/.*\.http\.ts$/;

/** What promises and what carries out lie side by side: `bank.ts` and `bank.http.ts`. Where a room is put together the one is chosen for the other; the rest knows the promise alone. */
export const adaptersBehindTheirPorts: Rule = {
  name: 'an adapter with a port is imported where a module is put together, and nowhere else',
  check: (files) => {
    const imports = importsOf(files.filter((file) => isCode(file) && !file.path.endsWith('.spec.ts')));
    const hasPort = (path: string): boolean => adapter.test(path) && imports.has(path.replace(/\.http\.ts$/, '.ts'));
    return [...imports].filter(([path]) => /^apps\/[a-z-]+\/src\//.test(path) && !/\.(module|http)\.ts$/.test(path)).flatMap(([path, targets]) =>
      targets.filter(hasPort).map((target) => `${path} imports ${target}.`));
  },
};
