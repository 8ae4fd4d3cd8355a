import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runProgram } from '../../running/run-program.ts';
import { localFolder, root } from '../../workspace.ts';
import { oneFailed, type Total } from './total.ts';

export type TestKind = 'unit' | 'simulation' | 'int' | 'e2e';

export interface JestRun {
  readonly kind: TestKind;
  /** Patterns of file names; none means all. */
  readonly patterns: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Whether it runs beside another kind: it gives way to that, and is shown when it has ended. */
  readonly beside?: boolean;
}

/** One worker per core of the smallest machine this must run on, two where tests mostly wait; stories share one stack and take turns. */
export const workers: Record<TestKind, number> = { unit: 2, simulation: 1, int: 4, e2e: 1 };

const resultSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  /** Files that could not even be loaded: their tests are not among the failed ones. */
  numRuntimeErrorTestSuites: z.int(),
});

/** jest with tests of one kind. */
export const jestWith = (kind: TestKind, ...args: readonly string[]): [string, ...string[]] => [
  process.execPath, '--conditions=@sluice/source', `--import=${join(root, 'libs/testing/builders/register-typescript.mjs')}`,
  join(root, 'node_modules/jest/bin/jest.js'), '--selectProjects', kind, '--passWithNoTests', ...args,
];

/** Whether any test file of that kind fits the patterns; what is not needed is not started. */
export async function hasTests({ kind, patterns, signal }: JestRun): Promise<boolean> {
  const { output } = await runProgram(jestWith(kind, '--listTests', ...patterns), { signal });
  return output.includes(`.${kind}.spec.ts`);
}

/** Runs one kind of tests, shows its output, and counts. */
export async function runJest({ kind, patterns, env = {}, signal, beside = false }: JestRun): Promise<Total> {
  const resultFile = join(localFolder, `jest-${kind}.json`);
  await rm(resultFile, { force: true });
  const args = ['--ci', '--json', `--outputFile=${resultFile}`, `--maxWorkers=${workers[kind]}`, ...patterns];
  const { code, output } = await runProgram(jestWith(kind, ...args), { signal, env, screen: beside ? 'none' : 'stderr', givesWay: beside });
  if (beside) process.stderr.write(output);
  const counted = await totalIn(resultFile);
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

async function totalIn(resultFile: string): Promise<Total> {
  const text = await readFile(resultFile, 'utf8').catch(() => null);
  if (text === null) return oneFailed;
  const result = resultSchema.parse(JSON.parse(text));
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
