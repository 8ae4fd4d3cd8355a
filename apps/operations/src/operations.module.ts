import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { ServiceModule } from '@sluice/service-host';
import { auditEndSchema, auditSchema } from './audit/audit-log.repository.js';
import { AuditModule } from './audit/audit.module.js';
import { ChecksModule } from './checks/checks.module.js';
import { verdicts } from './checks/verdicts.repository.js';
import { DeadLettersModule } from './dead-letters/dead-letters.module.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { reconciliations } from './reconciliation/reconciliations.repository.js';
import { TimelineModule } from './timeline/timeline.module.js';

const audit: ModelDefinition[] = [
  { name: 'audit_records', schema: auditSchema, collection: 'audit_records' },
  { name: 'audit_ends', schema: auditEndSchema, collection: 'audit_ends' },
];

@Module({
  imports: [
    ServiceModule.forRoot({ service: 'operations', aggregates: [verdicts, reconciliations, ...audit] }),
    ChecksModule, ReconciliationModule, AuditModule, TimelineModule, DeadLettersModule,
  ],
})
export class OperationsModule {}
