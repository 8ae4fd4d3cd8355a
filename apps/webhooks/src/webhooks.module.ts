import { Module } from '@nestjs/common';
import { ServiceModule } from '@sluice/service-host';
import { EVENTS, eventsSchema, HELD_CHANGES, heldChangesSchema } from './adapters/event.schemas.js';
import { MongoEventRecords } from './adapters/mongo-event-records.js';
import { EventLog } from './events/event-log.js';
import { ListEventsHandler } from './handlers/list-events.handler.js';
import { RecordChangeHandler } from './handlers/record-change.handler.js';
import { EventRecords } from './ports/event-records.js';

@Module({
  imports: [
    ServiceModule.forRoot({
      service: 'webhooks',
      aggregates: [{ name: EVENTS, schema: eventsSchema, collection: EVENTS }, { name: HELD_CHANGES, schema: heldChangesSchema, collection: HELD_CHANGES }],
    }),
  ],
  controllers: [RecordChangeHandler, ListEventsHandler],
  providers: [EventLog, { provide: EventRecords, useClass: MongoEventRecords }],
})
export class WebhooksModule {}
