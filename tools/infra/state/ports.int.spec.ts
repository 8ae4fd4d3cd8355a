import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { checkPortIsFree, freePort } from './ports.ts';

const none: ReadonlySet<number> = new Set();

/** What another process gets that asks at the same time, without listening on it. */
async function inAnotherProcess(count: number): Promise<number[]> {
  const ask = `const { freePort } = await import(${JSON.stringify(new URL('./ports.ts', import.meta.url).href)});
    console.log(JSON.stringify(await Promise.all(Array.from({ length: ${count} }, () => freePort(new Set())))));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', ask]);
  return JSON.parse(stdout) as number[];
}

describe('free ports', () => {
  it('that are asked for at once are all different, before anybody listens on them', async () => {
    const ports = await Promise.all(Array.from({ length: 40 }, () => freePort(none)));
    expect(new Set(ports).size).toBe(40);
  });

  it('of processes that start at once are different', async () => {
    const ports = (await Promise.all([1, 2, 3, 4].map(() => inAnotherProcess(20)))).flat();
    expect(new Set(ports).size).toBe(80);
  });

  it('are none that are taken, or that somebody listens on', async () => {
    const next = await freePort(none);
    const server = createServer().listen(next + 1, '127.0.0.1');
    await once(server, 'listening');
    expect([next + 1, next + 2]).not.toContain(await freePort(new Set([next + 2])));
    await expect(checkPortIsFree(next + 1, 'a test')).rejects.toThrow(`Port ${next + 1}`);
    server.close();
  });
});
