import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.repository.js';
import { AuditController } from './audit.controller.js';

/** What operators did, one chain of records for each tenant. */
@Module({ controllers: [AuditController], providers: [AuditLog], exports: [AuditLog] })
export class AuditModule {}
