import { Injectable } from '@nestjs/common';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { recordSchema } from './portfolio-withdrawal.js';

export const portfolioWithdrawals = aggregate({ collection: 'portfolio_withdrawals', state: recordSchema });

/** What came of every withdrawal from a portfolio, by its id. */
@Injectable()
export class PortfolioWithdrawals extends repositoryOf(portfolioWithdrawals) {}
