import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../infrastructure.ts';
import { SetupError } from '../setup-error.ts';
import { findProgram } from '../system/find-program.ts';
import { withLock } from '../system/lock.ts';
import { run } from '../system/run.ts';
import { firstWorkingApt } from './apt.ts';
import { cacheFolderFor } from './cache-folder.ts';
import { debianMachine, type Machine } from './machine.ts';

/** Where Prometheus and what tests its rules can be started. */
export interface PrometheusPrograms {
  readonly prometheus: string;
  readonly promtool: string;
}

/** Those on PATH, or else those of the machine's own Debian release, unpacked into the user's cache once. They need nothing but its libc. */
export async function prometheusPrograms(progress: Progress = () => undefined): Promise<PrometheusPrograms> {
  const [prometheus, promtool] = await Promise.all([findProgram('prometheus'), findProgram('promtool')]);
  if (prometheus !== undefined && promtool !== undefined) return { prometheus, promtool };
  const machine = await debianMachine().catch(() => null);
  if (machine === null) throw new SetupError('Prometheus is not here: put prometheus and promtool on the PATH.');
  const name = `prometheus-${machine.release}-${machine.architecture}`;
  const cacheFolder = await cacheFolderFor(name);
  const folder = join(cacheFolder, name);
  await withLock(join(cacheFolder, 'prometheus.lock'), () => progress('Another set-up is preparing Prometheus; waiting for it.'), async () => {
    if (!(await access(folder).then(() => true, () => false))) await build(cacheFolder, folder, machine, progress);
  });
  return { prometheus: join(folder, 'usr/bin/prometheus'), promtool: join(folder, 'usr/bin/promtool') };
}

async function build(cacheFolder: string, folder: string, machine: Machine, progress: Progress): Promise<void> {
  progress('Fetching Prometheus.');
  const work = await mkdtemp(join(cacheFolder, 'unpacking-prometheus-'));
  try {
    const debs = join(work, 'debs');
    await mkdir(debs);
    const apt = await firstWorkingApt(join(work, 'apt'), machine, { wanted: ['prometheus'] });
    await apt.download(['prometheus'], debs);
    const [deb = ''] = await readdir(debs);
    const { code, stderr } = await run('dpkg-deb', ['--extract', join(debs, deb), join(work, 'tree')]);
    if (code !== 0) throw new SetupError(`The package of Prometheus could not be unpacked: ${stderr}`);
    await rename(join(work, 'tree'), folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
