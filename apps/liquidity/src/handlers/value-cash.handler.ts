import { Controller } from '@nestjs/common';
import { valueCash } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Portfolios } from '../adapters/portfolios.store.js';
import { ExchangeRates } from '../portfolio/rates.js';
import { roundedWorth, worthOfMoney } from '../portfolio/worth.js';

@Controller()
export class ValueCashHandler {
  constructor(private readonly portfolios: Portfolios, private readonly exchangeRates: ExchangeRates) {}

  @OnRequest(valueCash)
  async handle({ tenantId, body: { portfolioId, amounts } }: Ask<typeof valueCash>): Promise<ReplyOf<typeof valueCash>> {
    const { state: { currency: base } } = await this.portfolios.required(tenantId, portfolioId);
    const rates = await this.exchangeRates.known(base, amounts.map(({ currency }) => currency));
    return {
      values: amounts.map((amount) => {
        const worth = worthOfMoney(amount, rates);
        return { amount, value: worth === null ? null : roundedWorth(worth, base), fxRate: rates.get(amount.currency) ?? null };
      }),
    };
  }
}
