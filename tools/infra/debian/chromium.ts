import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../infrastructure.ts';
import { reasonOf, SetupError } from '../setup-error.ts';
import { findProgram } from '../system/find-program.ts';
import { unpackedPrograms, type UnpackedPrograms, type WantedPrograms } from './unpacked-programs.ts';

/** A browser without a screen, and what it has to be told to find its libraries and letters. */
export interface Chromium {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

const ON_PATH = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

const wanted: WantedPrograms = {
  name: 'chromium', packages: ['chromium-headless-shell', 'fonts-dejavu-core'], leftOut: ['*/libVkLayer_khronos_validation*'], says: 'Fetching Chromium for the console’s tests',
  finish: (tree, prefix) => writeFile(join(tree, 'fonts.conf'), fontsOf(prefix)),
};

/**
 * Chromium of the machine, or else Debian's package.
 * @throws SetupError with one sentence when there is none and none can be had
 */
export async function preparedChromium(progress: Progress = () => undefined): Promise<Chromium> {
  for (const name of ON_PATH) {
    const program = await findProgram(name);
    if (program !== undefined) return { program, environment: {} };
  }
  try {
    return await browserIn(await unpackedPrograms(wanted, progress));
  } catch (error) {
    throw new SetupError(`There is no Chromium on this machine, and none could be had from Debian's packages; install chromium-headless-shell. (${reasonOf(error)})`);
  }
}

async function browserIn({ prefix, machine: { triplet } }: UnpackedPrograms): Promise<Chromium> {
  const program = join(prefix, 'usr/lib/chromium/chromium-headless-shell');
  await access(program);
  const libraries = [join(prefix, 'usr/lib', triplet), join(prefix, 'lib', triplet), join(prefix, 'usr/lib', triplet, 'pulseaudio')];
  return { program, environment: { LD_LIBRARY_PATH: libraries.join(':'), FONTCONFIG_FILE: join(prefix, 'fonts.conf') } };
}

/** The letters that came with it, and the machine's own. */
const fontsOf = (prefix: string): string => `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${prefix}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${prefix}/fonts-cache</cachedir></fontconfig>
`;
