import type { WithdrawalView } from '@sluice/contract-intake';
import type { Deferred } from '@sluice/messaging';
import { isAuthorized, type WaitingClient, type Withdrawal } from './withdrawal.js';

/** States in which it is not yet decided whether an acceptance comes to something. */
const accepting: readonly string[] = ['screeningForAcceptance', 'placingHold', 'abandoningHold'];

/** The reply to whoever waits, once the order has been carried out or has come to nothing; undefined while it is open. */
export function replyDue({ for: order, replyAddress }: WaitingClient, withdrawal: Withdrawal, view: () => WithdrawalView): Deferred | undefined {
  const open = order === 'acceptance' ? accepting.includes(withdrawal.state) : withdrawal.phase === 'cancelling';
  if (open) return undefined;
  const done = order === 'acceptance' ? isAuthorized(withdrawal) : withdrawal.phase === 'cancelled';
  if (done) return { replyAddress, reply: view() };
  const code = (order === 'acceptance' ? withdrawal.details.refusal : undefined) ?? 'invalid_status';
  return { replyAddress, refusal: { code, message: `The ${order} was refused.`, details: [] } };
}
