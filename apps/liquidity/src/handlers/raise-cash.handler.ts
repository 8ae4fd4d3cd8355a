import { Controller } from '@nestjs/common';
import { raiseCash } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { CashRaisingProcess } from '../portfolio-withdrawal/cash-raising.js';
import { withdrawalOf } from './addressee.js';

@Controller()
export class RaiseCashHandler {
  constructor(private readonly raising: CashRaisingProcess) {}

  @OnMessage(raiseCash)
  async handle(message: Envelope<BodyOf<typeof raiseCash>>): Promise<void> {
    await this.raising.raise(withdrawalOf(message), message.body.portfolioId, message);
  }
}
