import { Command, CommanderError } from 'commander';
import type { Command as Running } from '../running/run-command.ts';
import { completionScript } from './completion.ts';
import { exitCodes, fail, reportFailure } from './connection.ts';
import { addDoing } from './doing.ts';
import { print } from './printing.ts';
import { addReading } from './reading.ts';
import { addTail } from './tail.ts';

const ABOUT = `An operator's work, from a terminal. SLUICE_URL and SLUICE_OPS_KEY say which gateway; without them it is the stack that npm run up started.
Exit codes: 1 something failed or is not as it should be, 2 bad arguments, 3 the gateway is away, 4 it said no.`;

/** Everything that `npx sluice` can be told. */
export function sluiceProgram(signal: AbortSignal): Command {
  const program = new Command('sluice').description(ABOUT).option('--json', 'print JSON instead of a table').option('--tenant <name>', 'where the key may act for others than its own; of the local stack');
  program.exitOverride().configureOutput({ writeErr: () => undefined }).showSuggestionAfterError(true);
  addReading(program);
  addDoing(program);
  addTail(program, signal);
  program.command('completion').description('print a script by which bash and zsh know and complete the command sluice: eval "$(npx sluice completion)"').action(() => print(completionScript(program)));
  return program;
}

/** `error: unknown option '--x'` as a sentence. */
const sentence = (message: string): string => {
  const text = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ').trim();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
};

/** Runs one command line. What goes wrong is one sentence on stderr, and an exit code that says of what kind it is. */
export async function operate(args: readonly string[], { signal }: Running): Promise<void> {
  const program = sluiceProgram(signal);
  try {
    if (args.length === 0) return void print(program.helpInformation());
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    if (error instanceof CommanderError) fail(`${sentence(error.message)} See npx sluice --help.`, exitCodes.usage);
    reportFailure(error);
  }
}
