import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { HoldsController } from './holds.controller.js';

/** Commands about holds; the holds themselves are in their account's document. */
@Module({ imports: [AccountsModule], controllers: [HoldsController], exports: [] })
export class HoldsModule {}
