import { Controller } from '@nestjs/common';
import { sourceLiquidity } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { OnMessage } from '@sluice/messaging';
import { Plans } from '../adapters/plans.store.js';
import { sourcedPlan } from '../plans/source-liquidity.js';
import { planFor, withdrawalOf } from './addressee.js';

@Controller()
export class SourceLiquidityHandler {
  constructor(private readonly plans: Plans) {}

  @OnMessage(sourceLiquidity)
  async handle(message: Envelope<BodyOf<typeof sourceLiquidity>>): Promise<void> {
    await this.plans.change(withdrawalOf(message), message, (current) => sourcedPlan(planFor(message, current), message.body, newId));
  }
}
