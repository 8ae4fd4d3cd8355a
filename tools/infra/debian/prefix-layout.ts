import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';

/** Where things lie inside an unpacked prefix. All paths are absolute. */
export interface PrefixLayout {
  root: string;
  /** Folders in which the prefix's own dynamic loader looks for libraries. */
  libraryFolders: string[];
  loader: string;
  postgresBin: string;
  postgresLib: string;
  postgresExtensions: string;
  erlang: string;
  /** Erlang's own programs; the version is part of the path. */
  erlangRuntimeBin: string;
  rabbitmqHome: string;
  /** A ready data folder of PostgreSQL with the extension in it; see template.ts. */
  databaseTemplate: string;
}

export async function layoutOf(root: string): Promise<PrefixLayout> {
  const lib = join(root, 'usr/lib');
  const triplet = await only(lib, (name) => name.endsWith('-linux-gnu'));
  const postgres = join(lib, 'postgresql/18');
  const erlang = join(lib, 'erlang');
  return {
    root,
    libraryFolders: [triplet, join(postgres, 'lib')],
    loader: await only(triplet, (name) => name.startsWith('ld-linux')),
    postgresBin: join(postgres, 'bin'),
    postgresLib: join(postgres, 'lib'),
    postgresExtensions: join(root, 'usr/share/postgresql/18/extension'),
    erlang,
    erlangRuntimeBin: join(await only(erlang, (name) => name.startsWith('erts-')), 'bin'),
    rabbitmqHome: await only(join(lib, 'rabbitmq/lib'), (name) => name.startsWith('rabbitmq_server-')),
    databaseTemplate: join(root, 'database-template'),
  };
}

async function only(folder: string, matches: (name: string) => boolean): Promise<string> {
  const found = (await readdir(folder).catch(() => [])).find(matches);
  if (found === undefined) throw new SetupError(`The unpacked packages lack a part expected in ${folder}.`);
  return join(folder, found);
}
