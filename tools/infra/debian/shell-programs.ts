import { join } from 'node:path';
import { findProgram } from '../system/find-program.ts';
import { unpackedPrograms, type WantedPrograms } from './unpacked-programs.ts';

const wanted: WantedPrograms = { name: 'shell-programs', packages: ['curl', 'jq'], says: 'Fetching curl and jq for the examples of the guides' };

/** The environment of a shell that finds the programs which the guides use: the machine's, or else Debian's. */
export async function shellEnvironment(ways: { readonly find: typeof findProgram } = { find: findProgram }): Promise<Record<string, string>> {
  const found = await Promise.all(wanted.packages.map((name) => ways.find(name)));
  const path = process.env['PATH'] ?? '';
  if (found.every((program) => program !== undefined)) return { PATH: path };
  const { prefix, machine: { triplet } } = await unpackedPrograms(wanted, () => undefined);
  return { PATH: `${join(prefix, 'usr/bin')}:${path}`, LD_LIBRARY_PATH: [join(prefix, 'usr/lib', triplet), join(prefix, 'lib', triplet)].join(':') };
}
