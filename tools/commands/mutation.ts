import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { mutationTargets, type MutationTarget } from '../mutation/targets.ts';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { localFolder, root } from '../workspace.ts';

const usage = 'npm run mutation -- [TARGET …]';

/** Of a hundred mutants, so many must be noticed. */
const LEAST_KILLED = 85;

/** What Stryker copies beside the sources: how tests are loaded and configured. */
const NEEDED = ['!/package.json', '!/tsconfig*.json', '!/apps/**', '!/libs/**', '!/tools/**'];
const NOT_NEEDED = ['**/dist/**', '**/node_modules/**', '/tools/kills/points/**', '/libs/testing/golden/**', '/apps/console/**'];

const optionsFor = (name: string, { mutate, tests }: MutationTarget) => ({
  mutate: [...mutate], packageManager: 'npm' as const, testRunner: 'jest', plugins: ['@stryker-mutator/jest-runner'], concurrency: 1, coverageAnalysis: 'perTest' as const,
  testRunnerNodeArgs: ['--conditions=@sluice/source', `--import=${join(root, 'libs/testing/builders/register-typescript.mjs')}`],
  jest: {
    projectType: 'custom' as const, enableFindRelatedTests: false,
    config: {
      // Without them all files of the project would be looked through for each mutant.
      roots: tests.map((glob) => `<rootDir>/${glob.replace(/\/[^/]*\*.*$|\/[^/]+$/, '').replace(/\/\{.*$/, '')}`),
      testMatch: tests.map((glob) => `<rootDir>/${glob}`), watchman: false, testEnvironment: join(root, 'tools/mutation/environment.cjs'), runtime: '<rootDir>/tools/mutation/reloading-runtime.mjs',
      extensionsToTreatAsEsm: ['.ts'], modulePathIgnorePatterns: ['/dist/'], haste: { forceNodeFilesystemAPI: true },
    },
  },
  ignorePatterns: ['*', ...NEEDED, ...NOT_NEEDED], tempDirName: '.local/mutation/sandbox', cleanTempDir: 'always' as const, checkers: [], disableTypeChecks: true, timeoutMS: 10_000, maxTestRunnerReuse: 150,
  reporters: ['clear-text', 'json', 'progress-append-only'], clearTextReporter: { allowColor: false, logTests: false, reportTests: false }, jsonReporter: { fileName: join(localFolder, 'mutation', `${name}.json`) }, allowConsoleColors: false,
});

const killed = new Set(['Killed', 'Timeout']);
const counted = new Set(['Killed', 'Timeout', 'Survived', 'NoCoverage']);

/** Changes the code that decides about money, one change at a time, and looks whether its unit tests notice. Exit code 1 where too few are. */
await runCommand(async ({ signal }) => {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(mutationTargets);
  const lines: string[] = [];
  let isEnough = true;
  for (const name of names) {
    const target = mutationTargets[name];
    if (target === undefined) throw new Error(`${usage}; the targets are ${Object.keys(mutationTargets).join(', ')}.`);
    signal.throwIfAborted();
    const mutants = (await new Stryker(optionsFor(name, target)).runMutationTest()).filter(({ status }) => counted.has(status));
    const found = mutants.filter(({ status }) => killed.has(status)).length;
    const percent = (100 * found) / mutants.length;
    isEnough &&= percent >= LEAST_KILLED;
    lines.push(`${name}: ${found} of ${mutants.length} mutants were noticed, ${percent.toFixed(1)} %`);
  }
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (!isEnough) throw new ReportedFailure();
});
