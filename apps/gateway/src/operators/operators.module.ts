import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { serveDialect } from '../dialects/dialect-factory.js';
import { scopedKey } from '../openapi/openapi-document.js';
import { SandboxModule } from '../sandbox/sandbox.module.js';
import { WithdrawalsModule } from '../withdrawals/withdrawals.module.js';
import { shapes } from './answers.js';
import { AuditController, BankReportsController, InvariantsController, ReconciliationsController } from './checks.controller.js';
import { ClientsController, TenantsController } from './clients.controller.js';
import { DocumentsController, LimitsController, ReferralsController } from './compliance.controller.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { EventStreams } from './event-streams.js';
import { EventsController } from './events.controller.js';
import { FeeSchedulesController } from './fee-schedules.controller.js';
import { LedgerController } from './ledger.controller.js';
import { operatorsDialect, operatorsErrors } from './operator-errors.js';
import { ActionPreviewsController, OutlookController, OverviewController } from './overview.controller.js';
import { PausesController } from './pauses.controller.js';
import { SandboxController, SimulationsController } from './sandbox.controller.js';
import { DeliveriesController, SubscriptionsController } from './webhooks.controller.js';
import { WithdrawalIds } from './withdrawal.view.js';
import { WithdrawalsController } from './withdrawals.controller.js';

/** Which tenant a platform operator's request is for. */
const tenantHeader = { name: 'Sluice-Tenant', in: 'header', required: false, description: 'The tenant that the request is for, where the key may act for others than its own.', schema: { type: 'string' } };

/** Everything for operators, in the sandbox and outside of it; one controller for each subject. */
export const operators = serveDialect({
  dialect: operatorsDialect,
  prefix: '/ops/v1',
  title: 'Sluice, for operators',
  description: 'What Sluice does with the withdrawals of every dialect, and what can be done about it. A key belongs to one tenant; a platform operator’s may act for others too. `/clock`, `/sandbox` and `/simulations` are there in a sandbox only.',
  shapes,
  security: scopedKey,
  errors: operatorsErrors,
  guarded: { problems: [], parameters: [tenantHeader] },
  descriptions: { 401: 'The key is missing or not valid.', 403: 'The key lacks the scope.' },
  documentRoutes: 'OpenApiRoutes',
  routes: (documentRoutes) => [
    documentRoutes, WithdrawalsController, ReferralsController, DocumentsController, LimitsController, LedgerController, EventsController, DeliveriesController, SubscriptionsController,
    DeadLettersController, InvariantsController, ReconciliationsController, BankReportsController, AuditController, TenantsController, ClientsController, FeeSchedulesController, PausesController,
    OverviewController, OutlookController, ActionPreviewsController, SandboxController, SimulationsController,
  ],
});

@Module({
  imports: [AccessModule, AuditModule, SandboxModule, WithdrawalsModule],
  controllers: operators.controllers,
  providers: [EventStreams, WithdrawalIds],
})
export class OperatorsModule {}
