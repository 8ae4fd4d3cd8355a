import { createHash } from 'node:crypto';
import { access, chmod, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../infrastructure.ts';
import { withLock } from '../system/lock.ts';
import { firstWorkingApt } from './apt.ts';
import { cacheFolderFor } from './cache-folder.ts';
import { debianMachine, type Machine } from './machine.ts';
import { unpackAll } from './unpack.ts';

/** What Debian knows to be on the machine: only what is missing is fetched. */
const INSTALLED = '/var/lib/dpkg/status';
/** Raised when the way of unpacking changes what comes of it. */
const RECIPE = 1;
const NEVER_NEEDED = ['./var', './usr/share/doc', './usr/share/man', './usr/share/locale', './usr/share/lintian'];

export interface WantedPrograms {
  /** Of its folder in the cache. */
  readonly name: string;
  readonly packages: readonly string[];
  readonly leftOut?: readonly string[];
  readonly says: string;
  /** What is still to be written into the folder, which will be at `prefix`. */
  readonly finish?: (tree: string, prefix: string) => Promise<void>;
}

export interface UnpackedPrograms {
  readonly prefix: string;
  readonly machine: Machine;
}

/** Packages of the machine's own Debian release with what they need and the machine lacks, unpacked into the cache beside the broker's and the database's; nothing is installed. */
export async function unpackedPrograms(wanted: WantedPrograms, progress: Progress): Promise<UnpackedPrograms> {
  const machine = await debianMachine();
  const leftOut = [...NEVER_NEEDED, ...(wanted.leftOut ?? [])];
  const key = createHash('sha256').update(JSON.stringify([RECIPE, machine, wanted.packages, leftOut, await readFile(INSTALLED, 'utf8')]));
  const name = `${wanted.name}-${key.digest('hex').slice(0, 12)}`;
  const cacheFolder = await cacheFolderFor(name);
  const prefix = join(cacheFolder, name);
  await withLock(join(cacheFolder, `${wanted.name}.lock`), () => progress('Another set-up is fetching the same; waiting for it.'), async () => {
    if (!(await access(prefix).then(() => true, () => false))) await build(wanted, leftOut, machine, cacheFolder, prefix, progress);
  });
  return { prefix, machine };
}

async function build({ name, packages, says, finish }: WantedPrograms, leftOut: readonly string[], machine: Machine, cacheFolder: string, prefix: string, progress: Progress): Promise<void> {
  const work = await mkdtemp(join(cacheFolder, `${name}-building-`));
  try {
    const [debs, tree] = [join(work, 'debs'), join(work, 'tree')];
    await Promise.all([debs, tree].map((folder) => mkdir(folder)));
    const apt = await firstWorkingApt(join(work, 'apt'), machine, { wanted: [...packages], installed: INSTALLED });
    const names = await apt.closure();
    progress(`${says} (${names.length} packages).`);
    await apt.download(names, debs);
    await unpackAll(debs, tree, leftOut);
    await finish?.(tree, prefix);
    await chmod(tree, 0o755);
    await rename(tree, prefix);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
