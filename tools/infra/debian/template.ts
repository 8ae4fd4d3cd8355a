import { chown, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresAnswers, runStatement } from '../postgres/connection.ts';
import { POSTGRES_ENVIRONMENT, postgresLaunch } from '../postgres/server.ts';
import { SetupError } from '../setup-error.ts';
import { stopRemembered, launchRemembered } from '../state/processes.ts';
import { portFor } from '../state/ports.ts';
import { lastLine, run } from '../system/run.ts';
import { waitUntilAnswers } from '../system/wait-until.ts';
import type { PrefixLayout } from './prefix-layout.ts';
import { databaseUser } from './unprivileged-user.ts';

const STARTS_WITHIN_MS = 60_000;

/** Makes the data folder that fresh databases are copied from: initialised, with the extension created. */
export async function makeDatabaseTemplate(layout: PrefixLayout): Promise<void> {
  const user = databaseUser();
  await mkdir(layout.databaseTemplate, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) await chown(layout.databaseTemplate, user.uid, user.gid);
  const { code, stderr } = await run(
    join(layout.postgresBin, 'initdb'),
    ['-D', layout.databaseTemplate, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync', '--no-instructions'],
    { env: POSTGRES_ENVIRONMENT, cwd: '/', ...user },
  );
  if (code !== 0) throw new SetupError(`PostgreSQL could not make a data folder: ${lastLine(stderr)}`);
  await createExtension(layout);
}

async function createExtension(layout: PrefixLayout): Promise<void> {
  const stateFolder = join(layout.root, 'template-state');
  const port = await portFor(stateFolder, 'postgres');
  const logFile = join(stateFolder, 'postgres.log');
  try {
    const server = { dataFolder: layout.databaseTemplate, port, durable: false, logFile };
    const launched = await launchRemembered(stateFolder, await postgresLaunch(layout, server), 'SIGINT');
    await waitUntilAnswers({ name: 'PostgreSQL', launched, logFile, withinMs: STARTS_WITHIN_MS, answers: () => postgresAnswers(port) });
    await runStatement(port, 'CREATE EXTENSION documentdb CASCADE');
  } finally {
    await stopRemembered(stateFolder);
    await rm(stateFolder, { recursive: true, force: true });
  }
}
