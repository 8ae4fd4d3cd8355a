import type { Envelope } from '@sluice/contract-kit';
import { Park, type Cause } from '@sluice/messaging';
import { answering } from '../adapters/deliveries.store.js';
import { roundOf, type Ordered } from '../delivery/orders.js';

type DeliveryCommand = Envelope<{ legs: Ordered['legs'] }>;

/** @throws Park when the command does not say what it is about or who wants the answer: no repetition can mend that. */
export function orderedBy({ withdrawalId, replyTo, traceparent, dialect, body }: DeliveryCommand): Ordered {
  if (withdrawalId === undefined || replyTo === undefined) throw new Park('A delivery command without a withdrawal or an asker.');
  return { withdrawalId, legs: body.legs, asker: { replyTo, ...(traceparent && { traceparent }), ...(dialect && { dialect }) } };
}

/** In whose name the command is answered: the same for every copy of it, and for the end that comes later. */
export const inNameOf = ({ withdrawalId, legs, asker }: Ordered, tenantId: string): Cause =>
  answering(withdrawalId, roundOf(legs), { tenantId }, asker);
