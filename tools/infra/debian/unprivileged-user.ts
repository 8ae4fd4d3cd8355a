import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** `nobody`, by number because that exists everywhere. PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

const OTHERS_MAY_ENTER = 0o001;

/** The user and group PostgreSQL runs as: ours, or nobody when we are root. */
export function databaseUser(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

/** Whether the database's user can get at a folder: all folders on the way must let others through. */
export async function isReachable(folder: string): Promise<boolean> {
  if (databaseUser().uid === undefined) return true;
  for (let step = folder; ; step = dirname(step)) {
    const mode = await stat(step).then(({ mode }) => mode, () => OTHERS_MAY_ENTER); // What is not there yet, we make so.
    if ((mode & OTHERS_MAY_ENTER) === 0) return false;
    if (step === dirname(step)) return true;
  }
}
