import { mkdir } from 'node:fs/promises';
import { endLeftovers } from '../infra/state/leftovers.ts';
import { withLock } from '../infra/system/lock.ts';
import { ownerVariable } from '../infra/system/owner.ts';
import type { StackPlace } from '../stack/place.ts';
import { stopStack } from '../stack/stop-stack.ts';
import { progress } from './progress.ts';
import type { Command } from './run-command.ts';

/**
 * Keeps the stack to this command until it has ended and cleaned up; a second one of the same name waits. A command that
 * `leavesNothing` ends whatever it started, however it was started, and first what an earlier one that was killed left.
 */
export async function takeTurn(place: StackPlace, command: Command, { leavesNothing = false } = {}): Promise<void> {
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
  if (!leavesNothing) return;
  await stopStack(place);
  const left = await endLeftovers(place.folder);
  if (left > 0) progress(`${left} processes that an earlier command left behind are ended.`);
  process.env[ownerVariable] = place.folder;
  command.atEnd(async () => void (await endLeftovers(place.folder)));
  command.atEnd(() => stopStack(place));
}
