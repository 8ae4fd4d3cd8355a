import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { EventLogModule } from '../event-log/event-log.module.js';
import { SubscriptionsModule } from '../subscriptions/subscriptions.module.js';
import { ChosenEvents } from './chosen-events.js';
import { ReplaysController } from './replays.controller.js';
import { ReplaysRepository } from './replays.repository.js';

@Module({ imports: [EventLogModule, SubscriptionsModule, DeliveriesModule], controllers: [ReplaysController], providers: [ReplaysRepository, ChosenEvents], exports: [] })
export class ReplaysModule {}
