import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { PortfolioWithdrawalsController } from './portfolio-withdrawals.controller.js';

@Module({ imports: [EngineModule], controllers: [PortfolioWithdrawalsController] })
export class PortfolioWithdrawalsModule {}
