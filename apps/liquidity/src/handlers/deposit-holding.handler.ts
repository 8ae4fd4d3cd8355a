import { Controller } from '@nestjs/common';
import { depositHolding } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { ArrivalProcess } from '../portfolio/arriving.js';
import { costOf } from '../portfolio/holdings.js';

@Controller()
export class DepositHoldingHandler {
  constructor(private readonly arriving: ArrivalProcess) {}

  @OnRequest(depositHolding)
  async handle(ask: Ask<typeof depositHolding>): Promise<ReplyOf<typeof depositHolding>> {
    const { depositId, portfolioId, ...holding } = ask.body;
    const bookCost = costOf(holding);
    if (bookCost.units === '0') throw new DomainError('invalid_request', 'A holding that costs nothing cannot be booked.');
    await this.arriving.arrive(`holding/${depositId}`, { portfolioId, what: { kind: 'holding', ...holding } }, ask);
    return { bookCost };
  }
}
