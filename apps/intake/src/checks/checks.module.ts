import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { ChecksController } from './checks.controller.js';
import { WithdrawalTotals } from './withdrawal-totals.repository.js';
import { WithdrawalsCheck } from './withdrawals-check.js';

/** Intake's part of the invariants of spec/canonical.md: its own withdrawals. */
@Module({ imports: [EngineModule], controllers: [ChecksController], providers: [WithdrawalTotals, WithdrawalsCheck] })
export class ChecksModule {}
