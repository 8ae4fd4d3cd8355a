import { readFile } from 'node:fs/promises';
import { SetupError } from '../setup-error.ts';
import { findProgram } from '../system/find-program.ts';
import { run } from '../system/run.ts';

export interface Machine {
  /** Code name of the installed release, such as bookworm. */
  release: string;
  /** Debian's name of the processor architecture, such as amd64. */
  architecture: string;
  /** What folders of its libraries are called, such as x86_64-linux-gnu. */
  triplet: string;
}

const INSTEAD = 'set MONGODB_URI and AMQP_URL, or start Docker';

/** Reads what kind of machine this is; a SetupError when the Debian way cannot be gone here. */
export async function debianMachine(): Promise<Machine> {
  const release = releaseOf(await readFile('/etc/os-release', 'utf8').catch(() => ''));
  if (release === undefined) {
    throw new SetupError(`No broker and database are at hand and this is not a Debian machine: ${INSTEAD}.`);
  }
  for (const program of ['apt-get', 'dpkg', 'dpkg-deb', 'tar']) {
    if ((await findProgram(program)) === undefined) throw new SetupError(`The program ${program} is missing: ${INSTEAD}.`);
  }
  const { stdout } = await run('dpkg', ['--print-architecture']);
  const triplet = `${{ amd64: 'x86_64', arm64: 'aarch64' }[stdout.trim()] ?? stdout.trim()}-linux-gnu`;
  return { release, architecture: stdout.trim(), triplet };
}

/** The code name out of `/etc/os-release`, if it is Debian's. */
export function releaseOf(osRelease: string): string | undefined {
  const value = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1];
  return value('ID') === 'debian' ? value('VERSION_CODENAME') : undefined;
}
