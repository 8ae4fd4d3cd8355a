import { constants } from 'node:fs';
import { access, chmod, lstat, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { reasonOf, SetupError } from '../setup-error.ts';
import { isReachable } from './unprivileged-user.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');

/**
 * Folders that may hold prefixes, best first. The user's cache comes first so that a second clone finds the first one's
 * work; root's home is usually closed to other users, and PostgreSQL must get at the files as another user.
 */
function candidates(): string[] {
  const userCache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'sluice');
  const isRoot = process.getuid?.() === 0;
  return [userCache, ...(isRoot ? ['/var/cache/sluice'] : []), join(REPOSITORY, '.local/prefix'), `/var/tmp/sluice-cache-${process.getuid?.() ?? 0}`];
}

/** The folder that holds the named prefix, or else the first that can. */
export async function cacheFolderFor(prefixName: string): Promise<string> {
  const usable: string[] = [];
  let refusal = 'none of them is open to other users';
  for (const folder of candidates()) {
    if (!(await isReachable(folder))) continue;
    if (await access(join(folder, prefixName)).then(() => true, () => false)) return folder;
    usable.push(folder);
  }
  for (const folder of usable) {
    const failure = await makeOurs(folder).then(() => undefined, reasonOf);
    // Asked again, because a strict umask may have closed what was just made on the way.
    if (failure === undefined && (await isReachable(folder))) return folder;
    refusal = failure ?? refusal;
  }
  throw new SetupError(`No folder can keep the unpacked programs (${candidates().join(', ')}): ${refusal}.`);
}

/** Creates a folder that others may enter, and makes sure nobody else owns it: in /var/tmp anyone could have put it there. */
export async function makeOurs(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { uid } = await lstat(folder);
  if (uid !== process.getuid?.()) throw new SetupError(`The folder ${folder} belongs to another user`);
  await access(folder, constants.W_OK);
  await chmod(folder, 0o755);
}
