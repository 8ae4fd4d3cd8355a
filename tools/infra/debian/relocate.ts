import { chmod, copyFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { programsOf } from './elf-files.ts';
import type { PrefixLayout } from './prefix-layout.ts';

/** Makes the unpacked tree work wherever it lies: nothing in it looks for a path of the machine any more. */
export async function relocate(layout: PrefixLayout): Promise<void> {
  for (const program of await programsOf(layout)) await wrap(program, layout);
  await writeProgram(join(layout.erlang, 'bin/erl'), erlangStarter(basename(dirname(layout.erlangRuntimeBin))));
  // By this one the nodes of a cluster start a machine of their own to look for each other.
  await writeProgram(join(layout.erlangRuntimeBin, 'erl'), `exec "$(dirname "$(readlink -f "$0")")/${relative(layout.erlangRuntimeBin, join(layout.erlang, 'bin/erl'))}" "$@"`);
  // In the package this is an absolute link, set up by scripts that we do not run.
  const control = join(layout.postgresExtensions, 'postgis.control');
  await rm(control, { force: true });
  await copyFile(join(layout.postgresExtensions, 'postgis-3.control'), control);
}

/** Puts a script in a program's place that starts it through the prefix's own loader with the prefix's own libraries. */
async function wrap(program: string, layout: PrefixLayout): Promise<void> {
  const fromHere = (path: string) => `$d/${relative(dirname(program), path)}`;
  const name = basename(program);
  await rename(program, `${program}.bin`);
  await writeProgram(
    program,
    `d=$(dirname "$(readlink -f "$0")")
exec "${fromHere(layout.loader)}" --argv0 "$d/${name}" --library-path "${layout.libraryFolders.map(fromHere).join(':')}" "$d/${name}.bin" "$@"`,
  );
}

/** The packaged starter of Erlang has its folder fixed inside; this one finds it from its own place. */
function erlangStarter(runtime: string): string {
  return `ROOTDIR=$(dirname "$(dirname "$(readlink -f "$0")")")
BINDIR=$ROOTDIR/${runtime}/bin
EMU=beam
PROGNAME=erl
export ROOTDIR BINDIR EMU PROGNAME
exec "$BINDIR/erlexec" "$@"`;
}

async function writeProgram(file: string, lines: string): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, `#!/bin/sh\n${lines}\n`);
  await chmod(file, 0o755);
}
