import { Get, HttpCode, Post } from '@nestjs/common';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import type { Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { deadLetters, discarded, redriven } from './dead-letters.js';
import { OpsController } from './ops-controller.js';

/** The messages that nobody could handle. */
@OpsController('dead-letters')
export class DeadLetterRoutes {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  list(@Incoming() call: Call): Promise<Reply> {
    return deadLetters(this.services, call);
  }

  @Post('redrive')
  @HttpCode(200)
  @Needs('ops:write')
  redrive(@Incoming() call: Call): Promise<Reply> {
    return redriven(this.services, call);
  }

  @Post('discard')
  @HttpCode(200)
  @Needs('ops:write')
  discard(@Incoming() call: Call): Promise<Reply> {
    return discarded(this.services, call);
  }
}
