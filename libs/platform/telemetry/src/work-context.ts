import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line written on behalf of a message or request carries. */
export interface LogFields {
  readonly tenantId?: string | undefined;
  readonly withdrawalId?: string | undefined;
  /** In which the withdrawal, or else the request, was made. */
  readonly dialect?: string | undefined;
  readonly messageId?: string | undefined;
  readonly messageType?: string | undefined;
}

const fields = new AsyncLocalStorage<LogFields>();

/** Runs the work with these fields on every log line, added to those already there. */
export const withLogFields = <T>(more: LogFields, work: () => T): T => fields.run({ ...fields.getStore(), ...more }, work);

export const currentLogFields = (): LogFields => fields.getStore() ?? {};

/**
 * Runs what is done for many, or for nobody in particular, without the log fields, the trail and the trace of whoever
 * happened to set it off: a timer, a sweep, a batch, a cache that is filled.
 */
export const outsideOfWork: <T>(work: () => T) => T = AsyncLocalStorage.snapshot();

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
