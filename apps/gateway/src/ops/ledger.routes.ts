import { Get } from '@nestjs/common';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import type { Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { ledgerAccounts, ledgerEntries, ledgerTrialBalance } from './ledger-views.js';
import { OpsController } from './ops-controller.js';
import { WithdrawalIds } from './withdrawal-ids.js';

/** The ledger's books. */
@OpsController('ledger')
export class LedgerRoutes {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds) {}

  @Get('accounts')
  @Needs('ops:read')
  accounts(@Incoming() call: Call): Promise<Reply> {
    return ledgerAccounts(this.services, call);
  }

  @Get('entries')
  @Needs('ops:read')
  entries(@Incoming() call: Call): Promise<Reply> {
    return ledgerEntries(this.services, this.ids, call);
  }

  @Get('trial-balance')
  @Needs('ops:read')
  trialBalance(@Incoming() call: Call): Promise<Reply> {
    return ledgerTrialBalance(this.services, call);
  }
}
