import { Module } from '@nestjs/common';
import { BankAccounts, Portfolios } from './portfolios.js';

/** Parties, portfolios and bank accounts, whatever dialect they are asked for in. */
@Module({ providers: [Portfolios, BankAccounts], exports: [Portfolios, BankAccounts] })
export class PortfoliosModule {}
