import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { root } from '../workspace.ts';

const program = join(root, 'libs/testing/builders/src/golden/main.ts');
const loader = join(root, 'libs/testing/builders/register-typescript.mjs');

/** Records in `libs/testing/golden` what this release sends and stores, as far as that is not recorded; `--renew` writes all of it anew, for a version that nobody runs yet. */
await runCommand(async ({ signal }) => {
  const args = ['--disable-warning=ExperimentalWarning', '--conditions', '@sluice/source', '--import', loader, program, ...process.argv.slice(2)];
  const [code] = (await once(spawn(process.execPath, args, { cwd: root, stdio: 'inherit', signal }), 'exit')) as [number | null];
  if (code !== 0) throw new ReportedFailure();
});
