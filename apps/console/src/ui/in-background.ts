import { say } from './toasts.tsx';

/** Work that nobody waits for: what it fails with is said on the page. */
export function inBackground(work: Promise<unknown>): void {
  work.catch((error: unknown) => say(error instanceof Error ? error.message : String(error), true));
}
