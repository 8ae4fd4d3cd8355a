import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CreditsController } from './credits.controller.js';

/** Money and holdings that come in. */
@Module({ imports: [AccountsModule], controllers: [CreditsController], exports: [] })
export class CreditsModule {}
