import { Controller, Delete, Get, Post, Put, UseGuards, UseInterceptors } from '@nestjs/common';
import { deadLetterRequests } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { z } from 'zod';
import { AccessGuard } from '../access/access.guard.js';
import { Incoming, Needs, type Call } from '../access/call.js';
import { ReplyInterceptor } from '../http/reply.interceptor.js';
import { emptyReply, jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { PortfolioSimulations } from '../sandbox/portfolio-simulations.js';
import { Simulators } from '../sandbox/providers/simulators.http.js';
import { SandboxControl, SandboxGuard } from '../sandbox/sandbox-control.js';
import { accruedFeeSchema, advanceSchema, bankReturnSchema, depositSchema, faultSchema, holdingSchema, sandboxChangeSchema, statusSchema, type Sandbox } from '../sandbox/sandbox.js';
import { Simulations } from '../sandbox/simulations.js';
import { Services } from '../services/services.js';
import { consumers } from './dead-letters.controller.js';

const clockBody = (now: Date) => ({ now: now.toISOString() });

const faultyMessagesSchema = z.object({ service: z.enum(consumers), count: z.int().min(1).max(1_000).default(1) });

const sandboxBody = ({ pace, rfi }: Sandbox) => ({
  pace,
  rfi: {
    dialects: rfi.dialects,
    upFrontOver: rfi.upFrontOver,
    inReviewOver: rfi.inReviewOver,
    otherOver: rfi.otherOver,
    newCounterparty: rfi.newCounterparty,
    autoReview: rfi.autoReview,
  },
});

/** The tenant's clock and the pace of its outside world. */
@Controller('ops/v1')
@UseGuards(SandboxGuard, AccessGuard)
@UseInterceptors(ReplyInterceptor)
export class SandboxController {
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

/** What happens to a tenant from outside: money, statuses, faults and returns. */
@Controller('ops/v1/simulations')
@UseGuards(SandboxGuard, AccessGuard)
@UseInterceptors(ReplyInterceptor)
export class SimulationsController {
  constructor(
    private readonly simulations: Simulations,
    private readonly portfolios: PortfolioSimulations,
    private readonly simulators: Simulators,
    private readonly services: Services,
  ) {}

  @Post('deposits')
  @Needs('ops:write')
  async deposit(@Incoming() call: Call): Promise<Reply> {
    const id = newId();
    await this.simulations.deposit(call.tenantId, id, readShape(depositSchema, call.json() ?? {}));
    return jsonReply(201, { id });
  }

  @Post('holdings')
  @Needs('ops:write')
  async holding(@Incoming() call: Call): Promise<Reply> {
    const id = newId();
    await this.portfolios.holding(call.tenantId, id, readShape(holdingSchema, call.json() ?? {}));
    return jsonReply(201, { id });
  }

  @Post('accrued-fees')
  @Needs('ops:write')
  async accrue(@Incoming() call: Call): Promise<Reply> {
    const id = newId();
    await this.portfolios.accrue(call.tenantId, id, readShape(accruedFeeSchema, call.json() ?? {}));
    return jsonReply(201, { id });
  }

  @Post('status')
  @Needs('ops:write')
  async status(@Incoming() call: Call): Promise<Reply> {
    const { target, status } = readShape(statusSchema, call.json() ?? {});
    await this.simulations.setStatus(call.tenantId, target, status);
    return jsonReply(200, { target, status });
  }

  @Post('faults')
  @Needs('ops:write')
  async addFault(@Incoming() call: Call): Promise<Reply> {
    const { delay, ...fault } = readShape(faultSchema, call.json() ?? {});
    const id = newId();
    await this.simulators.addFault(call.tenantId, { ...fault, id, delayMs: delay });
    return jsonReply(201, { id });
  }

  @Delete('faults')
  @Needs('ops:write')
  async clearFaults(@Incoming() { tenantId }: Call): Promise<Reply> {
    await this.simulators.clearFaults(tenantId);
    return emptyReply;
  }

  @Post('bank-returns')
  @Needs('ops:write')
  async returnPayment(@Incoming() call: Call): Promise<Reply> {
    const { withdrawalId, code } = readShape(bankReturnSchema, call.json() ?? {});
    await this.simulations.returnPayment(call.tenantId, withdrawalId, code);
    return jsonReply(201, { id: newId() });
  }

  /** Messages that fail, which the service sends to itself. */
  @Post('poison')
  @Needs('ops:write')
  async faultyMessages(@Incoming() call: Call): Promise<Reply> {
    const { service, count } = readShape(faultyMessagesSchema, call.json() ?? {});
    await this.services.request(deadLetterRequests(service).poison, { count }, call);
    return jsonReply(201, { id: newId() });
  }
}
