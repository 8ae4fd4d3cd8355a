import { Controller } from '@nestjs/common';
import { bridge } from '@sluice/contract-bridging';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { Transfers } from '../adapters/transfers.store.js';
import { bridged } from '../transfers/bridging.js';
import { bridgingFor, withdrawalOf } from './addressee.js';

@Controller()
export class BridgeHandler {
  constructor(private readonly transfers: Transfers) {}

  @OnMessage(bridge)
  async handle(message: Envelope<BodyOf<typeof bridge>>): Promise<void> {
    await this.transfers.change(withdrawalOf(message), message, (current) => bridged(bridgingFor(message, current), message.body));
  }
}
