import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the working tree: every path a command prints or takes is relative to it. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Where everything lives that a command leaves on the disk; ignored by git. */
export const localFolder = join(root, '.local');
