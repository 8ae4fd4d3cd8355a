import { Controller } from '@nestjs/common';
import { reserveLiquidity } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { ReservationProcess } from '../reservation/reserving.js';

@Controller()
export class ReserveLiquidityHandler {
  constructor(private readonly reserving: ReservationProcess) {}

  @OnMessage(reserveLiquidity)
  async handle(message: Envelope<BodyOf<typeof reserveLiquidity>>): Promise<void> {
    await this.reserving.reserve(message);
  }
}
