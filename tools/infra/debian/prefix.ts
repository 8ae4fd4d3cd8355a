import { createHash } from 'node:crypto';
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../infrastructure.ts';
import { SetupError } from '../setup-error.ts';
import { checkDiskSpace } from '../system/disk.ts';
import { withLock } from '../system/lock.ts';
import { firstWorkingApt, type PrivateApt } from './apt.ts';
import { cacheFolderFor } from './cache-folder.ts';
import { missingLibraries } from './libraries.ts';
import { debianMachine, type Machine } from './machine.ts';
import { ALLOWED, isAllowed, LEFT_OUT, SUITE, WANTED } from './packages.ts';
import { layoutOf, type PrefixLayout } from './prefix-layout.ts';
import { relocate } from './relocate.ts';
import { makeDatabaseTemplate, TEMPLATE_STATEMENTS } from './template.ts';
import { unpackAll } from './unpack.ts';

/** Raised when the way of building changes what is built, so that older prefixes are not taken for new ones. */
const RECIPE = 2;

/** Programs that an interrupted build had started may still write for a moment. */
const WITH_RETRIES = { recursive: true, force: true, maxRetries: 10, retryDelay: 200 };

/**
 * The unpacked programs, built the first time and found again by every clone of this user. Interrupted builds leave
 * only a temporary folder; of two builds at once, the second waits and finds the work done.
 */
export async function preparedPrefix(progress: Progress): Promise<PrefixLayout> {
  const machine = await debianMachine();
  const name = prefixName(machine);
  const cacheFolder = await cacheFolderFor(name);
  const prefix = join(cacheFolder, name);
  if (!(await exists(prefix))) {
    const onWait = () => progress('Another set-up is preparing the programs; waiting for it.');
    await withLock(join(cacheFolder, 'lock'), onWait, async () => {
      if (!(await exists(prefix))) await build(cacheFolder, prefix, machine, progress);
    });
  }
  return layoutOf(prefix);
}

function prefixName({ architecture }: Machine): string {
  const key = createHash('sha256').update(JSON.stringify([RECIPE, SUITE, architecture, WANTED, ALLOWED, LEFT_OUT, TEMPLATE_STATEMENTS]));
  return `prefix-${key.digest('hex').slice(0, 12)}`;
}

async function build(cacheFolder: string, prefix: string, machine: Machine, progress: Progress): Promise<void> {
  await checkDiskSpace(cacheFolder);
  await removeLeftovers(cacheFolder);
  const work = await mkdtemp(join(cacheFolder, 'building-'));
  try {
    await chmod(work, 0o755);
    await assemble(work, machine, progress);
    await rename(join(work, 'tree'), prefix);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** We hold the lock, so whatever is still being built there was interrupted. */
async function removeLeftovers(cacheFolder: string): Promise<void> {
  const leftovers = (await readdir(cacheFolder)).filter((name) => name.startsWith('building-'));
  await Promise.all(leftovers.map((name) => rm(join(cacheFolder, name), WITH_RETRIES)));
}

async function assemble(work: string, machine: Machine, progress: Progress): Promise<void> {
  progress(`Reading the package lists of Debian ${SUITE}.`);
  const apt = await firstWorkingApt(join(work, 'apt'), machine, { suite: SUITE, wanted: WANTED });
  const closure = await apt.closure();
  let layout = await unpackPackages(work, apt, closure.filter((name) => isAllowed(name)), progress);
  if ((await missingLibraries(layout)).length > 0) {
    progress('Debian has moved on and something more is needed; fetching everything the packages depend on.');
    layout = await unpackPackages(work, apt, closure, progress);
    const missing = await missingLibraries(layout);
    if (missing.length > 0) throw new SetupError(`The Debian packages lack libraries that their programs need: ${missing.join(', ')}.`);
  }
  await relocate(layout);
  progress('Preparing an empty database to copy from.');
  await makeDatabaseTemplate(layout);
}

async function unpackPackages(work: string, apt: PrivateApt, names: readonly string[], progress: Progress): Promise<PrefixLayout> {
  const [debs, tree] = [join(work, 'debs'), join(work, 'tree')];
  await Promise.all([debs, tree].map((folder) => rm(folder, { recursive: true, force: true })));
  await Promise.all([debs, tree].map((folder) => mkdir(folder, { mode: 0o755 })));
  progress(`Fetching ${names.length} packages.`);
  await apt.download(names, debs);
  progress('Unpacking them.');
  await unpackAll(debs, tree);
  await writeFile(join(tree, 'packages.txt'), (await readdir(debs)).sort().join('\n') + '\n');
  return layoutOf(tree);
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);
