import { Module } from '@nestjs/common';
import { EngineModule } from '../engine/engine.module.js';
import { Checker, Rechecks } from './checker.js';
import { ChecksController } from './checks.controller.js';
import { Verdicts, WithdrawalTotals } from './checks.repository.js';
import { WithdrawalsCheck } from './withdrawals-check.js';

/** The invariants of spec/canonical.md. */
@Module({
  imports: [EngineModule],
  controllers: [ChecksController],
  providers: [Checker, Rechecks, Verdicts, WithdrawalTotals, WithdrawalsCheck],
  exports: [Rechecks],
})
export class ChecksModule {}
