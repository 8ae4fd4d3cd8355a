import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrefixLayout } from './prefix-layout.ts';

const ELF_MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

/** Programs of the prefix: they must be started through its own loader. */
export async function programsOf(layout: PrefixLayout): Promise<string[]> {
  const inErlang = await filesUnder(join(layout.erlang, 'lib'));
  const candidates = [
    ...(await filesUnder(layout.postgresBin)),
    ...(await filesUnder(layout.erlangRuntimeBin)),
    ...inErlang.filter((file) => file.includes('/priv/bin/')),
  ];
  return onlyElf(candidates);
}

/** Shared objects that programs of the prefix open by name while they run. */
export async function modulesOf(layout: PrefixLayout): Promise<string[]> {
  const files = [...(await filesUnder(layout.postgresLib)), ...(await filesUnder(join(layout.erlang, 'lib')))];
  return onlyElf(files.filter((file) => file.endsWith('.so')));
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function onlyElf(files: readonly string[]): Promise<string[]> {
  const flags = await Promise.all(files.map(isElf));
  return files.filter((_, index) => flags[index]);
}

async function isElf(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.equals(ELF_MAGIC);
  } finally {
    await handle.close();
  }
}
