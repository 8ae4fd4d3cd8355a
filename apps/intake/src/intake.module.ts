import { Module } from '@nestjs/common';
import { ServiceModule } from '@sluice/service-host';
import { RECONCILIATIONS, Reconciliations, reconciliationsSchema } from './adapters/reconciliations.store.js';
import { VERDICTS, Verdicts, verdictsSchema } from './adapters/verdicts.store.js';
import { totalsAggregates, WithdrawalTotals } from './adapters/withdrawal-totals.js';
import { WITHDRAWALS, Withdrawals, withdrawalsSchema } from './adapters/withdrawals.store.js';
import { Checker } from './checking/checker.js';
import { Reconciler } from './checking/reconciler.js';
import { Looks } from './checking/looks.js';
import { RunningChecker } from './checking/running-checker.js';
import { WithdrawalGauges } from './checking/withdrawal-gauges.js';
import { Admission } from './admission.js';
import { WithdrawalsLook } from './checking/withdrawals-look.js';
import { Checks } from './checks.js';
import { Deadlines } from './deadlines.js';
import { AcceptWithdrawalHandler } from './handlers/accept-withdrawal.handler.js';
import { BookWalletDepositHandler } from './handlers/book-wallet-deposit.handler.js';
import { CancelWithdrawalHandler } from './handlers/cancel-withdrawal.handler.js';
import { CancelPortfolioWithdrawalHandler } from './handlers/cancel-portfolio-withdrawal.handler.js';
import { CreateWithdrawalHandler } from './handlers/create-withdrawal.handler.js';
import { GetPortfolioWithdrawalHandler } from './handlers/get-portfolio-withdrawal.handler.js';
import { GetCanonicalWithdrawalHandler } from './handlers/get-canonical-withdrawal.handler.js';
import { GetWithdrawalHandler } from './handlers/get-withdrawal.handler.js';
import { GetReconciliationHandler } from './handlers/get-reconciliation.handler.js';
import { ListReconciliationsHandler } from './handlers/list-reconciliations.handler.js';
import { ReconcileHandler } from './handlers/reconcile.handler.js';
import { GetVerdictHandler } from './handlers/get-verdict.handler.js';
import { ListPortfolioWithdrawalsHandler } from './handlers/list-portfolio-withdrawals.handler.js';
import { ListCanonicalWithdrawalsHandler } from './handlers/list-canonical-withdrawals.handler.js';
import { ListWithdrawalsHandler } from './handlers/list-withdrawals.handler.js';
import { OperateWithdrawalHandler } from './handlers/operate-withdrawal.handler.js';
import { ParticipantsAnswers, participantsAnswersHandlers } from './handlers/participants-answers.handler.js';
import { GetWalletWithdrawalHandler } from './handlers/get-wallet-withdrawal.handler.js';
import { ListWalletWithdrawalsHandler } from './handlers/list-wallet-withdrawals.handler.js';
import { RetryPayoutLegHandler } from './handlers/retry-payout-leg.handler.js';
import { NameListedHandler } from './handlers/name-listed.handler.js';
import { TellBalanceHandler } from './handlers/tell-balance.handler.js';
import { StopPayoutLegHandler } from './handlers/stop-payout-leg.handler.js';
import { StopWalletWithdrawalHandler } from './handlers/stop-wallet-withdrawal.handler.js';
import { WatchNamesHandler } from './handlers/watch-names.handler.js';
import { WithdrawFromPortfolioHandler } from './handlers/withdraw-from-portfolio.handler.js';
import { WithdrawFromWalletHandler } from './handlers/withdraw-from-wallet.handler.js';
import { IntakeConfig } from './intake.config.js';
import { Orders } from './orders.js';

@Module({
  imports: [ServiceModule.forRoot({ service: 'intake', aggregates: [{ name: WITHDRAWALS, schema: withdrawalsSchema }, { name: VERDICTS, schema: verdictsSchema }, { name: RECONCILIATIONS, schema: reconciliationsSchema }, ...totalsAggregates] })],
  controllers: [
    CreateWithdrawalHandler, AcceptWithdrawalHandler, CancelWithdrawalHandler, GetWithdrawalHandler, ListWithdrawalsHandler,
    WithdrawFromWalletHandler, GetWalletWithdrawalHandler, ListWalletWithdrawalsHandler, StopWalletWithdrawalHandler, StopPayoutLegHandler, RetryPayoutLegHandler,
    WithdrawFromPortfolioHandler, GetPortfolioWithdrawalHandler, ListPortfolioWithdrawalsHandler, CancelPortfolioWithdrawalHandler,
    GetCanonicalWithdrawalHandler, ListCanonicalWithdrawalsHandler, OperateWithdrawalHandler, TellBalanceHandler, WatchNamesHandler, NameListedHandler, BookWalletDepositHandler, GetVerdictHandler,
    ReconcileHandler, GetReconciliationHandler, ListReconciliationsHandler,
    ...participantsAnswersHandlers,
  ],
  providers: [
    IntakeConfig, Withdrawals, Verdicts, Admission, Checks, Orders, Deadlines, ParticipantsAnswers, WithdrawalTotals, WithdrawalsLook, Checker, Looks, RunningChecker, Reconciler, Reconciliations,
    WithdrawalGauges,
  ],
})
export class IntakeModule {}
