import { Get } from '@nestjs/common';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import type { Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { bankFiles, unmatchedReports } from './bank-leftovers.js';
import { OpsController } from './ops-controller.js';

/** What the bank sent and nobody could act on. */
@OpsController('')
export class BankLeftoverRoutes {
  constructor(private readonly services: Services) {}

  @Get('bank-files')
  @Needs('ops:read')
  bankFiles(@Incoming() call: Call): Promise<Reply> {
    return bankFiles(this.services, call);
  }

  @Get('unmatched-reports')
  @Needs('ops:read')
  unmatchedReports(@Incoming() call: Call): Promise<Reply> {
    return unmatchedReports(this.services, call);
  }
}
