import { Module } from '@nestjs/common';
import { ServiceModule } from '@sluice/service-host';
import { ChecksModule } from './checks/checks.module.js';
import { VERDICTS, verdictsSchema } from './checks/verdicts.repository.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { RECONCILIATIONS, reconciliationsSchema } from './reconciliation/reconciliations.repository.js';

@Module({
  imports: [
    ServiceModule.forRoot({ service: 'operations', aggregates: [{ name: VERDICTS, schema: verdictsSchema }, { name: RECONCILIATIONS, schema: reconciliationsSchema }] }),
    ChecksModule, ReconciliationModule,
  ],
})
export class OperationsModule {}
