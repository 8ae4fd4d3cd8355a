import { Controller } from '@nestjs/common';
import { returnLiquidity } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { Plans } from '../adapters/plans.store.js';
import { returnedPlan } from '../plans/return-liquidity.js';
import { planFor, withdrawalOf } from './addressee.js';

@Controller()
export class ReturnLiquidityHandler {
  constructor(private readonly plans: Plans) {}

  @OnMessage(returnLiquidity)
  async handle(message: Envelope<BodyOf<typeof returnLiquidity>>): Promise<void> {
    await this.plans.change(withdrawalOf(message), message, (current) => returnedPlan(planFor(message, current), message.body.accountId));
  }
}
