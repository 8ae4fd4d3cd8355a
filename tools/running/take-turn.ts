import { mkdir } from 'node:fs/promises';
import { withLock } from '../infra/system/lock.ts';
import type { StackPlace } from '../stack/place.ts';
import { progress } from './progress.ts';
import type { Command } from './run-command.ts';

/** Keeps the stack to this command until it has ended and cleaned up; a second one of the same name waits. */
export async function takeTurn(place: StackPlace, command: Command): Promise<void> {
  await mkdir(place.folder, { recursive: true });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  const onWait = () => progress(`Waiting for another command that uses the stack in ${place.folder} …`);
  const turn = withLock(place.lockFile, onWait, () => (hold(), ended));
  const interrupted = new Promise<never>((_, reject) => command.signal.addEventListener('abort', () => reject(command.signal.reason as Error)));
  await Promise.race([held, turn, interrupted]);
  command.atEnd(async () => {
    end();
    await turn;
  });
}
