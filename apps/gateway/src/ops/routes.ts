import type { Type } from '@nestjs/common';
import { AuditRoutes } from './audit.routes.js';
import { BankLeftoverRoutes } from './bank-leftover.routes.js';
import { DeadLetterRoutes } from './dead-letter.routes.js';
import { OpsDocumentRoutes } from './document.routes.js';
import { EventRoutes } from './event.routes.js';
import { LedgerRoutes } from './ledger.routes.js';
import { LimitRoutes } from './limit.routes.js';
import { ReferralRoutes } from './referral.routes.js';
import { SandboxRoutes } from './sandbox.routes.js';
import { SimulationRoutes } from './simulation.routes.js';
import { WebhookRoutes } from './webhook.routes.js';
import { WithdrawalRoutes } from './withdrawal.routes.js';

/** Everything for operators, in the sandbox and outside of it; one controller for each subject. */
export const opsRoutes: readonly Type[] = [
  AuditRoutes, BankLeftoverRoutes, DeadLetterRoutes, OpsDocumentRoutes, EventRoutes, LedgerRoutes, LimitRoutes, ReferralRoutes, SandboxRoutes, SimulationRoutes, WebhookRoutes, WithdrawalRoutes,
];
