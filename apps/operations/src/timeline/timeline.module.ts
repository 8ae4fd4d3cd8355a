import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { TimelineController } from './timeline.controller.js';

/** What happened to a withdrawal, in all services. */
@Module({ imports: [AuditModule], controllers: [TimelineController] })
export class TimelineModule {}
