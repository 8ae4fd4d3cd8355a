import { Get } from '@nestjs/common';
import { getVerdict } from '@sluice/contract-intake';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { OpsController } from './ops-controller.js';

/** Every withdrawal of the tenant may have to be read, twice. */
const PATIENCE_MS = 30_000;

/** Whether what must always hold does, by the running checker's last verdict. */
@OpsController('invariants')
export class InvariantRoutes {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  async read(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, await this.services.ask(getVerdict, {}, { tenantId: call.tenantId, patienceMs: PATIENCE_MS }));
  }
}
