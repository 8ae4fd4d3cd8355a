import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ReportedFailure, runCommand } from '../running/run-command.ts';
import { root } from '../workspace.ts';
import { jestWith, workers } from './test/jest-run.ts';

/** The unit tests alone: nothing is built and nothing started. Arguments are jest's: patterns, and `--watch` while working. */
await runCommand(async ({ signal }) => {
  const [program, ...args] = jestWith('unit', `--maxWorkers=${workers.unit}`, ...process.argv.slice(2));
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', signal });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new ReportedFailure();
});
