import { applyDecorators, Controller, UseGuards, UseInterceptors } from '@nestjs/common';
import { AccessGuard } from '../../access/access.guard.js';
import { ReplyInterceptor } from '../../http/reply.interceptor.js';
import { VersionGuard } from './version.guard.js';

/** Routes of the dialect for clients with a token. */
export const WealthKernelController = (path: string): ClassDecorator =>
  applyDecorators(Controller(`wealthkernel/${path}`), UseGuards(AccessGuard, VersionGuard), UseInterceptors(ReplyInterceptor));
