import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { run } from '../system/run.ts';
import type { Machine } from './machine.ts';
import { machinesMirrors } from './mirror.ts';
import { packagesOf } from './packages.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const PARALLEL_DOWNLOADS = 8;

/** An apt that keeps everything in one folder of its own and leaves the machine's apt, its lists and locks alone. */
export interface PrivateApt {
  update(): Promise<void>;
  /** Names of all packages that the wanted ones need, themselves included. */
  closure(): Promise<string[]>;
  /** Fetches packages into a folder. apt itself verifies each against the signed lists. */
  download(names: readonly string[], folder: string): Promise<void>;
}

export interface AptSource {
  readonly mirror: string;
  readonly suite: string;
  readonly architecture: string;
  /** What is wanted of it. */
  readonly wanted: readonly string[];
  /** The status file of the packages that are there already; none unless told. */
  readonly installed?: string;
}

export async function privateApt(folder: string, { mirror, suite, architecture, wanted, installed = join(folder, 'status') }: AptSource): Promise<PrivateApt> {
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
  await writeFile(join(folder, 'status'), '');
  await writeFile(join(folder, 'sources.list'), `deb [signed-by=${KEYRING}] ${mirror} ${suite} main\n`);
  await writeFile(join(folder, 'apt.conf'), configuration(folder, architecture, installed));
  const apt = (args: readonly string[], cwd = folder) => aptGet(folder, args, cwd);
  return {
    update: async () => void (await apt(['update'])),
    closure: async () => packagesOf(await apt(['install', '--print-uris', '--yes', ...wanted])),
    download: async (names, into) => {
      // Several at a time, because one apt-get fetches from one host one file after another.
      const shares = Array.from({ length: PARALLEL_DOWNLOADS }, (_, share) => names.filter((_name, index) => index % PARALLEL_DOWNLOADS === share));
      await Promise.all(shares.filter((share) => share.length > 0).map((share) => apt(['download', ...share], into)));
    },
  };
}

/** An apt whose lists were fetched. A machine's sources may name several repositories for its release; the first that has the suite does. */
export async function firstWorkingApt(folder: string, { release, architecture }: Machine, { suite = release, ...source }: Pick<AptSource, 'wanted' | 'installed'> & { readonly suite?: string }): Promise<PrivateApt> {
  let failure: unknown;
  for (const mirror of await machinesMirrors(release)) {
    const apt = await privateApt(folder, { mirror, suite, architecture, ...source });
    try {
      await apt.update();
      return apt;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function aptGet(folder: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run('apt-get', ['-c', join(folder, 'apt.conf'), '-qq', '-o', 'APT::Update::Error-Mode=any', ...args], { cwd });
  if (code === 0) return stdout;
  throw new SetupError(`The Debian packages could not be had (apt-get ${args[0]}): ${causeOf(stderr) ?? `exit code ${code}`}`);
}

/** apt tells the cause first and the consequences after it. */
function causeOf(stderr: string): string | undefined {
  return stderr.split('\n').find((line) => line.startsWith('E: '))?.slice('E: '.length);
}

/** Read after the machine's own settings, so a proxy set there still holds. Hooks of the machine are cleared. */
function configuration(folder: string, architecture: string, installed: string): string {
  const settings: Record<string, string> = {
    'Dir::State': folder,
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': installed,
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Cache::pkgcache': 'pkgcache.bin',
    'Dir::Cache::srcpkgcache': 'srcpkgcache.bin',
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'APT::Architecture': architecture,
    'APT::Sandbox::User': 'root',
    'APT::Install-Recommends': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Acquire::ForceHash': 'sha256',
    'Debug::NoLocking': 'true',
  };
  const cleared = ['APT::Update::Pre-Invoke', 'APT::Update::Post-Invoke', 'APT::Update::Post-Invoke-Success', 'APT::Architectures'];
  return [...cleared.map((name) => `#clear ${name};`), ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`)].join('\n') + '\n';
}
