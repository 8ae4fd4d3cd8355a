import { Controller } from '@nestjs/common';
import { closeCase } from '@sluice/contract-compliance';
import type { Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { Cases } from '../adapters/cases.store.js';
import { closed } from '../cases/close-case.js';
import { caseFor, withdrawalOf } from './addressee.js';

@Controller()
export class CloseCaseHandler {
  constructor(private readonly cases: Cases) {}

  @OnMessage(closeCase)
  async handle(message: Envelope): Promise<void> {
    await this.cases.change(withdrawalOf(message), message, (current) => closed(caseFor(message, current)));
  }
}
