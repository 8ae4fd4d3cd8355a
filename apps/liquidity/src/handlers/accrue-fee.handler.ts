import { Controller } from '@nestjs/common';
import { accrueFee } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { ArrivalProcess } from '../portfolio/arriving.js';

@Controller()
export class AccrueFeeHandler {
  constructor(private readonly arriving: ArrivalProcess) {}

  @OnRequest(accrueFee)
  async handle(ask: Ask<typeof accrueFee>): Promise<ReplyOf<typeof accrueFee>> {
    const { feeId, portfolioId, amount } = ask.body;
    await this.arriving.arrive(`fee/${feeId}`, { portfolioId, what: { kind: 'fee', amount } }, ask);
    return {};
  }
}
