import { join } from 'node:path';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { Lives } from '../screenshots/lives.ts';
import { picturesOf } from '../screenshots/views.ts';
import { placeOf, readStackFile, startStack } from '../stack/index.ts';
import { localFolder } from '../workspace.ts';

/** Pictures of the console's views, with withdrawals of every kind in them: of the running stack, or of one of its own. Names choose views. */
await runCommand(async (command) => {
  const running = await readStackFile(placeOf('stack').stackFile);
  const place = placeOf('demo');
  if (running === null) await takeTurn(place, command, { leavesNothing: true });
  await build(command.signal);
  const stack = running ?? (await startStack(place, { fresh: true, progress, signal: command.signal }));
  if (running === null) await (await Lives.of(stack)).play();
  await picturesOf(stack, join(localFolder, 'screenshots'), process.argv.slice(2), progress);
});
