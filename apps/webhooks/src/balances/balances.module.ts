import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { SubscriptionsModule } from '../subscriptions/subscriptions.module.js';
import { BalancesController } from './balances.controller.js';
import { WalletBalancesRepository } from './wallet-balances.repository.js';

@Module({ imports: [DeliveriesModule, SubscriptionsModule], controllers: [BalancesController], providers: [WalletBalancesRepository], exports: [] })
export class BalancesModule {}
