import { Module } from '@nestjs/common';
import { Wallets } from './wallets.js';

/** Wallets, whatever dialect they are asked for in. */
@Module({ providers: [Wallets], exports: [Wallets] })
export class WalletsModule {}
