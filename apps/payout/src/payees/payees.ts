import { Injectable, type OnModuleInit } from '@nestjs/common';
import { send, type BodyOf, type Outgoing } from '@sluice/contract-kit';
import { nameGiven, type deliver } from '@sluice/contract-payout';
import type { Rail } from '@sluice/kernel';
import { OlderDocuments, type OlderDocument } from '@sluice/persistence';
import type { Impossible, Payment } from '../bank-payments/delivery.js';
import { paymentTo } from './bank-account.js';
import { BankAccounts } from './bank-accounts.repository.js';
import { Counterparties } from './counterparties.repository.js';
import { creditorFor, isPayable, railTo, recording, type Correction, type Counterparty, type DestinationRequest } from './counterparty.js';

type Destination = BodyOf<typeof deliver>['destination'];

/** Whom a payment can go to: a customer's counterparty, or a party's bank account. */
@Injectable()
export class Payees {
  constructor(private readonly counterparties: Counterparties, private readonly accounts: BankAccounts) {}

  /** The payee was checked when the withdrawal was accepted; what has changed since ends the delivery before anything is sent. */
  async paymentTo(destination: Destination, tenantId: string): Promise<Payment | Impossible> {
    const { counterpartyId, rail, reference } = destination;
    const counterparty = await this.counterparties.find(counterpartyId);
    if (counterparty?.tenantId === tenantId) return paymentToCounterparty(counterparty.state, destination);
    const account = await this.accounts.ofTenantOrNull(counterpartyId, tenantId);
    return account ? paymentTo(account, rail, reference) : { reason: 'counterparty_not_found' };
  }

  /** A copy is enough to say yes: what has changed since ends the delivery before anything is sent. @throws DomainError when it may not be paid so */
  async checked(question: DestinationRequest, tenantId: string): Promise<{ rail: Rail; payeeName: string }> {
    const { state } = await this.counterparties.copyOf(question.counterpartyId, tenantId, (copy) => isPayable(copy, question));
    return { rail: railTo(state, question), payeeName: state.name };
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

const named = ({ _id, name }: OlderDocument): Outgoing[] => [send(nameGiven, { subjectId: _id, name: name as string })];

/** Sends the names of payees that were stored by an older version, which sent none. */
@Injectable()
export class OlderNames implements OnModuleInit {
  constructor(private readonly older: OlderDocuments, private readonly counterparties: Counterparties, private readonly accounts: BankAccounts) {}

  onModuleInit(): void {
    this.older.announceFrom(this.counterparties, named);
    this.older.announceFrom(this.accounts, named);
  }
}
