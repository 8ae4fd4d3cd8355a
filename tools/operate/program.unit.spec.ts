import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ReportedFailure } from '../running/run-command.ts';
import { completionScript } from './completion.ts';
import { table } from './printing.ts';
import { operate, sluiceProgram } from './program.ts';
import { span } from './timeline-drawing.ts';

const [write, environment] = [process.stderr.write, process.env];
afterEach(() => {
  process.stderr.write = write;
  process.env = environment;
});

/** What is said on stderr of arguments that are no good, and the exit code. */
async function refused(...args: string[]): Promise<readonly [number | undefined, string]> {
  const written: string[] = [];
  process.stderr.write = (text) => written.push(String(text)) > 0;
  const error = await operate(args, { signal: new AbortController().signal, atEnd: () => undefined }).catch((thrown: unknown) => thrown);
  return [error instanceof ReportedFailure ? error.exitCode : undefined, written.join('')];
}

describe('arguments', () => {
  it.each([
    ['an unknown command', ['withdraw'], /^Unknown command 'withdraw'.*\n$/],
    ['an unknown option', ['stuck', '--everything'], /^Unknown option '--everything'.*\n$/],
    ['a missing argument', ['timeline'], /^Missing required argument 'id'\..*\n$/],
    ['a limit that is no number', ['stuck', '--limit', 'x'], /whole number above zero\..*\n$/],
    ['a limit of nothing', ['stuck', '--limit', '0'], /whole number above zero\..*\n$/],
    ['nothing to redrive', ['redrive', '--reason', 'because'], /^Name dead letters .*\n$/],
    ['a redrive without a reason', ['redrive', 'l1'], /^Required option '--reason <text>' not specified\..*\n$/],
    ['a pause without a reason', ['pause', '--rail', 'FPS'], /^Required option '--reason <text>' not specified\..*\n$/],
  ])('that are no good, such as %s, are said in one sentence with exit code 2', async (_, args, sentence) => {
    expect(await refused(...args)).toEqual([2, expect.stringMatching(sentence)]);
  });

  it.each([[{ SLUICE_URL: 'gateway', SLUICE_OPS_KEY: 'k' }], [{ SLUICE_URL: 'file:///gateway', SLUICE_OPS_KEY: 'k' }], [{ SLUICE_URL: 'http://gateway' }], [{ SLUICE_OPS_KEY: 'k' }]])('are no good where the gateway is %j', async (settings) => {
    process.env = { ...environment, ...settings };
    expect(await refused('clock')).toEqual([2, expect.stringMatching(/^SLUICE_URL has to be .*\n$/)]);
  });
});

describe('the completion', () => {
  const words = (...line: string[]): string[] => {
    const script = `${completionScript(sluiceProgram(new AbortController().signal))}\nCOMP_WORDS=(${line.join(' ')}) COMP_CWORD=${line.length - 1}\n_sluice\necho "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split(' ');
  };

  it('knows the commands and the options of each', () => {
    expect(words('sluice', 'dea')).toEqual(['dead-letters']);
    expect(words('sluice', 'dead-letters', '--')).toEqual(['--limit', '--cause', '--by-cause', '--json', '--tenant']);
    expect(words('sluice', 'refund')).toEqual(['']);
  });
});

describe('what is printed', () => {
  it('holds nothing that a terminal obeys', () => {
    expect(table([{ payee: 'Ada\u001b[2J\nLovelace' }], { payee: ({ payee }) => payee, none: () => null })).toBe('payee             none\nAda [2J Lovelace  –');
  });

  it.each([[0, '0 ms'], [59_999, '59 s 999 ms'], [3_600_000, '1 h'], [86_400_000 + 60_000, '1 d'], [90_061_000, '1 d 1 h']])('says %d ms as %s', (ms, text) => {
    expect(span(ms)).toBe(text);
  });
});
