import { chown, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { databaseUser } from '../infra/debian/unprivileged-user.ts';
import { SetupError } from '../infra/index.ts';
import { postgresAddress } from '../infra/postgres/connection.ts';
import { portFor } from '../infra/state/ports.ts';
import { lastLine, run } from '../infra/system/run.ts';
import { dataFolderOf } from '../infra/ways/debian.ts';

/** How all databases are saved as they were at one moment, while they are written, and put back where nothing runs. */
export interface Backup {
  take(): Promise<void>;
  restore(): Promise<void>;
}

const shell = async (what: string, command: string, env: Readonly<Record<string, string>>): Promise<void> => {
  const { code, stderr } = await run('sh', ['-c', command], { env: { ...process.env, ...env } });
  if (code !== 0) throw new SetupError(`The command for ${what} has ended with ${code}: ${lastLine(stderr)}`);
};

/** By the commands of whoever runs the database, who are told of it by MONGODB_URI. */
export const backupByCommands = (dump: string, restore: string, mongodbUri: string): Backup => ({
  take: () => shell('the backup', dump, { MONGODB_URI: mongodbUri }),
  restore: () => shell('the restore', restore, { MONGODB_URI: mongodbUri }),
});

const copyTree = async (from: string, to: string): Promise<void> => {
  const { code, stderr } = await run('cp', ['-a', '--reflink=auto', from, to]);
  // The server removes files while it is copied, as a server under load does; its log says what they held.
  const isVanished = (line: string): boolean => line.endsWith('No such file or directory');
  if (code !== 0 && !stderr.trim().split('\n').every(isVanished)) throw new SetupError(`${from} could not be copied: ${lastLine(stderr)}`);
};

/**
 * The volume of the database that was started here, with its log: copied while PostgreSQL runs, as its own rules for such copies ask. The
 * moment is the end of the copying, to which the log that is copied last takes every file.
 */
export function backupOfVolume(infrastructureFolder: string, copy: string): Backup {
  return {
    take: async () => {
      const data = await dataFolderOf(infrastructureFolder);
      const client = new pg.Client(postgresAddress(await portFor(infrastructureFolder, 'postgres')));
      await client.connect();
      try {
        await rm(copy, { recursive: true, force: true });
        await client.query("SELECT pg_backup_start('drill', true)");
        await copyTree(data, copy);
        await Promise.all(['postmaster.pid', 'postmaster.opts', 'pg_wal'].map((name) => rm(join(copy, name), { recursive: true, force: true })));
        const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
        await copyTree(join(data, 'pg_wal'), join(copy, 'pg_wal'));
        await writeLabel(join(copy, 'backup_label'), rows[0]?.labelfile ?? '');
      } finally {
        await client.end();
      }
    },
    restore: async () => {
      const data = await dataFolderOf(infrastructureFolder);
      await rm(data, { recursive: true, force: true });
      await copyTree(copy, data);
    },
  };
}

async function writeLabel(file: string, label: string): Promise<void> {
  await writeFile(file, label);
  const { uid, gid } = databaseUser();
  if (uid !== undefined && gid !== undefined) await chown(file, uid, gid);
}

/** Forgets every message of a broker that was started here and is stopped. */
export async function emptyBroker(infrastructureFolder: string): Promise<void> {
  const folders = (await readdir(infrastructureFolder)).filter((name) => /^rabbitmq(-\d+)?$/.test(name));
  await Promise.all(folders.map((name) => rm(join(infrastructureFolder, name), { recursive: true, force: true })));
}
