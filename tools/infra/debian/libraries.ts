import { basename } from 'node:path';
import { run } from '../system/run.ts';
import { modulesOf, programsOf } from './elf-files.ts';
import type { PrefixLayout } from './prefix-layout.ts';

/**
 * Libraries that programs of the prefix would not find inside it. The loader takes a missing one from the machine
 * without a word, where it may be older or absent, so every file is asked before it is used.
 */
export async function missingLibraries(layout: PrefixLayout): Promise<string[]> {
  const files = [...(await programsOf(layout)), ...(await modulesOf(layout))];
  const missing = new Set<string>();
  const work = async (): Promise<void> => {
    for (let file = files.pop(); file !== undefined; file = files.pop()) {
      const { stdout } = await run(layout.loader, ['--library-path', layout.libraryFolders.join(':'), '--list', file]);
      for (const library of notFromPrefix(stdout, layout.root)) missing.add(`${library} (for ${basename(file)})`);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return [...missing].sort();
}

/** Names out of the loader's list (`name => path (address)` or `name => not found`) that do not lie in the prefix. */
export function notFromPrefix(list: string, root: string): string[] {
  const entries = [...list.matchAll(/^\s*(\S+) => (not found|\/\S+)/gm)];
  return entries.filter(([, name = '', path = '']) => !path.startsWith(`${root}/`) && !name.startsWith('/')).map(([, name = '']) => name);
}
