import { Module } from '@nestjs/common';
import { ServiceModule } from '@sluice/service-host';
import { WITHDRAWALS, Withdrawals, withdrawalsSchema } from './adapters/withdrawals.store.js';
import { Checks } from './checks.js';
import { Deadlines } from './deadlines.js';
import { AcceptWithdrawalHandler } from './handlers/accept-withdrawal.handler.js';
import { CancelWithdrawalHandler } from './handlers/cancel-withdrawal.handler.js';
import { CreateWithdrawalHandler } from './handlers/create-withdrawal.handler.js';
import { GetWithdrawalHandler } from './handlers/get-withdrawal.handler.js';
import { ListWithdrawalsHandler } from './handlers/list-withdrawals.handler.js';
import { ParticipantsAnswers, participantsAnswersHandlers } from './handlers/participants-answers.handler.js';
import { Orders } from './orders.js';

@Module({
  imports: [ServiceModule.forRoot({ service: 'intake', aggregates: [{ name: WITHDRAWALS, schema: withdrawalsSchema }] })],
  controllers: [
    CreateWithdrawalHandler, AcceptWithdrawalHandler, CancelWithdrawalHandler, GetWithdrawalHandler, ListWithdrawalsHandler,
    ...participantsAnswersHandlers,
  ],
  providers: [Withdrawals, Checks, Orders, Deadlines, ParticipantsAnswers],
})
export class IntakeModule {}
