import { send, type BodyOf } from '@sluice/contract-kit';
import { holdPlaced, holdRefused, type placeHold as command } from '@sluice/contract-ledger';
import { DomainError, Money } from '@sluice/kernel';
import { availableOf, currencyOf, mayTransact, type Account } from './account.js';
import { unplaced, type ClosedHold, type HoldRefusal } from './hold.js';
import { closing, openHoldOf, type HoldDecision, type HoldSituation } from './hold-decision.js';

type PlaceHold = BodyOf<typeof command>;
type HoldName = Pick<PlaceHold, 'holdId' | 'accountId'>;

/** Nothing is nothing in any currency: who asks for all there is in an account that is not there names none. */
const NOTHING = Money.zero('USD');

const placed = ({ holdId, accountId }: HoldName, amount: Money) => send(holdPlaced, { holdId, accountId, amount: amount.toJson() });
const refused = ({ holdId, accountId }: HoldName, reason: HoldRefusal) => send(holdRefused, { holdId, accountId, reason });

/** A hold that was once placed stays placed in the answer, whatever became of it; one that never was stays refused. */
function answeredBefore(name: HoldName, { outcome, reason, amount }: ClosedHold): HoldDecision {
  if (outcome === 'refused') return { answer: refused(name, reason ?? 'hold_closed') };
  return { answer: outcome === 'never_placed' ? refused(name, 'hold_closed') : placed(name, amount) };
}

function refusalOf(account: Account, amount: Money, { amount: asked, moreThan }: PlaceHold): HoldRefusal | null {
  if (!mayTransact(account)) return 'account_not_transactable';
  if (amount.currency !== currencyOf(account)) return 'currency_mismatch';
  const tooLittle = asked === undefined && moreThan !== undefined && amount.compare(Money.fromJson(moreThan)) <= 0;
  return tooLittle || amount.isZero || availableOf(account).compare(amount) < 0 ? 'insufficient_funds' : null;
}

/** A refusal closes the id for good: a copy that comes once there is money must not set aside what nobody waits for. */
function refusing(name: HoldName, account: Account, at: Date, reason: HoldRefusal): HoldDecision {
  return { answer: refused(name, reason), account: closing(account, unplaced(name.holdId, Money.zero(currencyOf(account)), at, reason)) };
}

function placing(command: PlaceHold, account: Account, amount: Money): HoldDecision {
  const expiry = command.expiresAt === undefined ? {} : { expiresAt: new Date(command.expiresAt) };
  const hold = { holdId: command.holdId, amount, postings: [], ...expiry };
  return { answer: placed(command, amount), account: { ...account, pending: account.pending.plus(amount), holds: [...account.holds, hold] } };
}

/** Null: all that is available is asked for. */
function wantedOf({ amount: asked }: PlaceHold): Money | null {
  if (asked === undefined) return null;
  const amount = Money.fromJson(asked);
  if (!amount.isPositive) throw new DomainError('invalid_amount', 'Only an amount above zero can be held.');
  return amount;
}

/**
 * Sets an amount aside, once per hold id; without one, all that is available then. Asked again it answers the amount that was held.
 * @throws DomainError `invalid_amount` when the amount is not above zero.
 */
export function placeHold(command: PlaceHold, { account, closed, at }: HoldSituation): HoldDecision {
  const wanted = wantedOf(command);
  const open = openHoldOf(account, command.holdId);
  if (open !== null) return { answer: placed(command, open.amount) };
  if (closed !== null) return answeredBefore(command, closed);
  if (account === null) {
    return { answer: refused(command, 'not_found'), closed: unplaced(command.holdId, NOTHING, at, 'not_found') };
  }
  const amount = wanted ?? availableOf(account);
  const reason = refusalOf(account, amount, command);
  return reason === null ? placing(command, account, amount) : refusing(command, account, at, reason);
}
