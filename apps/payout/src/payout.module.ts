import { Module } from '@nestjs/common';
import { EvmModule } from '@sluice/evm';
import { ServiceModule } from '@sluice/service-host';
import { bankPaymentsAggregates, BankPaymentsModule } from './bank-payments/bank-payments.module.js';
import { chainPaymentsAggregates, ChainPaymentsModule } from './chain-payments/chain-payments.module.js';
import { payeesAggregates, PayeesModule } from './payees/payees.module.js';
import { PayoutConfigModule, readDataKeys } from './payout.config.js';
import { pausesAggregates, PausesModule } from './pauses/pauses.module.js';
import { receiptsAggregates, ReceiptsModule } from './receipts/receipts.module.js';
import { reconciliationAggregates, ReconciliationModule } from './reconciliation/reconciliation.module.js';

/** The first account of the sandbox's phrase that sends for this service. */
const FIRST_RELAYER = 40;

const aggregates = [...payeesAggregates, ...bankPaymentsAggregates, ...chainPaymentsAggregates, ...receiptsAggregates, ...reconciliationAggregates, ...pausesAggregates];

@Module({
  imports: [
    ServiceModule.forRoot({ service: 'payout', aggregates, dataKeys: readDataKeys }), EvmModule.forRoot({ firstRelayer: FIRST_RELAYER }), PayoutConfigModule,
    PayeesModule, BankPaymentsModule, ChainPaymentsModule, ReceiptsModule, ReconciliationModule, PausesModule,
  ],
})
export class PayoutModule {}
