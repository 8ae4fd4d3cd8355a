import { Module } from '@nestjs/common';
import { BankAccounts, Portfolios } from './portfolios.js';

/** Parties, portfolios and bank accounts, for every dialect. */
@Module({ providers: [Portfolios, BankAccounts], exports: [Portfolios, BankAccounts] })
export class PortfoliosModule {}
