import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Body, ConflictException, Controller, Get, Headers, HttpCode, InternalServerErrorException, NotFoundException, Param, Post, Query, Res, ServiceUnavailableException } from '@nestjs/common';
import { z } from 'zod';
import { Faults, type Fault } from '../control/faults.js';
import { parsed } from '../parsed.js';
import { Bank } from './bank.js';
import { entryOf, instructionSchema, viewOf, type Instruction, type Payment } from './payment.js';

const DEFAULT_SLOW_MS = 2_000;

/** What a rail says of an account that is not there. */
const NO_ACCOUNT = { ACH: 'R03', WIRE: 'AC03', FPS: 'AC01', SEPA: 'AC01' } as const;

const recallSchema = z.object({ tenantId: z.string().min(1) });

/** The bank as its clients see it. */
@Controller('bank')
export class BankController {
  constructor(
    private readonly bank: Bank,
    private readonly faults: Faults,
  ) {}

  /** The same key with the same body has the same answer, with another body it is refused. */
  @Post('payments')
  @HttpCode(200)
  async submit(@Body() body: unknown, @Res({ passthrough: true }) response: ServerResponse, @Headers('traceparent') traceparent?: string): Promise<object> {
    const instruction = parsed(instructionSchema, body);
    const known = this.bank.find(instruction.key);
    if (known) return viewOf(sameAs(known, instruction));
    const fault = this.faults.strike(instruction.tenantId, 'bank');
    const payment = await this.take(instruction, fault, traceparent);
    if (fault?.mode === 'silent') await once(response, 'close');
    if (fault?.mode === 'fail_after_success') throw new InternalServerErrorException();
    return viewOf(payment);
  }

  @Get('payments/:key')
  inquire(@Param('key') key: string, @Query('tenantId') tenantId?: string): object {
    const payment = this.bank.find(key);
    if (payment === null || (tenantId !== undefined && payment.tenantId !== tenantId)) throw new NotFoundException();
    return viewOf(payment);
  }

  /** Bars a key under which nothing was taken; otherwise says how its payment stands. */
  @Post('payments/:key/recall')
  @HttpCode(200)
  recall(@Param('key') key: string, @Body() body: unknown): object {
    return viewOf(this.bank.recall(key, parsed(recallSchema, body).tenantId));
  }

  @Get('journal')
  journal(@Query('tenantId') tenantId?: string): object {
    return { payments: this.bank.accepted(tenantId).map(entryOf) };
  }

  /** A slow bank takes the instruction late: asked meanwhile, it does not know it yet. */
  private async take(instruction: Instruction, fault: Fault | null, traceparent: string | undefined): Promise<Payment> {
    if (fault?.mode === 'fail') throw new ServiceUnavailableException();
    if (fault?.mode === 'reject') return this.bank.reject(instruction, fault.code ?? NO_ACCOUNT[instruction.rail]);
    if (fault?.mode === 'slow') await pause(fault.delayMs ?? DEFAULT_SLOW_MS);
    return this.bank.accept(instruction, { callbacks: callbacksUnder(fault), traceparent });
  }
}

function callbacksUnder(fault: Fault | null): number {
  if (fault?.mode === 'silent') return 0;
  return fault?.mode === 'duplicate' ? 2 : 1;
}

function sameAs(known: Payment, instruction: Instruction): Payment {
  if (known.instruction && !isDeepStrictEqual(known.instruction, instruction)) throw new ConflictException('The key was used for another instruction.');
  return known;
}
