import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the working tree: every path a command prints or takes is relative to it. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Where everything lives that a command leaves on the disk; ignored by git. */
export const localFolder = join(root, '.local');

/** The code under test; with a mark when it is not as it was committed. */
export function commitOf(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' and changes'}`;
  } catch {
    return 'unknown';
  }
}
