import { progress } from '../running/progress.ts';
import { runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, stopStack } from '../stack/index.ts';

/** Stops what `up` left running; its data stays for the next `up`. */
await runCommand(async (command) => {
  const place = placeOf('stack');
  await takeTurn(place, command);
  await stopStack(place);
  progress('The stack is stopped.');
});
