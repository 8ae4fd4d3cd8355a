import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { programNamed } from '../deployment/programs.ts';
import { mentions } from '../deployment/sources.ts';
import { root } from '../workspace.ts';

const names = z.record(z.string(), z.string()).default({});
const lockedSchema = z.object({
  version: z.string().default('0.0.0'), integrity: z.string().optional(), license: z.string().optional(), link: z.boolean().optional(),
  dependencies: names, devDependencies: names, optionalDependencies: names, peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().default(false) })).default({}),
});
/** A package as the lock knows it. */
export type Locked = z.output<typeof lockedSchema>;

const lockSchema = z.object({ packages: z.record(z.string(), lockedSchema) });

/** A package that is part of an image: its place below the root, and what the lock says of it. */
export interface Included {
  readonly place: string;
  readonly name: string;
  readonly locked: Locked;
}

let packagesOfLock: Record<string, Locked> | undefined;

/** Read once, when it is asked for. */
const lock = (): Record<string, Locked> => (packagesOfLock ??= lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))).packages);

/** Where Node would find a package that is asked for from a place. */
function placeOf(packages: Readonly<Record<string, Locked>>, name: string, from: string): string | undefined {
  const parts = from === '' ? [] : from.split('/node_modules/');
  const above = parts.map((_, index) => `${parts.slice(0, parts.length - index).join('/node_modules/')}/node_modules/${name}`);
  return [...above, `node_modules/${name}`].find((place) => place in packages);
}

/** Nest loads its HTTP platform by its name, when it has none given. */
const loadedByName: Readonly<Record<string, readonly string[]>> = { '@nestjs/core': ['@nestjs/platform-express'] };

/** Words for compilers only. */
const isTypes = (name: string): boolean => name.startsWith('@types/');

/** Packages that a program asks for: those it imports, and those of our own list that it names otherwise, such as a font. */
function askedBy(image: string, ours: readonly string[]): string[] {
  const program = programNamed(image);
  if (program === undefined) throw new Error(`It is not known what runs in ${image}.`);
  return [...program.packages, ...ours.filter((name) => !program.packages.has(name) && ["'", '`'].some((quote) => mentions(program, '', `${quote}${name}/`)))];
}

/**
 * Every package from outside that an image needs, from what its sources import on. A peer is needed when it is in our own list and
 * not merely welcome.
 */
export function closureOf(image: string): Included[] {
  const packages = lock();
  return closureFrom(askedBy(image, Object.keys(packages['']?.dependencies ?? {})), image, packages);
}

/** The folder of the page that an image serves, and what bundles it. */
const page: Readonly<Record<string, string>> = { gateway: 'apps/console' };
const bundlers = /^vite/;

/** Every package from outside that is part of the page that an image serves: bundled, and so in none of the folders beside it. */
export function bundledIn(image: string): Included[] {
  const packages = lock();
  const asked = Object.keys(packages[page[image] ?? '-']?.devDependencies ?? {}).filter((name) => !bundlers.test(name));
  return closureFrom(asked, image, packages);
}

function closureFrom(asked: readonly string[], image: string, packages: Readonly<Record<string, Locked>>): Included[] {
  const ours = Object.keys(packages['']?.dependencies ?? {});
  const found = new Map<string, Included>();
  const take = (name: string, from: string, optional: boolean): void => {
    const place = placeOf(packages, name, from);
    const locked = place === undefined ? undefined : packages[place];
    if (place === undefined || locked === undefined || (optional && !existsSync(join(root, place)))) {
      if (!optional) throw new Error(`${image} needs ${name}, which the lock does not have.`);
      return;
    }
    if (found.has(place)) return;
    found.set(place, { place, name, locked });
    for (const each of Object.keys(locked.dependencies)) if (!isTypes(each) && !(each in locked.optionalDependencies)) take(each, place, false);
    for (const each of Object.keys(locked.optionalDependencies)) take(each, place, true);
    const peers = Object.keys(locked.peerDependencies).filter((each) => locked.peerDependenciesMeta[each]?.optional !== true);
    for (const each of [...peers, ...(loadedByName[name] ?? [])]) if (ours.includes(each)) take(each, place, false);
  };
  for (const name of asked) take(name, '', false);
  return [...found.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** The folders of our own packages that an image needs: those with a source file in it. */
export function ownFoldersOf(image: string): string[] {
  const files = programNamed(image)?.files ?? [];
  return [...new Set(files.map((file) => file.replace(/\/src\/.*$/, '')))].sort();
}
