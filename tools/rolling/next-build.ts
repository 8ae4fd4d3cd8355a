import { cp, mkdir, readFile, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { transform } from '@swc/core';
import { SetupError } from '../infra/index.ts';
import { localFolder, root } from '../workspace.ts';
import { nextRelease, type Edit } from './next-release.ts';

/** As the tests compile: with decorators and the types that Nest reads from them. */
const jsc = { parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, target: 'es2024' } as const;

export const nextFolder = join(localFolder, 'next-release');

/** Where a program of this build is in the next one. */
export const inNext = (path: string): string => (/^(apps|libs)\//.test(relative(root, path)) ? join(nextFolder, relative(root, path)) : path);

/** A source file with all of its edits. @throws SetupError when one does not fit any more */
export function edited(source: string, edits: readonly Edit[]): string {
  return edits.reduce((text, { file, find, replace }) => {
    const count = text.split(find).length - 1;
    if (count !== 1) throw new SetupError(`${file} has ${count} times what the next release has otherwise: ${find.trim()}`);
    return text.replace(find, () => replace);
  }, source);
}

/** Makes the next release out of what is built, in a folder of its own: what it has otherwise is compiled from the sources. */
export async function buildNext(): Promise<void> {
  await rm(nextFolder, { recursive: true, force: true });
  const isProduct = (path: string): boolean => !/\/(src|test|node_modules)(\/|$)/.test(`/${relative(root, path)}`);
  for (const folder of ['apps', 'libs']) await cp(join(root, folder), join(nextFolder, folder), { recursive: true, filter: isProduct });
  await cp(join(root, 'package.json'), join(nextFolder, 'package.json'));
  await linkPackages();
  for (const [file, edits] of Map.groupBy(nextRelease, (edit) => edit.file)) await compile(file, edits);
}

/** Our own packages are the next release's; all others are found further up. */
async function linkPackages(): Promise<void> {
  const [from, to] = [root, nextFolder].map((folder) => join(folder, 'node_modules/@sluice')) as [string, string];
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) await symlink(await readlink(join(from, name)), join(to, name));
}

async function compile(file: string, edits: readonly Edit[]): Promise<void> {
  const source = edited(await readFile(join(root, file), 'utf8'), edits);
  const { code } = await transform(source, { filename: file, jsc, module: { type: 'nodenext' }, swcrc: false });
  const target = join(nextFolder, file.replace('/src/', '/dist/').replace(/\.ts$/, '.js'));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
}
