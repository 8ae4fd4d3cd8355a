import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf } from '../infra/state/process-identity.ts';
import { becomesTrue } from '../infra/system/wait-until.ts';
import { root } from '../workspace.ts';

const ENDS_WITHIN_MS = 20_000;

/** A command whose work never ends by itself, and that runs a program. It says its own process id and the program's. */
const COMMAND = `
import { runCommand } from '${root}/tools/running/run-command.ts';
import { runProgram } from '${root}/tools/running/run-program.ts';
await runCommand(async ({ signal }) => {
  const program = [process.execPath, '-e', 'process.stderr.write(String(process.pid) + ";"); setInterval(() => 0, 1000)'];
  process.stdout.write(process.pid + ';');
  await runProgram(program, { signal, screen: 'stderr' });
});
`;

/** A working tree with the real way in, the real packages and that one command. */
async function workingTree(): Promise<string> {
  const tree = await mkdtemp(join(tmpdir(), 'sluice-shell-'));
  await mkdir(join(tree, 'tools', 'commands'), { recursive: true });
  await Promise.all(['tools/sluice.mjs', 'tools/prepare', 'package.json', 'package-lock.json'].map((path) => cp(join(root, path), join(tree, path), { recursive: true })));
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
  await writeFile(join(tree, 'tools', 'commands', 'endless.ts'), COMMAND);
  return tree;
}

describe('a command whose shell is ended', () => {
  const trees: string[] = [];
  afterEach(async () => {
    await Promise.all(trees.splice(0).map((tree) => rm(tree, { recursive: true, force: true })));
  });

  /** As npm starts it: in a shell that waits for it and passes no signal on. */
  const startInShell = async (): Promise<{ shell: ChildProcess; pids: () => number[] }> => {
    const tree = await workingTree();
    trees.push(tree);
    const shell = spawn('/bin/sh', ['-c', `'${process.execPath}' tools/sluice.mjs endless; exit $?`], { cwd: tree, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [shell.stdout, shell.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    const pids = (): number[] => said.split(';').slice(0, -1).map(Number);
    if (!(await becomesTrue(() => pids().length === 2, ENDS_WITHIN_MS))) throw new Error(`The command did not begin: ${said}`);
    return { shell, pids };
  };

  it.each<NodeJS.Signals>(['SIGTERM', 'SIGHUP', 'SIGKILL'])('by %s ends too, and leaves nothing of it running', async (signal) => {
    const { shell, pids } = await startInShell();
    const running = pids().map((pid) => [pid, identityOf(pid)] as const);
    expect(running.every(([, identity]) => identity !== undefined)).toBe(true);
    const ended = once(shell, 'exit');
    shell.kill(signal);
    await ended;
    expect(await becomesTrue(() => running.every(([pid, identity]) => identityOf(pid) !== identity), ENDS_WITHIN_MS)).toBe(true);
  });

  it('is not ended while its shell lives', async () => {
    const { shell, pids } = await startInShell();
    const [command = 0] = pids();
    // Longer than it takes to look after the shell once.
    const began = Date.now();
    await becomesTrue(() => Date.now() - began > 1_500, ENDS_WITHIN_MS);
    expect([identityOf(command) === undefined, shell.exitCode]).toEqual([false, null]);
    const ended = once(shell, 'exit');
    process.kill(command, 'SIGTERM');
    await ended;
    expect(shell.exitCode).toBe(1);
  });
});
