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
