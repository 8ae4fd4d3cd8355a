import { Controller } from '@nestjs/common';
import { completePortfolioWithdrawal } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { CompletionProcess } from '../portfolio-withdrawal/concluding.js';
import { withdrawalOf } from './addressee.js';

@Controller()
export class CompletePortfolioWithdrawalHandler {
  constructor(private readonly concluding: CompletionProcess) {}

  @OnMessage(completePortfolioWithdrawal)
  async handle(message: Envelope<BodyOf<typeof completePortfolioWithdrawal>>): Promise<void> {
    const { portfolioId, ...payment } = message.body;
    await this.concluding.complete(withdrawalOf(message), portfolioId, payment, message);
  }
}
