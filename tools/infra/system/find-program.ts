import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The full path of a program on PATH, or undefined. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, name);
    const usable = await access(candidate, constants.X_OK).then(() => true, () => false);
    if (folder !== '' && usable) return candidate;
  }
  return undefined;
}
