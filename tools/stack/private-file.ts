import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { SetupError } from '../infra/setup-error.ts';

/** Written by rename, so that a reader never sees half of it; readable by its owner alone, for it may hold secrets. */
export async function writePrivate(file: string, content: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** Null when there is no such file. Throws a SetupError when it does not hold what it should. */
export async function readPrivate<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema> | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new SetupError(`${file} is damaged; delete it and start again.`);
  }
}

export const remove = (file: string): Promise<void> => rm(file, { force: true });
