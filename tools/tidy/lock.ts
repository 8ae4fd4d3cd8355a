import { z } from 'zod';
import type { Rule } from './rule.ts';

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({
    dependencies: z.record(z.string(), z.string()).optional(),
    optionalDependencies: z.record(z.string(), z.string()).optional(),
  })),
});

/** Every folder whose node_modules a package at that path can see, nearest first: as Node looks for them. */
function placesSeenFrom(path: string): string[] {
  const parts = path.split('/node_modules/');
  return [...parts.map((_, index) => `${parts.slice(0, parts.length - index).join('/node_modules/')}/`), ''];
}

/**
 * npm writes a lock without the packages for other platforms when the registry lacks them, and then refuses to install
 * from that very lock. Seen here before a fresh clone sees it.
 */
export const lockIsComplete: Rule = {
  name: 'the lock holds every package that it names',
  check(files) {
    const text = files.find(({ path }) => path === 'package-lock.json')?.text;
    if (text === undefined) return [];
    const { packages } = lockSchema.parse(JSON.parse(text));
    const isThere = (from: string, name: string) => placesSeenFrom(from).some((place) => `${place}node_modules/${name}` in packages);
    return Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !isThere(path, name))
        .map((name) => `package-lock.json: ${path || 'the project'} names ${name}, which is not there.`));
  },
};
