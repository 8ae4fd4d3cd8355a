import { send, type BodyOf } from '@sluice/contract-kit';
import { holdVoided, type voidHold as command } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { heldOf, unplaced, type ClosedHold } from './hold.js';
import { closing, openHoldOf, type HoldDecision, type HoldSituation } from './hold-decision.js';

type VoidHold = BodyOf<typeof command>;

const voided = ({ holdId, accountId }: VoidHold, amount: Money): HoldDecision['answer'] =>
  send(holdVoided, { holdId, accountId, voided: amount.toJson() });

/** Voiding what was voided before is answered as before; what ended otherwise held nothing any more. */
const answeredBefore = (command: VoidHold, { outcome, released }: ClosedHold): HoldDecision => ({
  answer: voided(command, outcome === 'voided' ? released : Money.zero(command.currency)),
});

/** Releases what is still held. A hold that was never placed is closed for good, so that a late placing is refused. */
export function voidHold(command: VoidHold, { account, closed, at }: HoldSituation): HoldDecision {
  const open = openHoldOf(account, command.holdId);
  if (account !== null && open !== null) {
    const released = heldOf(open);
    return { answer: voided(command, released), account: closing(account, { ...open, outcome: 'voided', released, closedAt: at }) };
  }
  if (closed !== null) return answeredBefore(command, closed);
  const zero = Money.zero(command.currency);
  const answer = voided(command, zero);
  if (account === null) return { answer, closed: unplaced(command.holdId, zero, at) };
  return { answer, account: closing(account, unplaced(command.holdId, Money.zero(account.posted.currency), at)) };
}
