import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AuditLog } from './audit-log.repository.js';
import { AuditInterceptor } from './audit.interceptor.js';

/** What operators did, recorded around every one of their requests that changes something. */
@Module({ providers: [AuditLog, { provide: APP_INTERCEPTOR, useClass: AuditInterceptor }], exports: [AuditLog] })
export class AuditModule {}
