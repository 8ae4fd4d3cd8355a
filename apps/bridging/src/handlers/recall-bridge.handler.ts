import { Controller } from '@nestjs/common';
import { recallBridge } from '@sluice/contract-bridging';
import type { Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { Transfers } from '../adapters/transfers.store.js';
import { recalled } from '../transfers/bridging.js';
import { bridgingFor, withdrawalOf } from './addressee.js';

@Controller()
export class RecallBridgeHandler {
  constructor(private readonly transfers: Transfers) {}

  @OnMessage(recallBridge)
  async handle(message: Envelope): Promise<void> {
    await this.transfers.change(withdrawalOf(message), message, (current) => recalled(bridgingFor(message, current)));
  }
}
