import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AuditLog } from './audit-log.repository.js';
import { AuditInterceptor } from './audit.interceptor.js';
import { RefusedCredentials } from './refused-credentials.js';

/** What operators did, recorded around every one of their requests that changes something, and whose credentials were refused. */
@Module({ providers: [AuditLog, RefusedCredentials, { provide: APP_INTERCEPTOR, useClass: AuditInterceptor }], exports: [AuditLog, RefusedCredentials] })
export class AuditModule {}
