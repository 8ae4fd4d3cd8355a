import { parseArgs } from 'node:util';
import { z } from 'zod';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { isAllReady, placeOf, readStackFile, stackStatus, startStack, startSupervisor, stopStack } from '../stack/index.ts';

const asked = z.object({ instances: z.coerce.number<string>().int().min(1).max(5), jaeger: z.boolean() });

/** Starts the stack, with `--instances` of every app and with `--jaeger` where traces are seen, and leaves it running. One that runs already is left as it is; half of one is started anew, with its data. */
await runCommand(async (command) => {
  const { instances, jaeger } = asked.parse(parseArgs({ options: { instances: { type: 'string', default: '1' }, jaeger: { type: 'boolean', default: false } } }).values);
  const place = placeOf('stack');
  await takeTurn(place, command);
  const known = await readStackFile(place.stackFile);
  const fits = known !== null && (known.traces !== undefined || !jaeger);
  if (fits && isAllReady(await stackStatus(place))) {
    progress(`The stack is already running at ${known.gateway} (addresses and secrets: ${place.stackFile}).`);
    return;
  }
  let isUp = false;
  command.atEnd(async () => {
    if (!isUp) await stopStack(place);
  });
  await build(command.signal);
  const stack = await startStack(place, { fresh: false, progress, signal: command.signal, instances, jaeger });
  await startSupervisor(place);
  isUp = true;
  progress(`The stack is running at ${stack.gateway} (addresses and secrets: ${place.stackFile}).`);
  if (stack.traces !== undefined) progress(`Its traces are at ${stack.traces}.`);
});
