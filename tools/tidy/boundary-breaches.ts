import { ESLint } from 'eslint';
import { dirname, join } from 'node:path';
import { runProgram } from '../running/run-program.ts';
import { localFolder, root } from '../workspace.ts';
import type { Rule, TextFile } from './rule.ts';

interface Trial {
  /** A project's source folder; one of its files is linted as if this import stood in it. */
  readonly inside: string;
  readonly imports: string;
  /** The rule that must object; undefined where none may. */
  readonly objection?: string;
}

const star = '@nx/enforce-module-boundaries';
const driver = '@typescript-eslint/no-restricted-imports';

/** A rule that nobody has seen fail may be switched off without anyone noticing; so it is tried at every run. */
const trials: readonly Trial[] = [
  { inside: 'apps/ledger/src', imports: '@sluice/contract-ledger' },
  { inside: 'apps/ledger/src', imports: '@sluice/contract-payout', objection: star },
  { inside: 'apps/payout/src', imports: '@sluice/saga', objection: star },
  { inside: 'apps/intake/src', imports: '@sluice/saga' },
  { inside: 'apps/intake/src', imports: '@sluice/contract-webhooks' },
  { inside: 'apps/operations/src', imports: '@sluice/contract-webhooks' },
  { inside: 'apps/operations/src', imports: '@sluice/saga', objection: star },
  { inside: 'apps/gateway/src', imports: '../../ledger/src/main.js', objection: star },
  { inside: 'apps/console/src/ui', imports: 'solid-js' },
  { inside: 'apps/console/src/ui', imports: '@sluice/kernel', objection: star },
  { inside: 'libs/kernel/src', imports: '@sluice/contract-kit', objection: star },
  { inside: 'libs/contracts/payout/src', imports: '@sluice/contract-ledger', objection: star },
  { inside: 'libs/platform/messaging/src', imports: '@sluice/contract-ledger', objection: star },
  { inside: 'apps/ledger/src', imports: 'mongoose', objection: driver },
  { inside: 'apps/payout/src', imports: 'amqplib', objection: driver },
];

/** A file that stands directly in the folder and is no spec. */
const ordinaryIn = (folder: string, files: readonly TextFile[]): string | undefined =>
  files.map(({ path }) => path).find((path) => dirname(path) === folder && path.endsWith('.ts') && !path.endsWith('.spec.ts'));

async function isAsItShould(eslint: ESLint, { inside, imports, objection }: Trial, files: readonly TextFile[]): Promise<boolean> {
  const filePath = ordinaryIn(inside, files);
  if (filePath === undefined) return false;
  const [result] = await eslint.lintText(`import * as tried from '${imports}';\nexport { tried };\n`, { filePath: join(root, filePath) });
  const objections: unknown[] = (result?.messages ?? []).map(({ ruleId }) => ruleId).filter((ruleId) => ruleId === star || ruleId === driver);
  return objection === undefined ? objections.length === 0 : objections.includes(objection);
}

/** Lints imports that break the boundaries, and some that do not, with the project's own configuration. */
export const boundaryBreaches: Rule = {
  name: 'a breach of the boundaries is objected to',
  async check(files) {
    const graph = await runProgram(['nx', 'graph', `--file=${join(localFolder, 'graph.json')}`], { signal: new AbortController().signal });
    if (graph.code !== 0) return ['nx cannot draw the graph of the projects.'];
    // With CI=true typescript-eslint reads each file from the disk once and for all, and would not see the text on trial.
    process.env['TSESTREE_SINGLE_RUN'] = 'false';
    const eslint = new ESLint({ cwd: root });
    const failed: string[] = [];
    for (const trial of trials) {
      if (!(await isAsItShould(eslint, trial, files))) failed.push(`${trial.inside} importing ${trial.imports} is ${trial.objection ? 'not ' : ''}objected to.`);
    }
    return failed;
  },
};
