import { Controller, Delete, Post, UseGuards, UseInterceptors } from '@nestjs/common';
import { newId } from '@sluice/kernel';
import { AccessGuard } from '../access/access.guard.js';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readShape } from '../http/field-problems.js';
import { ReplyInterceptor } from '../http/reply.interceptor.js';
import { emptyReply, jsonReply, type Reply } from '../http/reply.js';
import { Simulators } from '../ports/simulators.js';
import { Services } from '../services/services.js';
import { poisonRequestOf, poisonSchema } from './dead-letter.schema.js';
import { SandboxGuard } from './sandbox.guard.js';
import { PortfolioSimulations } from './portfolio-simulations.js';
import { accruedFeeSchema, bankReturnSchema, depositSchema, faultSchema, holdingSchema, statusSchema } from './schema.js';
import { Simulations } from './simulations.js';

/** What happens to a tenant from outside: money, statuses, faults and returns. */
@Controller('ops/v1/simulations')
@UseGuards(SandboxGuard, AccessGuard)
@UseInterceptors(ReplyInterceptor)
export class SimulationRoutes {
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

  @Post('poison')
  @Needs('ops:write')
  async poison(@Incoming() call: Call): Promise<Reply> {
    const { service, count } = readShape(poisonSchema, call.json() ?? {});
    await this.services.ask(poisonRequestOf(service), { count }, call);
    return jsonReply(201, { id: newId() });
  }
}
