import { describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { identityOf } from '../infra/state/process-identity.ts';
import { becomesTrue } from '../infra/system/wait-until.ts';

const here = new URL('./', import.meta.url).href;

/** Runs a command whose work is the given source; `ready()` in it tells the test that its work is under way. */
function start(work: string): ChildProcess & { said: () => string } {
  const source = `
    import { runCommand, ReportedFailure } from '${here}run-command.ts';
    import { runProgram } from '${here}run-program.ts';
    const say = (line) => void process.stdout.write(line + ';');
    const ready = () => say('ready');
    await runCommand(async (command) => { ${work} });`;
  const child = spawn(process.execPath, ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', source], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  return Object.assign(child, { said: () => output });
}

async function endOf(child: ReturnType<typeof start>): Promise<{ code: unknown; said: string }> {
  // Not 'close': Node does not tell it of a child whose channel was disconnected.
  const [[code]] = (await Promise.all([once(child, 'exit'), ...[child.stdout, child.stderr].map((stream) => stream && once(stream, 'end'))])) as [[unknown], ...unknown[]];
  return { code, said: child.said() };
}

/** Lets the command's work begin, does something to it, and waits for its end. */
async function disturbed(work: string, disturb: (child: ChildProcess) => void): Promise<{ code: unknown; said: string }> {
  const child = start(work);
  const ended = endOf(child);
  if (child.stdout !== null) await Promise.race([once(child.stdout, 'data'), ended]); // A child that ends at once has said why.
  disturb(child);
  return ended;
}

const registered = `command.atEnd(async () => say('first')); command.atEnd(async () => say('last'));`;
const endless = `await new Promise((_, reject) => { setInterval(() => 0, 1000); command.signal.addEventListener('abort', () => reject(command.signal.reason)); ready(); });`;

describe('a command that comes to its end', () => {
  it('cleans up, last in first out, and says yes', async () => {
    expect(await endOf(start(`${registered} say('work')`))).toEqual({ code: 0, said: 'work;last;first;' });
  });

  it('that fails says so in one sentence, after which it still cleans up', async () => {
    const { code, said } = await endOf(start(`${registered} throw new Error('The disk is full.')`));
    expect([code, said]).toEqual([1, expect.stringContaining('The disk is full.\n')]);
    expect(said).toContain('last;first;');
    expect(said).not.toContain(' at ');
  });

  it('that has told its failure says nothing more', async () => {
    expect(await endOf(start(`throw new ReportedFailure()`))).toEqual({ code: 1, said: '' });
  });

  it('whose clean-up fails says no, and does the rest of it', async () => {
    const { code, said } = await endOf(start(`command.atEnd(async () => say('first')); command.atEnd(async () => { throw new Error('It will not stop.'); });`));
    expect([code, said]).toEqual([1, expect.stringContaining('It will not stop.')]);
    expect(said).toContain('first;');
  });
});

describe('a command that is interrupted', () => {
  it.each<[string, (child: ChildProcess) => void]>([
    ['by Ctrl-C', (child) => void child.kill('SIGINT')],
    ['by SIGTERM', (child) => void child.kill('SIGTERM')],
    ['by a terminal that is closed', (child) => void child.kill('SIGHUP')],
    ['by the end of whoever started it', (child) => child.disconnect()],
  ])('%s cleans up and says no', async (_how, disturb) => {
    const { code, said } = await disturbed(`${registered} ${endless}`, disturb);
    expect([code, said]).toEqual([1, expect.stringContaining('last;first;')]);
  });

  it('leaves nothing behind of a program that did', async () => {
    const leaving = `const left = spawn('sleep', ['300'], { stdio: 'ignore' }); left.unref(); process.stdout.write(String(left.pid))`;
    const program = `await runProgram([process.execPath, '--input-type=module', '-e', "import { spawn } from 'node:child_process'; " + ${JSON.stringify(leaving)}], { signal: command.signal })`;
    const { said } = await endOf(start(`say((${program}).output)`));
    expect(await becomesTrue(() => identityOf(Number.parseInt(said, 10)) === undefined, 5_000)).toBe(true);
  });

  it('takes along the programs it runs', async () => {
    const program = `runProgram([process.execPath, '-e', 'setInterval(() => 0, 1000)'], { signal: command.signal })`;
    const { code } = await disturbed(`const running = ${program}; ready(); await running;`, (child) => void child.kill('SIGTERM'));
    expect(code).toBe(1);
  });
});
