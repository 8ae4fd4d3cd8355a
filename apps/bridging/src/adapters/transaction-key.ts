import { stepSchema } from '../legs/transfer.js';
import type { StepAttempt } from '../ports/bridge.js';

/** The key of a transfer's transaction: ids may hold any character, so each part is encoded. */
export const transactionKeyOf = ({ legKey, transferId, step, attempt }: StepAttempt): string =>
  [legKey, transferId, step, String(attempt)].map(encodeURIComponent).join('/');

/** @throws TypeError when the key is not one of ours. */
export function readTransactionKey(key: string): StepAttempt {
  const [legKey, transferId, step, attempt] = key.split('/').map(decodeURIComponent);
  const known = stepSchema.safeParse(step);
  if (legKey === undefined || transferId === undefined || !known.success || !Number.isSafeInteger(Number(attempt))) throw new TypeError(`No transaction of a transfer goes by ${key}.`);
  return { legKey, transferId, step: known.data, attempt: Number(attempt) };
}
