import { Controller } from '@nestjs/common';
import { stopRaising } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { CashRaisingProcess } from '../portfolio-withdrawal/cash-raising.js';
import { withdrawalOf } from './addressee.js';

@Controller()
export class StopRaisingHandler {
  constructor(private readonly raising: CashRaisingProcess) {}

  @OnMessage(stopRaising)
  async handle(message: Envelope<BodyOf<typeof stopRaising>>): Promise<void> {
    await this.raising.stop(withdrawalOf(message), message.body.portfolioId, message);
  }
}
