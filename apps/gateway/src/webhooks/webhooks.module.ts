import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { Subscriptions } from './subscriptions.js';

/** Subscriptions to events and their secrets, whatever dialect they are asked for in. */
@Module({ imports: [AccessModule], providers: [Subscriptions], exports: [Subscriptions] })
export class WebhooksModule {}
