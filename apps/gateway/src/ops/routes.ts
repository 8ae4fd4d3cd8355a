import type { Type } from '@nestjs/common';
import { AuditRoutes } from './audit.routes.js';
import { BankLeftoverRoutes } from './bank-leftover.routes.js';
import { ClientRoutes } from './client.routes.js';
import { DeadLetterRoutes } from './dead-letter.routes.js';
import { OpsDocumentRoutes } from './document.routes.js';
import { EventRoutes } from './event.routes.js';
import { FeeScheduleRoutes } from './fee-schedule.routes.js';
import { InvariantRoutes } from './invariant.routes.js';
import { LedgerRoutes } from './ledger.routes.js';
import { LimitRoutes } from './limit.routes.js';
import { ReconciliationRoutes } from './reconciliation.routes.js';
import { ReferralRoutes } from './referral.routes.js';
import { SandboxRoutes } from './sandbox.routes.js';
import { SimulationRoutes } from './simulation.routes.js';
import { SubscriptionRoutes } from './subscription.routes.js';
import { TenantRoutes } from './tenant.routes.js';
import { WebhookRoutes } from './webhook.routes.js';
import { WithdrawalRoutes } from './withdrawal.routes.js';

/** Everything for operators, in the sandbox and outside of it; one controller for each subject. */
export const opsRoutes: readonly Type[] = [
  AuditRoutes, BankLeftoverRoutes, ClientRoutes, DeadLetterRoutes, OpsDocumentRoutes, EventRoutes, FeeScheduleRoutes, InvariantRoutes, LedgerRoutes, LimitRoutes, ReconciliationRoutes,
  ReferralRoutes, SandboxRoutes, SimulationRoutes, SubscriptionRoutes, TenantRoutes, WebhookRoutes, WithdrawalRoutes,
];
