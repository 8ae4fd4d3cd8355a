import {
  cashAtHand, cashNotRaised, cashRaised, portfolioWithdrawalAdmitted, portfolioWithdrawalCharged, portfolioWithdrawalCompleted, portfolioWithdrawalRefused, raisingStopped, salesSettled,
} from '@sluice/contract-liquidity';
import { send, type Outgoing } from '@sluice/contract-kit';
import { raisedOf } from './raising.js';
import type { ActiveSlot, Settling } from './place.js';
import type { Raised, WithdrawalRecord } from './record.js';

type Address = Pick<Outgoing, 'withdrawalId' | 'replyTo'>;

/** A withdrawal that was admitted stays so in every answer, unless it has been given up since. */
export function answerToAdmission({ portfolioId, status, reason, admission }: WithdrawalRecord): Outgoing {
  if (admission === null || status === 'released') return send(portfolioWithdrawalRefused, { portfolioId, reason: reason ?? 'released' });
  const { placeId: _, ...admitted } = admission;
  return send(portfolioWithdrawalAdmitted, { portfolioId, ...admitted });
}

/** What `raise-cash` is answered with what came of it. */
export function answerToRaise(portfolioId: string, { status, reason, sales }: Raised, address: Address = {}): Outgoing {
  switch (status) {
    case 'at_hand': return send(cashAtHand, { portfolioId }, address);
    case 'raised': return send(cashRaised, { portfolioId, sales }, address);
    case 'not_raised': return send(cashNotRaised, { portfolioId, sales, reason: reason ?? 'insufficient_balance' }, address);
    case 'stopped': return send(cashNotRaised, { portfolioId, sales, reason: 'released' }, address);
  }
}

export const answerToStop = (portfolioId: string, { sales }: Pick<Raised, 'sales'>, address: Address = {}): Outgoing => send(raisingStopped, { portfolioId, sales }, address);

/** What whoever waits for a raise is told of its end, and by the timer: nobody else knows whom to tell. */
export function answerAtTheEnd(portfolioId: string, { withdrawalId, raising }: ActiveSlot): Outgoing[] {
  const raised = raisedOf(raising);
  if (raising === null || raised === null) return [];
  const address = { withdrawalId, replyTo: raising.replyTo };
  return [raised.status === 'stopped' ? answerToStop(portfolioId, raised, address) : answerToRaise(portfolioId, raised, address)];
}

export const salesSettledOf = (portfolioId: string, { withdrawalId, raising: { replyTo }, sales }: Settling & Pick<Raised, 'sales'>): Outgoing =>
  send(salesSettled, { portfolioId, sales }, { withdrawalId, replyTo });

export function answerToCompletion({ portfolioId, feePortfolioId }: WithdrawalRecord): Outgoing {
  if (feePortfolioId === undefined) return send(portfolioWithdrawalCompleted, { portfolioId });
  return send(portfolioWithdrawalCharged, { portfolioId, feePortfolioId });
}
