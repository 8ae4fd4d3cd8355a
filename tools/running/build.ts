import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../infra/setup-error.ts';
import { withLock } from '../infra/system/lock.ts';
import { localFolder, root } from '../workspace.ts';
import { progress } from './progress.ts';
import { runProgram } from './run-program.ts';

const compiler = join(root, 'node_modules/typescript7/bin/tsc');

/** Compiles what has changed. Two commands at once in one working tree take turns, or one would start half-written files. */
export async function build(signal: AbortSignal): Promise<void> {
  await mkdir(localFolder, { recursive: true });
  progress('Building …');
  const onWait = () => progress('Waiting for another build in this working tree …');
  const { code, output } = await withLock(join(localFolder, 'build.lock'), onWait, () =>
    runProgram([process.execPath, compiler, '--build'], { signal }));
  if (code === 0) return;
  process.stdout.write(output);
  throw new SetupError('The code does not compile; the reasons are above.');
}
