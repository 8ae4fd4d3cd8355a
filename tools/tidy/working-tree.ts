import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLine, run } from '../infra/system/run.ts';
import { SetupError } from '../infra/setup-error.ts';
import { root } from '../workspace.ts';
import type { TextFile } from './rule.ts';

const BINARY = /\.(png|jpg|pdf|woff2?|ico|gz)$/;

/** Every file that is committed or would be, pictures without their bytes: what git ignores is nobody's business. */
export async function workingTree(): Promise<TextFile[]> {
  const { code, stdout, stderr } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root });
  if (code !== 0) throw new SetupError(`git cannot list the files of the working tree: ${lastLine(stderr)}`);
  const paths = stdout.split('\0').filter((path) => path !== '');
  const files = paths.map(async (path) => ({ path, text: BINARY.test(path) ? '' : await readFile(join(root, path), 'utf8').catch(() => null) }));
  return (await Promise.all(files)).flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
}
