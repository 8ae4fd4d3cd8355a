import { join } from 'node:path';
import { progress } from '../../running/progress.ts';
import { runProgram } from '../../running/run-program.ts';
import { tidy } from '../../tidy/tidy.ts';
import { root } from '../../workspace.ts';
import { oneFailed, onePassed, sum, type Total } from './total.ts';

type Program = readonly [string, ...string[]];

/** A silent success and a failure that is shown whole. */
async function check(name: string, program: Program, signal: AbortSignal): Promise<Total> {
  const { code, output } = await runProgram(program, { signal, givesWay: true });
  progress(`${code === 0 ? '✓' : '✗'} ${name}`);
  if (code === 0) return onePassed;
  process.stdout.write(output);
  return oneFailed;
}

async function checkTidiness(): Promise<Total> {
  const results = await tidy();
  for (const { rule, findings } of results) progress([`${findings.length === 0 ? '✓' : '✗'} ${rule}`, ...findings].join('\n            '));
  return sum(results.map(({ findings }) => (findings.length === 0 ? onePassed : oneFailed)));
}

const typesOf = (name: string, project: string, signal: AbortSignal): Promise<Total> => check(name, [process.execPath, join(root, 'node_modules/typescript7/bin/tsc'), '--project', project], signal);

/** The console is checked by itself: it runs in a browser, with other libraries. */
export const checkTypes = async (signal: AbortSignal): Promise<Total> =>
  sum([await typesOf('types of everything, specs and tools included', 'tsconfig.check.json', signal), await typesOf('types of the console', 'apps/console', signal)]);

/** What else is wrong with the code without running it. */
export async function checkHabits(signal: AbortSignal): Promise<Total> {
  return sum([await check('lint', ['nx', 'run', 'sluice:lint', '--output-style=static'], signal), await checkTidiness()]);
}
