import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { LEFT_OUT } from './packages.ts';

const AT_ONCE = 4;

/** Unpacks every package of a folder over one tree, without what nothing opens and without running any of their scripts. */
export async function unpackAll(debFolder: string, tree: string, leftOut: readonly string[] = LEFT_OUT): Promise<void> {
  const left = (await readdir(debFolder)).filter((file) => file.endsWith('.deb'));
  const work = async (): Promise<void> => {
    for (let file = left.pop(); file !== undefined; file = left.pop()) await unpack(join(debFolder, file), tree, leftOut);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function unpack(deb: string, tree: string, leftOut: readonly string[]): Promise<void> {
  const excluded = leftOut.map((pattern) => `--exclude=${pattern}`);
  const source = spawn('dpkg-deb', ['--fsys-tarfile', deb], { stdio: ['ignore', 'pipe', 'ignore'] });
  const target = spawn('tar', ['-x', '-C', tree, '--no-same-owner', '--keep-directory-symlink', ...excluded], { stdio: ['pipe', 'ignore', 'ignore'] });
  source.stdout.pipe(target.stdin);
  const codes = (await Promise.all([once(source, 'close'), once(target, 'close')])) as [number][];
  if (codes.some(([code]) => code !== 0)) throw new SetupError(`The package ${deb} could not be unpacked.`);
}
