import { Controller } from '@nestjs/common';
import { releasePortfolio } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { CompletionProcess } from '../portfolio-withdrawal/concluding.js';
import { withdrawalOf } from './addressee.js';

@Controller()
export class ReleasePortfolioHandler {
  constructor(private readonly concluding: CompletionProcess) {}

  @OnMessage(releasePortfolio)
  async handle(message: Envelope<BodyOf<typeof releasePortfolio>>): Promise<void> {
    await this.concluding.release(withdrawalOf(message), message.body.portfolioId, message);
  }
}
