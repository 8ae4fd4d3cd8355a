import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something holds that nobody announces. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await pause(10)) if (await holds()) return;
  throw new Error(`Not within ${timeoutMs} ms: ${what}.`);
}
