import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { Subscriptions } from './subscriptions.js';

/** Subscriptions to events and their secrets, for every dialect. */
@Module({ imports: [AccessModule], providers: [Subscriptions], exports: [Subscriptions] })
export class WebhooksModule {}
