import { createHash } from 'node:crypto';
import { access, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../infrastructure.ts';
import { reasonOf, SetupError } from '../setup-error.ts';
import { findProgram } from '../system/find-program.ts';
import { withLock } from '../system/lock.ts';
import { firstWorkingApt } from './apt.ts';
import { cacheFolderFor } from './cache-folder.ts';
import { debianMachine, type Machine } from './machine.ts';
import { unpackAll } from './unpack.ts';

/** A browser without a screen, and what it has to be told to find its libraries and letters. */
export interface Chromium {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

const WANTED = ['chromium-headless-shell', 'fonts-dejavu-core'];
const ON_PATH = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];
const LEFT_OUT = ['./var', './usr/share/doc', './usr/share/man', './usr/share/locale', './usr/share/lintian', '*/libVkLayer_khronos_validation*'];
/** What Debian knows to be on the machine: only what is missing is fetched. */
const INSTALLED = '/var/lib/dpkg/status';
/** Raised when the way of unpacking changes what comes of it. */
const RECIPE = 1;

/**
 * Chromium of the machine, or else Debian's package of the machine's own release, unpacked into the cache beside the broker's and the
 * database's; nothing is installed.
 * @throws SetupError with one sentence when there is none and none can be had
 */
export async function preparedChromium(progress: Progress = () => undefined): Promise<Chromium> {
  for (const name of ON_PATH) {
    const program = await findProgram(name);
    if (program !== undefined) return { program, environment: {} };
  }
  try {
    return await unpackedChromium(progress);
  } catch (error) {
    throw new SetupError(`There is no Chromium on this machine, and none could be had from Debian's packages; install chromium-headless-shell. (${reasonOf(error)})`);
  }
}

async function unpackedChromium(progress: Progress): Promise<Chromium> {
  const machine = await debianMachine();
  const installed = await readFile(INSTALLED, 'utf8');
  const key = createHash('sha256').update(JSON.stringify([RECIPE, machine, WANTED, LEFT_OUT, installed]));
  const name = `chromium-${key.digest('hex').slice(0, 12)}`;
  const cacheFolder = await cacheFolderFor(name);
  const prefix = join(cacheFolder, name);
  await withLock(join(cacheFolder, 'chromium.lock'), () => progress('Another set-up is preparing Chromium; waiting for it.'), async () => {
    if (!(await access(prefix).then(() => true, () => false))) await build(cacheFolder, prefix, machine, progress);
  });
  return browserIn(prefix, machine);
}

async function browserIn(prefix: string, { triplet }: Machine): Promise<Chromium> {
  const program = join(prefix, 'usr/lib/chromium/chromium-headless-shell');
  await access(program);
  const libraries = [join(prefix, 'usr/lib', triplet), join(prefix, 'lib', triplet), join(prefix, 'usr/lib', triplet, 'pulseaudio')];
  return { program, environment: { LD_LIBRARY_PATH: libraries.join(':'), FONTCONFIG_FILE: join(prefix, 'fonts.conf') } };
}

async function build(cacheFolder: string, prefix: string, machine: Machine, progress: Progress): Promise<void> {
  const work = await mkdtemp(join(cacheFolder, 'chromium-building-'));
  try {
    const [debs, tree] = [join(work, 'debs'), join(work, 'tree')];
    await Promise.all([debs, tree].map((folder) => mkdir(folder)));
    const apt = await firstWorkingApt(join(work, 'apt'), machine, { wanted: WANTED, installed: INSTALLED });
    const names = await apt.closure();
    progress(`Fetching Chromium for the console's tests (${names.length} packages).`);
    await apt.download(names, debs);
    await unpackAll(debs, tree, LEFT_OUT);
    await writeFile(join(tree, 'fonts.conf'), fontsOf(prefix));
    await chmod(tree, 0o755);
    await rename(tree, prefix);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The letters that came with it, and the machine's own. */
const fontsOf = (prefix: string): string => `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${prefix}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${prefix}/fonts-cache</cachedir></fontconfig>
`;
