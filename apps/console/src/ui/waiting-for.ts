import type { Withdrawal } from '../api/shapes.ts';

/** What each step waits for, by the step's name in the tables of intake. */
const steps: Readonly<Record<string, string>> = {
  screening: 'compliance to screen it', screeningForAcceptance: 'compliance, and then its acceptance goes on', referredUpFront: 'an operator to decide on a possible name match',
  collectingUpFront: 'documents from the client', awaitingAcceptance: 'the client to accept it', placingHold: 'the ledger to hold the amount', reviewing: 'compliance to review it',
  referredInReview: 'an operator to decide on a possible name match', collectingInReview: 'documents from the client', awaitingWindow: 'the rail’s window', awaitingFarWindow: 'the rail’s window, more than an hour off',
  screeningBeforePayment: 'compliance to look its names up once more', referredBeforePayment: 'an operator to decide on a possible name match', sourcing: 'liquidity to raise the cash',
  delivering: 'the payment to arrive', posting: 'the ledger to post the hold', bookingReturn: 'the ledger to book the return',
};

const byPhase: Readonly<Record<string, string>> = {
  created: 'its first checks', authorized: 'its review', sourcing: 'liquidity to raise the cash', bridging: 'the cash to cross chains', delivering: 'the payment to arrive', cancelling: 'what was begun to be undone',
};

/** What a withdrawal waits for, in a few words; null once it has ended. */
export function waitingFor({ endedAt, hold, phase, timers }: Pick<Withdrawal, 'endedAt' | 'hold' | 'phase' | 'timers'>): string | null {
  if (endedAt !== null) return null;
  if (hold === 'approval') return 'the signer’s approval';
  if (hold === 'approval_queued') return 'another approval of the same wallet';
  const own = timers.find(({ name }) => !name.includes('/'));
  const known = own && steps[own.name];
  if (known !== undefined) return known;
  return hold === 'rfi' ? 'documents from the client' : (byPhase[phase] ?? null);
}
