import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync, version } from '@swc/core';

/**
 * Runs TypeScript from source, with decorators: for tests, and for small services that tests start as processes.
 * What was compiled once is kept by its content, so that the next process need not compile it.
 */
const jsc = {
  parser: { syntax: 'typescript', decorators: true },
  transform: { legacyDecorator: true, decoratorMetadata: true },
  target: 'es2024',
};

const folder = fileURLToPath(new URL('../../../.local/compiled-sources/', import.meta.url));
mkdirSync(folder, { recursive: true });

/** Where the source map of each loaded file lies, by the file's address, as stacks name it. */
export const sourceMaps = new Map();

const isSource = (url) => url.startsWith('file:') && /\.ts(\?|$)/.test(url) && !url.includes('/node_modules/');

function write(file, text) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file); // Processes that compile the same file at the same time each write all of it.
}

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const name = createHash('sha256').update(`${version} ${JSON.stringify(jsc)} ${filename}\n${source}`).digest('hex');
  const file = join(folder, `${name}.js`);
  sourceMaps.set(pathToFileURL(filename).href, `${file}.map`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const { code, map } = transformSync(source, { filename, jsc, module: { type: 'nodenext' }, sourceMaps: true });
  write(`${file}.map`, map);
  write(file, code);
  return code;
}

registerHooks({
  resolve(specifier, context, next) {
    const source = specifier.startsWith('.') && specifier.endsWith('.js') && new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL).href;
    return source && existsSync(fileURLToPath(source)) ? next(source, context) : next(specifier, context);
  },
  load(url, context, next) {
    return isSource(url) ? { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true } : next(url, context);
  },
});
