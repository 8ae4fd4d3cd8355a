import { applyDecorators, Controller, UseGuards, UseInterceptors } from '@nestjs/common';
import { AccessGuard } from '../access/access.guard.js';
import { ReplyInterceptor } from '../http/reply.interceptor.js';

/** Routes for operators, in the sandbox and outside of it. */
export const OpsController = (path: string): ClassDecorator =>
  applyDecorators(Controller(`ops/v1/${path}`), UseGuards(AccessGuard), UseInterceptors(ReplyInterceptor));
