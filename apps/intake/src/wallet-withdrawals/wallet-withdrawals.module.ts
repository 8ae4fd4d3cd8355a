import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { WalletWithdrawalsController } from './wallet-withdrawals.controller.js';

@Module({ imports: [EngineModule], controllers: [WalletWithdrawalsController] })
export class WalletWithdrawalsModule {}
