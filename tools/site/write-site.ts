import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { apiNames, documentOf } from '../generate/client-types.ts';
import type { TextFile } from '../tidy/rule.ts';
import { workingTree } from '../tidy/working-tree.ts';
import { root } from '../workspace.ts';
import { apiReference, type ApiDocument } from './api-reference.ts';
import { page, sectionsOf, type Section } from './layout.ts';
import { addressOf, rendered } from './render.ts';
import { entriesOf, type SearchEntry } from './search-entries.ts';

const CONTENTS = 'docs/README.md';
const PICTURES = 'docs/pictures';

const referencePath = (api: string): string => `docs/api/${api}.md`;

/** One page for each API, of the document that the built gateway serves. */
async function references(): Promise<TextFile[]> {
  return Promise.all(apiNames.map(async (api) => ({ path: referencePath(api), text: apiReference((await documentOf(api)) as unknown as ApiDocument) })));
}

const headingOf = ({ path, text }: TextFile): string => /^# (.*)$/m.exec(text)?.[1] ?? path;

/** The table of contents, with the references where their readers look for them. */
function contentsOf(files: readonly TextFile[], apis: readonly TextFile[]): Section[] {
  const written = sectionsOf(files.find(({ path }) => path === CONTENTS)?.text ?? '', CONTENTS);
  return [...written, { name: 'API references', pages: apis.map((file) => ({ title: headingOf(file).replace(/: API reference$/, ''), path: file.path })) }];
}

/** One file that is no module: a page that was opened as a file may not load modules. */
async function writeSearch(folder: string): Promise<void> {
  const entry = new URL('search.client.ts', import.meta.url).pathname;
  await build({ configFile: false, logLevel: 'warn', publicDir: false, build: { outDir: folder, emptyOutDir: false, lib: { entry, formats: ['iife'], name: 'sluiceSearching', fileName: () => 'search.js' } } });
}

/** Every page of the repository and the references of all APIs as a folder of files that any server can serve. @returns how many pages */
export async function writeSite(folder: string): Promise<number> {
  const [written, apis] = await Promise.all([workingTree(), references()]);
  const files = [...written.filter(({ path }) => path.endsWith('.md')), ...apis];
  const pages = new Set(files.map(({ path }) => path));
  const sections = contentsOf(files, apis);
  await rm(folder, { recursive: true, force: true });
  const entries: SearchEntry[] = [];
  for (const { path, text } of files) {
    const file = join(folder, addressOf(path));
    await mkdir(dirname(file), { recursive: true });
    const shown = rendered(path, text, pages);
    entries.push(...entriesOf(addressOf(path), shown.title, shown.html, entries.length));
    await writeFile(file, page(path, shown, sections, pages));
  }
  await cp(new URL('site.css', import.meta.url), join(folder, 'site.css'));
  await writeFile(join(folder, 'search-index.js'), `globalThis.sluiceSearch = ${JSON.stringify(entries)};\n`);
  await writeSearch(folder);
  await cp(join(root, PICTURES), join(folder, PICTURES), { recursive: true });
  return files.length;
}
