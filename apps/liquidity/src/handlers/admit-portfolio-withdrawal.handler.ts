import { Controller } from '@nestjs/common';
import { admitPortfolioWithdrawal } from '@sluice/contract-liquidity';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { AdmissionProcess } from '../portfolio-withdrawal/admitting.js';
import { withdrawalOf } from './addressee.js';

@Controller()
export class AdmitPortfolioWithdrawalHandler {
  constructor(private readonly admitting: AdmissionProcess) {}

  @OnMessage(admitPortfolioWithdrawal)
  async handle(message: Envelope<BodyOf<typeof admitPortfolioWithdrawal>>): Promise<void> {
    await this.admitting.admit(withdrawalOf(message), message);
  }
}
