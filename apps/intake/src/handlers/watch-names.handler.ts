import { Controller } from '@nestjs/common';
import { watchName } from '@sluice/contract-compliance';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { nameGiven as partyNamed } from '@sluice/contract-liquidity';
import { nameGiven as payeeNamed } from '@sluice/contract-payout';
import { OnMessage, Publisher, toEntries } from '@sluice/messaging';
import { lookedUp } from '../saga/asks.js';

/** Carries the names of parties, payees and wallets from those who keep them to compliance, which looks them up: neither knows the other. */
@Controller()
export class WatchNamesHandler {
  constructor(private readonly publisher: Publisher) {}

  @OnMessage(partyNamed)
  ofParty(message: Envelope<BodyOf<typeof partyNamed>>): Promise<void> {
    return this.tell(message);
  }

  @OnMessage(payeeNamed)
  ofPayee(message: Envelope<BodyOf<typeof payeeNamed>>): Promise<void> {
    return this.tell(message);
  }

  private async tell(message: Envelope<BodyOf<typeof partyNamed>>): Promise<void> {
    const { id: causeId, body: { subjectId, name } } = message;
    const told = lookedUp([name]).map((each) => send(watchName, { subjectId, name: each }));
    await this.publisher.publish(toEntries(told, message, 'intake', new Date(), { aggregate: `name of ${subjectId}`, version: 0, causeId }));
  }
}
