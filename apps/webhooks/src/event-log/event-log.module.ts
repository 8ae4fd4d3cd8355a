import { Module } from '@nestjs/common';
import { EventLogController, LogBroadcast } from './event-log.controller.js';
import { EventLog } from './event-log.js';
import { EventLogCheck } from './event-log-check.repository.js';
import { EventRecords } from './event-records.js';
import { EventRecordsRepository } from './event-records.repository.js';

@Module({
  controllers: [EventLogController],
  providers: [EventLog, EventLogCheck, LogBroadcast, { provide: EventRecords, useClass: EventRecordsRepository }],
  exports: [EventLog, EventRecords],
})
export class EventLogModule {}
