import { Injectable } from '@nestjs/common';
import type { deliver } from '@sluice/contract-payout';
import type { BodyOf } from '@sluice/contract-kit';
import { BankAccounts } from './adapters/bank-accounts.store.js';
import { Counterparties } from './adapters/counterparties.store.js';
import { paymentTo } from './bank-account/account-use.js';
import { creditorFor } from './counterparty/creditor.js';
import { recording, type Correction, type Counterparty } from './counterparty/counterparty.js';
import type { Payment } from './delivery/delivery.js';
import type { Impossible } from './delivery/orders.js';

type Destination = BodyOf<typeof deliver>['destination'];

/** Whom a payment can go to: a customer's counterparty, or a party's bank account. */
@Injectable()
export class Payees {
  constructor(private readonly counterparties: Counterparties, private readonly accounts: BankAccounts) {}

  /** It was checked when it was accepted; what has changed since ends the delivery before anything is sent. */
  async paymentTo(destination: Destination, tenantId: string): Promise<Payment | Impossible> {
    const { counterpartyId, rail, reference } = destination;
    const counterparty = await this.counterparties.find(counterpartyId);
    if (counterparty?.tenantId === tenantId) return paymentToCounterparty(counterparty.state, destination);
    const account = await this.accounts.ofTenantOrNull(counterpartyId, tenantId);
    return account ? paymentTo(account, rail, reference) : { reason: 'counterparty_not_found' };
  }

  /** Records what the payee's bank wants changed, once for each of its reports. Nothing is changed by it. */
  async recordCorrection(id: string, tenantId: string, correction: Correction): Promise<void> {
    const cause = { id: correction.reportId, tenantId };
    await this.counterparties.change(id, cause, (current) => recording(current, tenantId, correction));
    await this.accounts.change(id, cause, (current) => recording(current, tenantId, correction));
  }
}

function paymentToCounterparty(counterparty: Counterparty, { counterpartyId, rail, reference }: Destination): Payment | Impossible {
  if (counterparty.status !== 'APPROVED') return { reason: 'counterparty_not_approved' };
  if (!counterparty.supportedRails.includes(rail)) return { reason: 'rail_not_supported' };
  const creditor = { ...creditorFor(counterparty, rail), type: counterparty.type };
  return { rail, counterpartyId, creditor, ...(reference === undefined ? {} : { reference }) };
}
