import { Controller, Injectable, Module } from '@nestjs/common';
import { getAccount, type AccountView } from '@sluice/contract-ledger';
import { checkDestination, schedulePayment } from '@sluice/contract-payout';
import { DomainError, type RefusalCode } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { ServiceModule } from '@sluice/service-host';

export const account = (change: Partial<AccountView> = {}): AccountView => ({
  id: 'acc_1', kind: 'customer', owner: 'cus_1', status: 'ACTIVE', posted: { currency: 'USD', units: '1000000' }, pending: { currency: 'USD', units: '0' },
  available: { currency: 'USD', units: '1000000' }, createdAt: '2026-01-01T00:00:00.000Z', ...change,
});

/** What the fakes answer; a test sets it as it needs. */
@Injectable()
export class Answers {
  account: AccountView | null = account();
  destination: RefusalCode | null = null;
  /** Payout answers nobody before this. */
  held: Promise<void> = Promise.resolve();
  /** How often a destination was requested of payout. */
  asked = 0;
}

@Controller()
class FakeLedger {
  constructor(private readonly answers: Answers) {}

  @OnRequest(getAccount)
  async getAccount(ask: RequestMessage<typeof getAccount>): Promise<AccountView> {
    const { account: found } = this.answers;
    if (!found || ask.tenantId !== 'acme') throw new DomainError('not_found', 'No account.');
    return found;
  }
}

@Controller()
class FakePayout {
  constructor(private readonly answers: Answers) {}

  @OnRequest(checkDestination)
  async checkDestination(): Promise<{ rail: 'ACH'; payeeName: string }> {
    this.answers.asked += 1;
    await this.answers.held;
    if (this.answers.destination) throw new DomainError(this.answers.destination, 'No.');
    return { rail: 'ACH', payeeName: 'Ada Example' };
  }

  @OnRequest(schedulePayment)
  async schedulePayment({ body }: RequestMessage<typeof schedulePayment>): Promise<{ sendAt: string; estimatedCompletion: string }> {
    return { sendAt: body.acceptedAt, estimatedCompletion: '2026-01-17T17:00:00.000Z' };
  }
}

@Module({ imports: [ServiceModule.forRoot({ service: 'ledger' })], controllers: [FakeLedger], providers: [Answers] })
export class FakeLedgerModule {}

@Module({ imports: [ServiceModule.forRoot({ service: 'payout' })], controllers: [FakePayout], providers: [Answers] })
export class FakePayoutModule {}
