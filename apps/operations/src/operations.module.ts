import { Module } from '@nestjs/common';
import { ServiceModule } from '@sluice/service-host';
import { ChecksModule } from './checks/checks.module.js';
import { verdicts } from './checks/verdicts.repository.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { reconciliations } from './reconciliation/reconciliations.repository.js';

@Module({
  imports: [
    ServiceModule.forRoot({ service: 'operations', aggregates: [verdicts, reconciliations] }),
    ChecksModule, ReconciliationModule,
  ],
})
export class OperationsModule {}
