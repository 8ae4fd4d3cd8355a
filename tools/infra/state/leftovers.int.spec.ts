import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { ownerVariable } from '../system/owner.ts';
import { endLeftovers } from './leftovers.ts';

const started: ChildProcess[] = [];

/** A program that runs on after whoever started it is gone. */
async function outliving(source: string, env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', source], { env: { PATH: process.env['PATH'], ...env }, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  await once(child.stdout, 'data');
  return child;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

describe('what a killed command left behind', () => {
  it('is ended, also when it does not listen to SIGTERM', async () => {
    const owner = `/tmp/${randomUUID()}`;
    const polite = await outliving(`console.log('up'); setInterval(() => 0, 1000)`, { [ownerVariable]: owner });
    const deaf = await outliving(`process.on('SIGTERM', () => 0); console.log('up'); setInterval(() => 0, 1000)`, { [ownerVariable]: owner });
    const exits = [polite, deaf].map((child) => once(child, 'exit'));
    expect(await endLeftovers(owner)).toBe(2);
    await Promise.all(exits);
  });

  it('is told from what belongs to another folder or to nobody', async () => {
    const owner = `/tmp/${randomUUID()}`;
    const strangers = [await outliving(`console.log('up'); setInterval(() => 0, 1000)`, { [ownerVariable]: `${owner}-of-another` }), await outliving(`console.log('up'); setInterval(() => 0, 1000)`, {})];
    expect(await endLeftovers(owner)).toBe(0);
    expect(strangers.map(hasEnded)).toEqual([false, false]);
  });
});
