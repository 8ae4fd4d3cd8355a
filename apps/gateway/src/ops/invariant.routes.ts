import { Get } from '@nestjs/common';
import { getVerdict } from '@sluice/contract-intake';
import { z } from 'zod';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { OpsController } from './ops-controller.js';

/** What has changed may have to be looked at several times. */
const PATIENCE_MS = 30_000;
/** Everything that is stored, too. */
const FULL_PATIENCE_MS = 80_000;

const querySchema = z.object({ full: z.enum(['true', 'false']).default('false') });

/** Whether what must always hold does, by the running checker's last verdict; with `full=true` by one that is made now, of everything that is stored. */
@OpsController('invariants')
export class InvariantRoutes {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  async read(@Incoming() call: Call): Promise<Reply> {
    const full = readShape(querySchema, call.query).full === 'true';
    return jsonReply(200, await this.services.ask(getVerdict, { full }, { tenantId: call.tenantId, patienceMs: full ? FULL_PATIENCE_MS : PATIENCE_MS }));
  }
}
