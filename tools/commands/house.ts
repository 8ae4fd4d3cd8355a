import { runCommand } from '../running/run-command.ts';
import { measuresOf, tableOf } from '../tidy/house.ts';
import { workingTree } from '../tidy/working-tree.ts';

/** Prints how the code lies: what it takes to follow a withdrawal, how many files there are, and of what size. */
await runCommand(async () => {
  process.stdout.write(`${tableOf(measuresOf(await workingTree()))}\n`);
});
