import { Controller } from '@nestjs/common';
import { cancelScreening } from '@sluice/contract-compliance';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { Cases } from '../adapters/cases.store.js';
import { cancelled } from '../cases/screen-case.js';
import { caseFor, withdrawalOf } from './addressee.js';

@Controller()
export class CancelScreeningHandler {
  constructor(private readonly cases: Cases) {}

  @OnMessage(cancelScreening)
  async handle(message: Envelope<BodyOf<typeof cancelScreening>>): Promise<void> {
    await this.cases.change(withdrawalOf(message), message, (current) => cancelled(caseFor(message, current), message.body));
  }
}
