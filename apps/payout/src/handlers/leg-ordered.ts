import type { Envelope } from '@sluice/contract-kit';
import { Park } from '@sluice/messaging';
import type { Named, Ordered } from '../chain-leg/orders.js';

/** @throws Park when the command does not say what it is about or who wants the answer: no repetition can mend that. */
export function legOrderedBy<B extends Named>({ withdrawalId, replyTo, traceparent, dialect, body }: Envelope<B>): Ordered<B> {
  if (withdrawalId === undefined || replyTo === undefined) throw new Park('A command about a leg without a withdrawal or an asker.');
  return { withdrawalId, body, asker: { replyTo, ...(traceparent && { traceparent }), ...(dialect && { dialect }) } };
}
