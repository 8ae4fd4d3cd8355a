import { Module } from '@nestjs/common';
import { ServiceModule } from '@sluice/service-host';
import { TRANSFERS, Transfers, transfersSchema } from './adapters/transfers.store.js';
import { BridgeHandler } from './handlers/bridge.handler.js';
import { RecallBridgeHandler } from './handlers/recall-bridge.handler.js';

@Module({
  imports: [ServiceModule.forRoot({ service: 'bridging', aggregates: [{ name: TRANSFERS, schema: transfersSchema }] })],
  controllers: [BridgeHandler, RecallBridgeHandler],
  providers: [Transfers],
})
export class BridgingModule {}
