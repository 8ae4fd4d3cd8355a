import { Controller, Get, Post, Put, UseGuards, UseInterceptors } from '@nestjs/common';
import { AccessGuard } from '../access/access.guard.js';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readShape } from '../http/field-problems.js';
import { ReplyInterceptor } from '../http/reply.interceptor.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { SandboxControl } from '../sandbox/sandbox-control.js';
import { clockBody, sandboxBody } from './mapping.js';
import { SandboxGuard } from './sandbox.guard.js';
import { advanceSchema, sandboxChangeSchema } from './schema.js';

/** The tenant's clock and the pace of its outside world. */
@Controller('ops/v1')
@UseGuards(SandboxGuard, AccessGuard)
@UseInterceptors(ReplyInterceptor)
export class SandboxRoutes {
  constructor(private readonly control: SandboxControl) {}

  @Get('clock')
  @Needs('ops:read')
  async clock(@Incoming() { tenantId }: Call): Promise<Reply> {
    return jsonReply(200, clockBody(await this.control.now(tenantId)));
  }

  @Post('clock/advance')
  @Needs('ops:write')
  async advance(@Incoming() call: Call): Promise<Reply> {
    const { by } = readShape(advanceSchema, call.json() ?? {});
    return jsonReply(200, clockBody(await this.control.advance(call.tenantId, by)));
  }

  @Get('sandbox')
  @Needs('ops:read')
  async sandbox(@Incoming() { tenantId }: Call): Promise<Reply> {
    return jsonReply(200, sandboxBody(await this.control.read(tenantId)));
  }

  @Put('sandbox')
  @Needs('ops:write')
  async change(@Incoming() call: Call): Promise<Reply> {
    const change = readShape(sandboxChangeSchema, call.json() ?? {});
    return jsonReply(200, sandboxBody(await this.control.change(call.tenantId, change)));
  }
}
