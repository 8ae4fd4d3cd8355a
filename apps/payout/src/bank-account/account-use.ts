import { defaultRail, mostBy, railRules, type Rail } from '@sluice/kernel';
import { bankAccountRefused, bankAccountUsable, type checkBankAccount } from '@sluice/contract-payout';
import { send, type BodyOf, type Outgoing } from '@sluice/contract-kit';
import type { Versioned } from '@sluice/persistence';
import { creditorFor } from '../counterparty/creditor.js';
import type { Payment } from '../delivery/delivery.js';
import type { Impossible } from '../delivery/orders.js';
import { numbersOf } from './account-numbers.js';
import type { BankAccount } from './bank-account.js';

/** The answer to whether an account may be paid to; null stands for one that is not there, or another tenant's. */
export function checked(account: BankAccount | null, { bankAccountId, partyId, currency }: BodyOf<typeof checkBankAccount>): Outgoing {
  const refused = (reason: BodyOf<typeof bankAccountRefused>['reason']): Outgoing => send(bankAccountRefused, { bankAccountId, reason });
  if (account?.partyId !== partyId) return refused('not_found');
  if (account.status !== 'active') return refused('not_active');
  const rail = defaultRail(account.currency);
  if (rail === undefined || account.currency !== currency) return refused('currency_mismatch');
  return send(bankAccountUsable, { bankAccountId, rail, payeeName: account.name, most: mostBy(rail).toJson() });
}

/** What is paid to the account, or why nothing can be. It was checked before; this is what has changed since. */
export function paymentTo({ id, state: account }: Versioned<BankAccount>, rail: Rail, reference: string | undefined): Payment | Impossible {
  if (account.status !== 'active') return { reason: 'bank_account_not_active' };
  if (railRules[rail].currency !== account.currency) return { reason: 'rail_not_supported' };
  const creditor = creditorFor({ name: account.name, numbers: numbersOf(account) }, rail);
  return { rail, counterpartyId: id, creditor: { ...creditor, type: 'INDIVIDUAL' }, ...(reference === undefined ? {} : { reference }) };
}
