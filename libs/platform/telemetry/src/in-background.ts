import { outsideOfWork } from './outside-of-work.js';

interface Log {
  error(message: string, stack?: string): unknown;
}

const begin = async (work: () => Promise<unknown>): Promise<void> => void (await work());

/**
 * Begins work that nobody waits for, outside of whoever set it off. What it fails with is logged once, here: a rejection
 * that nobody awaits would end the process.
 */
export function inBackground(log: Log, what: string, work: () => Promise<unknown>): void {
  outsideOfWork(() => {
    begin(work).catch((error: unknown) => {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      log.error(`${what} failed: ${message}`, stack);
    });
  });
}
