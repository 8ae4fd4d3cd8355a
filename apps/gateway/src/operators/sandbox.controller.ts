import { Controller, Delete, Get, Post, Put, UseGuards, UseInterceptors } from '@nestjs/common';
import { setRules } from '@sluice/contract-compliance';
import { getCanonicalWithdrawal } from '@sluice/contract-intake';
import { deadLetterRequests } from '@sluice/contract-kit';
import { bookHolding, deposit, getAccount, openAccount, setAccountStatus } from '@sluice/contract-ledger';
import { accrueFee, depositHolding, depositToWallet, getPortfolio, recordCashDeposit, setPartyStatus, setPortfolioStatus, setWalletStatus } from '@sluice/contract-liquidity';
import { consumers } from '@sluice/contract-operations';
import { setBankAccountStatus, setCounterpartyStatus } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import { z } from 'zod';
import { AccessGuard } from '../access/access.guard.js';
import { Incoming, Needs, type Call } from '../access/call.js';
import { ReplyInterceptor } from '../http/reply.interceptor.js';
import { emptyReply, jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation, type OperationNotes } from '../openapi/operation.js';
import { PortfolioSimulations } from '../sandbox/portfolio-simulations.js';
import { Simulators } from '../sandbox/providers/simulators.http.js';
import { SandboxControl, SandboxGuard } from '../sandbox/sandbox-control.js';
import { accruedFeeSchema, advanceSchema, bankReturnSchema, depositSchema, faultSchema, holdingSchema, sandboxChangeSchema, statusSchema, type Sandbox } from '../sandbox/sandbox.js';
import { Simulations } from '../sandbox/simulations.js';
import { Services } from '../services/services.js';
import { clockShape, createdShape, sandboxShape, statusSetShape, type SandboxBody } from './answers.js';

/** Outside of the sandbox these paths do not exist. */
const sandboxOnly: Pick<OperationNotes, 'problems'> = { problems: ['unknown_path'] };
const amounts = ['invalid_amount', 'precision_overflow', 'currency_mismatch'] as const;

const clockBody = (now: Date) => ({ now: now.toISOString() });

const faultyMessagesSchema = z.object({ service: z.enum(consumers), count: z.int().min(1).max(1_000).default(1) });

