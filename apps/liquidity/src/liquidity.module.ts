import { Module } from '@nestjs/common';
import { ServiceModule } from '@sluice/service-host';
import { PLANS, Plans, plansSchema } from './adapters/plans.store.js';
import { ReturnLiquidityHandler } from './handlers/return-liquidity.handler.js';
import { SourceLiquidityHandler } from './handlers/source-liquidity.handler.js';

@Module({
  imports: [ServiceModule.forRoot({ service: 'liquidity', aggregates: [{ name: PLANS, schema: plansSchema }] })],
  controllers: [SourceLiquidityHandler, ReturnLiquidityHandler],
  providers: [Plans],
})
export class LiquidityModule {}
