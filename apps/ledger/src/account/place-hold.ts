import { send, type BodyOf } from '@sluice/contract-kit';
import { holdPlaced, holdRefused, type placeHold as command } from '@sluice/contract-ledger';
import { DomainError, Money } from '@sluice/kernel';
import { availableOf, currencyOf, mayTransact, type Account } from './account.js';
import { unplaced, type ClosedHold, type HoldRefusal } from './hold.js';
import { closing, openHoldOf, type HoldDecision, type HoldSituation } from './hold-decision.js';

type PlaceHold = BodyOf<typeof command>;
type HoldName = Pick<PlaceHold, 'holdId' | 'accountId'>;

const placed = ({ holdId, accountId }: HoldName) => send(holdPlaced, { holdId, accountId });
const refused = ({ holdId, accountId }: HoldName, reason: HoldRefusal) => send(holdRefused, { holdId, accountId, reason });

/** A hold that was once placed stays placed in the answer, whatever became of it; one that never was stays refused. */
function answeredBefore(name: HoldName, { outcome, reason }: ClosedHold): HoldDecision {
  if (outcome === 'refused') return { answer: refused(name, reason ?? 'hold_closed') };
  return { answer: outcome === 'never_placed' ? refused(name, 'hold_closed') : placed(name) };
}

function refusalOf(account: Account | null, amount: Money): HoldRefusal | null {
  if (account === null) return 'not_found';
  if (!mayTransact(account)) return 'account_not_transactable';
  if (amount.currency !== currencyOf(account)) return 'currency_mismatch';
  return availableOf(account).compare(amount) < 0 ? 'insufficient_funds' : null;
}

/** A refusal closes the id for good: a copy that comes once there is money must not set aside what nobody waits for. */
function refusing(name: HoldName, { account, at }: HoldSituation, zero: Money, reason: HoldRefusal): HoldDecision {
  const closed = unplaced(name.holdId, zero, at, reason);
  const answer = refused(name, reason);
  return account === null ? { answer, closed } : { answer, account: closing(account, closed) };
}

/**
 * Sets an amount aside, once per hold id.
 * @throws DomainError `invalid_amount` when the amount is not above zero.
 */
export function placeHold(command: PlaceHold, situation: HoldSituation): HoldDecision {
  const { account, closed } = situation;
  const amount = Money.fromJson(command.amount);
  if (!amount.isPositive) throw new DomainError('invalid_amount', 'Only an amount above zero can be held.');
  if (openHoldOf(account, command.holdId) !== null) return { answer: placed(command) };
  if (closed !== null) return answeredBefore(command, closed);
  const reason = refusalOf(account, amount);
  if (reason !== null || account === null) {
    return refusing(command, situation, Money.zero(account === null ? amount.currency : currencyOf(account)), reason ?? 'not_found');
  }
  const expiry = command.expiresAt === undefined ? {} : { expiresAt: new Date(command.expiresAt) };
  const hold = { holdId: command.holdId, amount, postings: [], ...expiry };
  return { answer: placed(command), account: { ...account, pending: account.pending.plus(amount), holds: [...account.holds, hold] } };
}
