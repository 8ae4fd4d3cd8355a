import { Module } from '@nestjs/common';
import { Wallets } from './wallets.js';

/** Wallets, for every dialect. */
@Module({ providers: [Wallets], exports: [Wallets] })
export class WalletsModule {}
