import { Controller, Module, type Type } from '@nestjs/common';
import * as bridging from '@sluice/contract-bridging';
import * as compliance from '@sluice/contract-compliance';
import type { Envelope, MessageContract } from '@sluice/contract-kit';
import * as ledger from '@sluice/contract-ledger';
import * as liquidity from '@sluice/contract-liquidity';
import * as payout from '@sluice/contract-payout';
import { OnMessage } from '@sluice/messaging';
import { IntakeConfig } from '../intake.config.js';
import { Admission } from './admission.js';
import { RunningTables } from './running-tables.repository.js';
import { WithdrawalGauges } from './withdrawal.metrics.js';
import { WithdrawalProcess } from './withdrawal.process.js';
import { Withdrawals } from './withdrawals.repository.js';

const answers = [bridging, compliance, ledger, liquidity, payout]
  .flatMap((contracts): unknown[] => Object.values(contracts))
  .filter((entry): entry is MessageContract => typeof entry === 'object' && entry !== null && 'kind' in entry && entry.kind === 'answer');

/** A controller for each answer that any participant can give: all of them go to the tables. */
function answerControllerOf(contract: MessageContract): Type {
  @Controller()
  class AnswerController {
    constructor(private readonly process: WithdrawalProcess) {}

    @OnMessage(contract)
    handle(message: Envelope): Promise<void> {
      return this.process.answer(message);
    }
  }
  return AnswerController;
}

/** Runs the tables on stored withdrawals. */
@Module({
  controllers: answers.map(answerControllerOf),
  providers: [IntakeConfig, Withdrawals, WithdrawalProcess, Admission, RunningTables, WithdrawalGauges],
  exports: [Withdrawals, WithdrawalProcess, Admission, RunningTables],
})
export class EngineModule {}
