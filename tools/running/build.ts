import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../infra/setup-error.ts';
import { withLock } from '../infra/system/lock.ts';
import { localFolder, root } from '../workspace.ts';
import { allOf } from './all-of.ts';
import { progress } from './progress.ts';
import { runProgram } from './run-program.ts';

const compiler = join(root, 'node_modules/typescript7/bin/tsc');

const consoleFolder = join(root, 'apps/console');
const vite = join(root, 'node_modules/vite/bin/vite.js');

async function newest(paths: readonly string[]): Promise<number> {
  const times = await Promise.all(paths.map((path) => stat(path).then(({ mtimeMs }) => mtimeMs, () => 0)));
  return Math.max(0, ...times);
}

/** Whether a file that the console is made of is newer than what was made of it. */
async function consoleHasChanged(): Promise<boolean> {
  const files = (await readdir(consoleFolder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sources = files.filter((file) => !file.startsWith(join(consoleFolder, 'dist')));
  return (await newest([...sources, join(root, 'package-lock.json')])) > (await newest([join(consoleFolder, 'dist/index.html')]));
}

/** What compiles the code, and what bundles the console. */
async function builders(): Promise<(readonly [string, ...string[]])[]> {
  const code = [process.execPath, compiler, '--build'] as const;
  return (await consoleHasChanged()) ? [code, [process.execPath, vite, 'build', consoleFolder]] : [code];
}

/** Compiles what has changed. Two commands at once in one working tree take turns, or one would start half-written files. */
export async function build(signal: AbortSignal): Promise<void> {
  await mkdir(localFolder, { recursive: true });
  progress('Building …');
  const onWait = () => progress('Waiting for another build in this working tree …');
  const results = await withLock(join(localFolder, 'build.lock'), onWait, async () => allOf((await builders()).map((program) => runProgram(program, { signal }))));
  const failed = results.filter(({ code }) => code !== 0);
  if (failed.length === 0) return;
  for (const { output } of failed) process.stdout.write(output);
  throw new SetupError('The code does not compile; the reasons are above.');
}
