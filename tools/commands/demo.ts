import { BultraCaller, OperatorCaller, WealthKernelCaller } from '../client/index.ts';
import { build } from '../running/build.ts';
import { progress } from '../running/progress.ts';
import { runCommand } from '../running/run-command.ts';
import { takeTurn } from '../running/take-turn.ts';
import { placeOf, startStack, type StackFile } from '../stack/index.ts';
import { scenes } from './demo/scenes/index.ts';
import { Stage } from './demo/stage.ts';

async function playAll(stack: StackFile, signal: AbortSignal): Promise<void> {
  const acme = stack.tenants['acme'];
  if (acme === undefined) throw new Error('The stack has no tenant acme.');
  const [bultra, wealthkernel] = [new BultraCaller(stack, acme.bultra), new WealthKernelCaller(stack, acme.wealthkernel)];
  const stage = new Stage(stack, { bultra, wealthkernel, operator: new OperatorCaller(stack, 'acme') }, signal);
  for (const scene of scenes) {
    signal.throwIfAborted();
    stage.open(scene.title);
    await scene.play(stage);
  }
}

/** Shows withdrawals travelling through a stack of its own, and leaves nothing running. */
await runCommand(async (command) => {
  const place = placeOf('demo');
  command.atEnd(async () => progress('Everything that was started is stopped.'));
  await takeTurn(place, command, { leavesNothing: true });
  await build(command.signal);
  const stack = await startStack(place, { fresh: true, progress, signal: command.signal });
  progress(`All services are ready; the gateway is at ${stack.gateway}.`);
  await playAll(stack, command.signal);
  process.stdout.write('\nThe demo is over; everything was as it must be.\n');
});
