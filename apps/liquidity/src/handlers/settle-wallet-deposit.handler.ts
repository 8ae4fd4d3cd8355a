import { Controller } from '@nestjs/common';
import { settleWalletDeposit } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { DepositBooking } from '../deposits/deposit-booking.js';

@Controller()
export class SettleWalletDepositHandler {
  constructor(private readonly booking: DepositBooking) {}

  @OnMessage(settleWalletDeposit)
  async handle(message: Envelope<BodyOf<typeof settleWalletDeposit>>): Promise<void> {
    await this.booking.settle(message.body, message);
  }
}
