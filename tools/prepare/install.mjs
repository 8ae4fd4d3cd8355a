/** Makes node_modules what package-lock.json says. Run under a lock, so it looks again whether another run has done it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './installed.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

if (!isInstalled(root)) {
  const startedAtMs = Date.now();
  process.stdout.write('Installing the packages (npm ci) …\n');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (error !== undefined) process.stderr.write('npm could not be started; it comes with Node and must be on the PATH.\n');
  else if (status !== 0) process.stderr.write('The packages could not be installed; the reason that npm gave is above.\n');
  else process.stdout.write(`Installed in ${((Date.now() - startedAtMs) / 1000).toFixed(0)} s.\n`);
  process.exitCode = status ?? 1;
}
