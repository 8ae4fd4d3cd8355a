import { Module } from '@nestjs/common';
import { ChecksModule } from '../checks/checks.module.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { ReconciliationGauges } from './reconciliation.metrics.js';
import { Reconciler } from './reconciliation.process.js';
import { Reconciliations } from './reconciliations.repository.js';

/** Our records against those of the bank, the custodian and the chains. */
@Module({ imports: [ChecksModule], controllers: [ReconciliationController], providers: [Reconciler, Reconciliations, ReconciliationGauges] })
export class ReconciliationModule {}
