import { isDeepStrictEqual } from 'node:util';
import { Get, Put } from '@nestjs/common';
import { getLimits, setLimits } from '@sluice/contract-compliance';
import type { AskOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { limitsSchema } from './case.schema.js';
import { OpsController } from './ops-controller.js';
import { cutReply } from './page-reply.js';

type Limits = AskOf<typeof setLimits>['limits'];

/** How often two operators can be in each other's way before one of them is told. */
const ATTEMPTS = 5;

/** How much a tenant's customers may withdraw. */
@OpsController('limits')
export class LimitRoutes {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  async read(@Incoming() call: Call): Promise<Reply> {
    const { limits } = await this.services.ask(getLimits, {}, call);
    return cutReply(call, limits);
  }

  /** All limits at once; what is not given is no limit any more. */
  @Put()
  @Needs('ops:write')
  async change(@Incoming() call: Call): Promise<Reply> {
    const { limits } = readShape(limitsSchema, call.json() ?? {});
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await this.set(call, limits)) return jsonReply(200, { data: limits, nextCursor: null });
    }
    throw new DomainError('invalid_status', 'Others are changing the limits at the same time.');
  }

  /** False when another change took the same revision: then it is in force, and not ours. */
  private async set(call: Call, limits: Limits): Promise<boolean> {
    const { revision } = await this.services.ask(getLimits, {}, call);
    const inForce = await this.services.ask(setLimits, { limits, revision: revision + 1 }, call);
    return inForce.revision === revision + 1 && isDeepStrictEqual(inForce.limits, limits);
  }
}
