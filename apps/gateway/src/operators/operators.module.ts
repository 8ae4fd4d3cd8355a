import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { SandboxModule } from '../sandbox/sandbox.module.js';
import { WithdrawalsModule } from '../withdrawals/withdrawals.module.js';
import { AuditController, BankReportsController, InvariantsController, ReconciliationsController } from './checks.controller.js';
import { ClientsController, TenantsController } from './clients.controller.js';
import { DocumentsController, LimitsController, ReferralsController } from './compliance.controller.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { EventsController } from './events.controller.js';
import { FeeSchedulesController } from './fee-schedules.controller.js';
import { LedgerController } from './ledger.controller.js';
import { SandboxController, SimulationsController } from './sandbox.controller.js';
import { DeliveriesController, SubscriptionsController } from './webhooks.controller.js';
import { WithdrawalIds } from './withdrawal.view.js';
import { WithdrawalsController } from './withdrawals.controller.js';

/** Everything for operators, in the sandbox and outside of it; one controller for each subject. */
@Module({
  imports: [AccessModule, AuditModule, SandboxModule, WithdrawalsModule],
  controllers: [
    AuditController, BankReportsController, ClientsController, DeadLettersController, DocumentsController, EventsController, FeeSchedulesController, InvariantsController, LedgerController,
    LimitsController, ReconciliationsController, ReferralsController, SandboxController, SimulationsController, SubscriptionsController, TenantsController, DeliveriesController,
    WithdrawalsController,
  ],
  providers: [WithdrawalIds],
})
export class OperatorsModule {}
