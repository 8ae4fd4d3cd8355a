import type { Change, Versioned } from '@sluice/persistence';
import { begin } from '../src/engine/advance.js';
import type { Withdrawal } from '../src/engine/withdrawal.js';
import type { WithdrawalDetails } from '../src/engine/withdrawal-details.js';

export const noon = new Date('2026-01-15T12:00:00.000Z');

export const someDetails = (change: Partial<WithdrawalDetails> = {}): WithdrawalDetails => ({
  withdrawalId: '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11', dialect: 'bultra', accountId: 'acc_1', customerId: 'cus_1', destinationId: 'cpty_1',
  amount: { currency: 'USD', units: '250000' }, fee: { currency: 'USD', units: '0' }, purpose: 'PERSONAL_ACCOUNT', rail: 'ACH',
  createdAt: noon.toISOString(), holdNumber: 1, sourceLegs: [],
  payoutLegs: [{ legId: 'leg-1', attempt: 1, amount: { currency: 'USD', units: '250000' }, status: 'planned' }],
  ...change,
});

/** What the store would hold after this change. */
export function stored(change: Change<Withdrawal>, before?: Versioned<Withdrawal>): Versioned<Withdrawal> {
  if (!change.state) throw new Error('This change writes nothing.');
  return {
    id: change.state.details.withdrawalId, tenantId: 'acme', version: (before?.version ?? 0) + 1,
    dueAt: change.dueAt === undefined ? (before?.dueAt ?? null) : change.dueAt, state: change.state,
  };
}

export const aWithdrawal = (change: Partial<WithdrawalDetails> = {}): Versioned<Withdrawal> => stored(begin({ kind: 'account', tenantId: 'acme', dialectId: 'wth_1', details: someDetails(change) }, noon));
