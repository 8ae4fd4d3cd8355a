import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { AccountWithdrawalsController } from './account-withdrawals.controller.js';

@Module({ imports: [EngineModule], controllers: [AccountWithdrawalsController] })
export class AccountWithdrawalsModule {}
