import type { WithdrawalView } from '@sluice/contract-intake';
import { Money } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { isAuthorized, present, type Withdrawal } from '../engine/withdrawal.js';

/** An account's withdrawal as others see it. */
export function accountViewOf({ id, version, state: withdrawal }: Versioned<Withdrawal>): WithdrawalView {
  const { details } = withdrawal;
  const trace = details.payoutLegs.find((leg) => leg.trace !== undefined)?.trace;
  return {
    id, version,
    dialect: withdrawal.dialect, dialectId: withdrawal.dialectId, phase: withdrawal.phase, hold: withdrawal.hold,
    accountId: details.accountId, destinationId: details.destinationId,
    amount: details.amount, delivered: deliveredOf(withdrawal).toJson(), fee: details.fee,
    createdAt: withdrawal.createdAt, updatedAt: withdrawal.updatedAt,
    ...present({
      purpose: details.purpose, rail: details.rail, reference: details.reference, failure: details.failure, trace,
      returned: details.returned && { code: details.returned.code, at: details.returned.at },
      estimatedCompletion: details.estimatedCompletion,
      authorizedAt: isAuthorized(withdrawal) ? details.acceptedAt : undefined,
      endedAt: withdrawal.endedAt,
    }),
  };
}

/** What the ledger has booked as paid: the delivered legs, once the end has confirmed them. */
function deliveredOf({ phase, details }: Withdrawal): Money {
  const none = Money.zero(details.amount.currency);
  if (phase !== 'settled' && phase !== 'partial') return none;
  return details.payoutLegs.filter((leg) => leg.status === 'delivered').reduce((sum, leg) => sum.plus(Money.fromJson(leg.amount)), none);
}
