import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrefixLayout } from '../debian/prefix-layout.ts';
import { databaseUser } from '../debian/unprivileged-user.ts';
import type { Launch } from '../system/launch.ts';
import { postgresSettings } from './settings.ts';

/** PostgreSQL gets nothing of our environment. */
export const POSTGRES_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export interface PostgresServer {
  dataFolder: string;
  port: number;
  durable: boolean;
  logFile: string;
}

/** Writes the settings into a data folder and says how its server is started. */
export async function postgresLaunch(layout: PrefixLayout, server: PostgresServer): Promise<Launch> {
  await writeFile(join(server.dataFolder, 'postgresql.conf'), postgresSettings(server.port, server.durable));
  return {
    name: 'postgres',
    command: join(layout.postgresBin, 'postgres'),
    args: ['-D', server.dataFolder],
    env: POSTGRES_ENVIRONMENT,
    cwd: '/',
    logFile: server.logFile,
    ...databaseUser(),
  };
}
