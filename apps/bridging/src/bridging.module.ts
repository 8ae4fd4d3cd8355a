import { Module } from '@nestjs/common';
import { evmAggregates, EvmModule } from '@sluice/evm';
import { sharedRates } from '@sluice/persistence';
import { ServiceModule } from '@sluice/service-host';
import { legAggregates, LegsModule } from './legs/legs.module.js';

/** Which account of the sandbox's phrase is bridging's first relayer. */
const FIRST_RELAYER = 30;

@Module({
  imports: [
    ServiceModule.forRoot({ service: 'bridging', aggregates: [...legAggregates, ...evmAggregates, sharedRates] }), EvmModule.forRoot({ firstRelayer: FIRST_RELAYER }),
    LegsModule,
  ],
})
export class BridgingModule {}
