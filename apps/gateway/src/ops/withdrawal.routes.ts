import { Get, Headers, HttpCode, Post } from '@nestjs/common';
import { getCanonicalWithdrawal, operateWithdrawal } from '@sluice/contract-intake';
import { newId } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { AuditLog } from '../ports/audit-log.js';
import { Services } from '../services/services.js';
import { OpsController } from './ops-controller.js';
import { PathId } from './path-id.js';
import { timeline } from './timeline.js';
import { stuckSteps, withdrawalsCsv, withdrawalsJson } from './withdrawal-list.js';
import { withdrawalBody } from './withdrawal-views.js';
import { actionSchema } from './withdrawal.schema.js';

type Action = 'retry-step' | 'fail' | 'cancel';

/** Withdrawals of every dialect as the engine knows them, and what an operator can do to one. */
@OpsController('')
export class WithdrawalRoutes {
  constructor(private readonly services: Services, private readonly log: AuditLog) {}

  @Get('withdrawals')
  @Needs('ops:read')
  list(@Incoming() call: Call, @Headers('accept') accept = ''): Promise<Reply> {
    return /\btext\/csv\b/i.test(accept) ? withdrawalsCsv(this.services, call) : withdrawalsJson(this.services, call);
  }

  @Get('withdrawals/:id')
  @Needs('ops:read')
  async read(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return jsonReply(200, withdrawalBody(call.tenantId, await this.services.ask(getCanonicalWithdrawal, { id }, call)));
  }

  @Get('withdrawals/:id/timeline')
  @Needs('ops:read')
  timeline(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return timeline(this.services, this.log, call, id);
  }

  @Get('stuck')
  @Needs('ops:read')
  stuck(@Incoming() call: Call): Promise<Reply> {
    return stuckSteps(this.services, call);
  }

  @Post('withdrawals/:id/actions/retry-step')
  @HttpCode(200)
  @Needs('ops:write')
  retryStep(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.operate(call, id, 'retry-step');
  }

  @Post('withdrawals/:id/actions/fail')
  @HttpCode(200)
  @Needs('ops:write')
  fail(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.operate(call, id, 'fail');
  }

  @Post('withdrawals/:id/actions/cancel')
  @HttpCode(200)
  @Needs('ops:write')
  cancel(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.operate(call, id, 'cancel');
  }

  private async operate(call: Call, id: string, action: Action): Promise<Reply> {
    const { reason } = readShape(actionSchema, call.json() ?? {});
    const view = await this.services.ask(operateWithdrawal, { id, action, actionId: newId(), reason }, call);
    return jsonReply(200, withdrawalBody(call.tenantId, view));
  }
}
