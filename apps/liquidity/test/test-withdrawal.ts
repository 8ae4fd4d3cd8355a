import type { BodyOf, MessageContract } from '@sluice/contract-kit';
import {
  admitPortfolioWithdrawal, bookPortfolioReturn, cashRaised, completePortfolioWithdrawal, portfolioReleased, portfolioWithdrawalAdmitted, portfolioWithdrawalRefused,
  raiseCash, releasePortfolio, stopRaising,
} from '@sluice/contract-liquidity';
import { newId, type MoneyJson } from '@sluice/kernel';
import type { Message } from '@sluice/builders';
import { pounds, type TestPortfolio } from './portfolio-world.js';

type Order = Partial<Omit<BodyOf<typeof admitPortfolioWithdrawal>, 'portfolioId'>>;

/** Years before the custodian's calendar ends. */
const MOST_DAYS = 3_000;

/** What intake asks about one withdrawal. */
export class TestWithdrawal {
  readonly id = newId();

  constructor(readonly portfolio: TestPortfolio) {}

  static async admitted(portfolio: TestPortfolio, order: Order): Promise<TestWithdrawal> {
    const withdrawal = new TestWithdrawal(portfolio);
    await withdrawal.admit(order);
    await withdrawal.next(portfolioWithdrawalAdmitted);
    return withdrawal;
  }

  /** A specified amount of pounds out of cash. */
  static of = (pence: string, cash: readonly MoneyJson[] = []): Order => ({ type: 'specified', consideration: { currency: 'GBP', amount: pence }, cash: [...cash] });

  admit({ type = 'full', consideration, closePortfolio = false, cash = [] }: Order = {}, id = newId()): Promise<string> {
    return this.send(admitPortfolioWithdrawal, { type, closePortfolio, cash, ...(consideration && { consideration }) }, id);
  }

  raise = (): Promise<string> => this.send(raiseCash, {});
  stop = (): Promise<string> => this.send(stopRaising, {});
  release = (): Promise<string> => this.send(releasePortfolio, {});
  complete = (paid: MoneyJson, fee: MoneyJson = pounds('0')): Promise<string> => this.send(completePortfolioWithdrawal, { paid, fee });
  giveBack = (returnId: string, amount: MoneyJson): Promise<string> => this.send(bookPortfolioReturn, { returnId, amount });

  /** The next answer of this type about this withdrawal. */
  async next<C extends MessageContract>(contract: C): Promise<Message<C>> {
    for (;;) {
      const message = await this.portfolio.next(contract);
      if (message.withdrawalId === this.id) return message;
    }
  }

  /** The next answer of this type, however late it is on the tenant's clock: an order that is matched after the clock was moved settles days after that. */
  async nextInTime<C extends MessageContract>(contract: C): Promise<Message<C>> {
    for (let days = 1; !this.portfolio.hasSeen(contract, this.id) && days < MOST_DAYS; days += 1) await this.portfolio.settings('clock', days * 86_400_000);
    return this.next(contract);
  }

  async refusal(): Promise<string> {
    return (await this.next(portfolioWithdrawalRefused)).body.reason;
  }

  async released(): Promise<void> {
    await this.release();
    await this.next(portfolioReleased);
  }

  async raised(): Promise<BodyOf<typeof cashRaised>['sales']> {
    await this.raise();
    return (await this.next(cashRaised)).body.sales;
  }

  private send<C extends MessageContract>(contract: C, more: object, id = newId()): Promise<string> {
    return this.portfolio.send(contract, { portfolioId: this.portfolio.id, ...more } as never, this.id, id);
  }
}
