import { run } from '../system/run.ts';
import { SetupError } from '../setup-error.ts';

/**
 * Repositories out of `apt-get update --print-uris`, those of the named release first. Each release stands once as
 * `'<repository>/dists/<release>/InRelease' …`; this works where lists were never fetched.
 */
export function repositoriesOf(printedUris: string, release: string): string[] {
  const found = [...printedUris.matchAll(/^'(\S+?)\/dists\/(\S+)\/(?:In)?Release' /gm)].map(([, repository = '', suite = '']) => ({ repository, suite }));
  const ofRelease = found.filter(({ suite }) => suite === release);
  const ofUpdates = found.filter(({ suite }) => suite === `${release}-updates`);
  // The main archive is the one that also carries the release's updates; vendors' repositories use its names too.
  const sure = ofRelease.filter(({ repository }) => ofUpdates.some((other) => other.repository === repository));
  return [...new Set([...sure, ...ofRelease, ...ofUpdates].map(({ repository }) => repository))];
}

/** The Debian mirrors that this machine's own apt sources name, most likely first. */
export async function machinesMirrors(release: string): Promise<string[]> {
  const { stdout } = await run('apt-get', ['update', '--print-uris'], { timeoutMs: 20_000 });
  const repositories = repositoriesOf(stdout, release);
  if (repositories.length === 0) throw new SetupError(`This machine's apt sources name no Debian mirror for its release (${release}).`);
  return repositories;
}
