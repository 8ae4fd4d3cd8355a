import { operate } from '../operate/program.ts';
import { runCommand } from '../running/run-command.ts';

/** What `npx sluice …` does: an operator's work, from a terminal. */
await runCommand((command) => operate(process.argv.slice(2), command));
