import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { POSTGRES_ENVIRONMENT } from '../postgres/server.ts';
import { postgresSettings } from '../postgres/settings.ts';
import { SetupError } from '../setup-error.ts';
import { lastLine, run, type RunOptions } from '../system/run.ts';
import type { PrefixLayout } from './prefix-layout.ts';
import { databaseUser } from './unprivileged-user.ts';

/**
 * Run in the template, one statement a line. The engine's jobs for building indexes in the background would come every
 * two seconds for nothing: the gateway has indexes built at once.
 */
export const TEMPLATE_STATEMENTS: readonly string[] = [
  'CREATE EXTENSION documentdb CASCADE',
  "SELECT cron.unschedule(jobid) FROM cron.job WHERE command LIKE '%build_index_concurrently%'",
];

/** Never listened on: the template is made without a server. */
const NO_PORT = 1;

/** Makes the data folder that fresh databases are copied from: initialised, with the extension created. */
export async function makeDatabaseTemplate({ postgresBin, databaseTemplate }: PrefixLayout): Promise<void> {
  const user = databaseUser();
  await mkdir(databaseTemplate, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) await chown(databaseTemplate, user.uid, user.gid);
  const execution: RunOptions = { env: POSTGRES_ENVIRONMENT, cwd: '/', ...user };
  const layout = ['-A', 'trust', '-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync', '--no-instructions'];
  await succeed(join(postgresBin, 'initdb'), ['-D', databaseTemplate, '-U', 'postgres', ...layout], execution);
  await writeFile(join(databaseTemplate, 'postgresql.conf'), postgresSettings(NO_PORT, false));
  // One process in single-user mode: should we be interrupted, nothing is left running.
  const singleUser = ['--single', '-D', databaseTemplate, '-c', 'exit_on_error=true', 'postgres'];
  await succeed(join(postgresBin, 'postgres'), singleUser, { ...execution, input: `${TEMPLATE_STATEMENTS.join('\n')}\n` });
}

async function succeed(command: string, args: readonly string[], options: RunOptions): Promise<void> {
  const { code, stderr } = await run(command, args, options);
  if (code !== 0) throw new SetupError(`An empty database could not be prepared: ${lastLine(stderr)}`);
}