const sandboxBody = ({ pace, rfi }: Sandbox): SandboxBody => ({
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
  @Operation({ summary: 'Read the tenant’s clock', answer: { status: 200, body: clockShape }, ...sandboxOnly })
  async clock(@Incoming() { tenantId }: Call): Promise<Reply> {
    return jsonReply(200, clockBody(await this.control.now(tenantId)));
  }

  @Post('clock/advance')
  @Needs('ops:write')
  @Operation({
    summary: 'Move the tenant’s clock ahead', body: { schema: advanceSchema, example: { by: 'PT48H' } }, answer: { status: 200, body: clockShape }, ...sandboxOnly,
  })
  async advance(@Incoming() call: Call): Promise<Reply> {
    const { by } = readShape(advanceSchema, call.json() ?? {});
    return jsonReply(200, clockBody(await this.control.advance(call.tenantId, by)));
  }

  @Get('sandbox')
  @Needs('ops:read')
  @Operation({ summary: 'Read pace and rules', answer: { status: 200, body: sandboxShape }, ...sandboxOnly })
  async read(@Incoming() { tenantId }: Call): Promise<Reply> {
    return jsonReply(200, sandboxBody(await this.control.read(tenantId)));
  }

  @Put('sandbox')
  @Needs('ops:write')
  @Operation({
    summary: 'Change pace and rules', description: 'What is not given stays as it is.', body: { schema: sandboxChangeSchema, optional: true, example: { pace: 'clock', rfi: { autoReview: false } } },
    answer: { status: 200, body: sandboxShape }, requests: [setRules], ...sandboxOnly,
  })
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
  @Operation({
    summary: 'Let money arrive', body: { schema: depositSchema, example: { target: 'acc_777666555444333', amount: '1250.00', currency: 'USD' } }, answer: { status: 201, body: createdShape },
    requests: [getAccount, deposit, getPortfolio, openAccount, recordCashDeposit, depositToWallet], problems: ['unknown_path', ...amounts],
  })
  async deposit(@Incoming() call: Call): Promise<Reply> {
    const id = newId();
    await this.simulations.deposit(call.tenantId, id, readShape(depositSchema, call.json() ?? {}));
    return jsonReply(201, { id });
  }

  @Post('holdings')
  @Needs('ops:write')
  @Operation({
    summary: 'Let a holding arrive in a portfolio', answer: { status: 201, body: createdShape }, requests: [depositHolding, bookHolding], ...sandboxOnly,
    body: { schema: holdingSchema, example: { portfolioId: 'prt-abcdefghij2345', isin: 'GB00B3X7QG63', quantity: '10', price: '12.50', currency: 'GBP' } },
  })
  async holding(@Incoming() call: Call): Promise<Reply> {
    const id = newId();
    await this.portfolios.holding(call.tenantId, id, readShape(holdingSchema, call.json() ?? {}));
    return jsonReply(201, { id });
  }

  @Post('accrued-fees')
  @Needs('ops:write')
  @Operation({
    summary: 'Let a fee accrue on a portfolio', body: { schema: accruedFeeSchema, example: { portfolioId: 'prt-abcdefghij2345', amount: '3.00', currency: 'GBP' } },
    answer: { status: 201, body: createdShape }, requests: [getPortfolio, accrueFee], problems: ['unknown_path', ...amounts],
  })
  async accrue(@Incoming() call: Call): Promise<Reply> {
    const id = newId();
    await this.portfolios.accrue(call.tenantId, id, readShape(accruedFeeSchema, call.json() ?? {}));
    return jsonReply(201, { id });
  }

  @Post('status')
  @Needs('ops:write')
  @Operation({
    summary: 'Put anything into a status, in its dialect’s words', body: { schema: statusSchema, example: { target: 'acc_777666555444333', status: 'FROZEN' } }, answer: { status: 200, body: statusSetShape },
    requests: [setAccountStatus, setCounterpartyStatus, setWalletStatus, setPartyStatus, setPortfolioStatus, setBankAccountStatus], ...sandboxOnly,
  })
  async status(@Incoming() call: Call): Promise<Reply> {
    const { target, status } = readShape(statusSchema, call.json() ?? {});
    await this.simulations.setStatus(call.tenantId, target, status);
    return jsonReply(200, { target, status });
  }

  @Post('faults')
  @Needs('ops:write')
  @Operation({
    summary: 'Let a provider fail', body: { schema: faultSchema, example: { port: 'bank', mode: 'reject', code: 'R03', count: 1 } }, answer: { status: 201, body: createdShape }, ...sandboxOnly,
  })
  async addFault(@Incoming() call: Call): Promise<Reply> {
    const { delay, ...fault } = readShape(faultSchema, call.json() ?? {});
    const id = newId();
    await this.simulators.addFault(call.tenantId, { ...fault, id, delayMs: delay });
    return jsonReply(201, { id });
  }

  @Delete('faults')
  @Needs('ops:write')
  @Operation({ summary: 'End all faults', answer: { status: 204 }, ...sandboxOnly })
  async clearFaults(@Incoming() { tenantId }: Call): Promise<Reply> {
    await this.simulators.clearFaults(tenantId);
    return emptyReply;
  }

  @Post('bank-returns')
  @Needs('ops:write')
  @Operation({
    summary: 'Let the bank send a payment back', body: { schema: bankReturnSchema, example: { withdrawalId: 'wth_777666555444333', code: 'R03' } }, answer: { status: 201, body: createdShape },
    requests: [getCanonicalWithdrawal], problems: ['unknown_path', 'invalid_status'],
  })
  async returnPayment(@Incoming() call: Call): Promise<Reply> {
    const { withdrawalId, code } = readShape(bankReturnSchema, call.json() ?? {});
    await this.simulations.returnPayment(call.tenantId, withdrawalId, code);
    return jsonReply(201, { id: newId() });
  }

  /** Messages that fail, which the service sends to itself. */
  @Post('poison')
  @Needs('ops:write')
  @Operation({
    summary: 'Put messages into a service’s queue that it cannot handle', body: { schema: faultyMessagesSchema, example: { service: 'ledger', count: 3 } }, answer: { status: 201, body: createdShape },
    requests: consumers.map((service) => deadLetterRequests(service).poison), ...sandboxOnly,
  })
  async faultyMessages(@Incoming() call: Call): Promise<Reply> {
    const { service, count } = readShape(faultyMessagesSchema, call.json() ?? {});
    await this.services.request(deadLetterRequests(service).poison, { count }, call);
    return jsonReply(201, { id: newId() });
  }
}
