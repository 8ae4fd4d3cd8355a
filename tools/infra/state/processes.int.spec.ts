import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive } from './process-identity.ts';
import { launchRemembered, runningProcess, stopRemembered } from './processes.ts';
import { changeState, readState } from './state-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-state-'));
});

afterEach(async () => {
  await stopRemembered(folder);
  await rm(folder, { recursive: true, force: true });
});

const start = (script = 'exec sleep 600') =>
  launchRemembered(folder, { name: 'mongod', command: 'sh', args: ['-c', script], env: process.env, cwd: folder, logFile: join(folder, 'log') });

describe('a process started from a state folder', () => {
  it('is found again by its name', async () => {
    const { pid } = await start();
    expect(await runningProcess(folder, 'mongod')).toBe(pid);
    expect(await runningProcess(folder, 'postgres')).toBeUndefined();
  });

  it('is ended and forgotten', async () => {
    await start();
    const { processes } = await readState(folder);
    await stopRemembered(folder);
    expect(isAlive(processes['mongod']!.pid, processes['mongod']!.identity)).toBe(false);
    expect((await readState(folder)).processes).toEqual({});
  });

  it('is no longer found once it ended by itself', async () => {
    const { pid, hasEnded } = await start();
    process.kill(pid, 'SIGKILL');
    while (!hasEnded()) await new Promise(setImmediate);
    expect(await runningProcess(folder, 'mongod')).toBeUndefined();
  });

  it('is left alone when its pid was given to another', async () => {
    const { pid, hasEnded } = await start();
    const { processes } = await readState(folder);
    await changeState(folder, (state) => (state.processes['mongod']!.identity = 'another boot/1'));
    await stopRemembered(folder);
    expect(hasEnded()).toBe(false);
    expect(isAlive(pid, processes['mongod']!.identity)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  it('is remembered before it runs', async () => {
    const before = join(folder, 'before');
    const { pid } = await start(`cp ${join(folder, 'infrastructure.json')} ${before}.part; mv ${before}.part ${before}; exec sleep 600`);
    while (!existsSync(before)) await new Promise(setImmediate);
    expect(JSON.parse(await readFile(before, 'utf8'))).toMatchObject({ processes: { mongod: { pid } } });
  });

  it('does not run when it could not be remembered', async () => {
    await writeFile(join(folder, 'infrastructure.json'), 'damaged');
    await expect(start(`touch ${join(folder, 'ran')}`)).rejects.toMatchObject({ name: 'SetupError' });
    await rm(join(folder, 'infrastructure.json'));
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });

  it('is seen to have ended when there is no such program', async () => {
    const absent = { name: 'mongod', command: join(folder, 'absent'), args: [], env: {}, cwd: folder, logFile: join(folder, 'log') };
    const { hasEnded } = await launchRemembered(folder, absent);
    while (!hasEnded()) await new Promise(setImmediate);
    expect(await runningProcess(folder, 'mongod')).toBeUndefined();
    expect(await readFile(join(folder, 'log'), 'utf8')).toContain('absent');
  });
});

describe('stopping', () => {
  it('does nothing in a folder where nothing was started, or that does not exist', async () => {
    await expect(stopRemembered(folder)).resolves.toBeUndefined();
    await expect(stopRemembered(join(folder, 'absent'))).resolves.toBeUndefined();
  });
});
