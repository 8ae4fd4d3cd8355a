import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Body, ConflictException, Controller, Get, Headers, HttpCode, InternalServerErrorException, NotFoundException, Param, Post, Query, Res, ServiceUnavailableException, UnprocessableEntityException } from '@nestjs/common';
import { z } from 'zod';
import { Faults, type Fault } from '../control/faults.js';
import { parsed } from '../json-lines.js';
import { Bank } from './bank.js';
import { filesAbout } from './files/reports.js';
import { type OrderTerms, termsOf, UnacceptableFile } from './files/orders.js';
import { entryOf, instructionSchema, viewOf, type Instruction, type Payment } from './payment.js';

const DEFAULT_SLOW_MS = 2_000;

/** What a rail says of an account that is not there. */
const NO_ACCOUNT = { ACH: 'R03', WIRE: 'AC03', FPS: 'AC01', SEPA: 'AC01' } as const;

const recallSchema = z.object({ tenantId: z.string().min(1) });

/** Absent: all of it. */
const afterSchema = z.coerce.number().int().min(0).default(0);

interface Circumstances {
  readonly fault: Fault | null;
  readonly traceparent: string | undefined;
}

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
    if (known) return statementOf(sameAs(known, instruction));
    const terms = this.orderedBy(instruction);
    const fault = this.faults.strike(instruction.tenantId, 'bank');
    const payment = await this.take(instruction, terms, { fault, traceparent });
    if (fault?.mode === 'silent') await once(response, 'close');
    if (fault?.mode === 'fail_after_success') throw new InternalServerErrorException();
    return statementOf(payment);
  }

  @Get('payments/:key')
  inquire(@Param('key') key: string, @Query('tenantId') tenantId?: string): object {
    const payment = this.bank.find(key);
    if (payment === null || (tenantId !== undefined && payment.tenantId !== tenantId)) throw new NotFoundException();
    return statementOf(payment);
  }

  /** Bars a key under which nothing was taken; otherwise says how its payment stands. */
  @Post('payments/:key/recall')
  @HttpCode(200)
  recall(@Param('key') key: string, @Body() body: unknown): object {
    return statementOf(this.bank.recall(key, parsed(recallSchema, body).tenantId));
  }

  @Get('journal')
  journal(@Query('tenantId') tenantId?: string, @Query('after') after?: string): object {
    return { payments: this.bank.accepted(tenantId, parsed(afterSchema, after)).map(entryOf), position: this.bank.position };
  }

  /** A file that cannot be taken leaves nothing behind; nor does one whose payment was taken under another key. */
  private orderedBy(instruction: Instruction): OrderTerms {
    const terms = acceptableTerms(instruction);
    const other = this.bank.keyOf(terms.paymentId);
    if (other !== undefined && other !== instruction.key) throw new ConflictException('The payment was given under another key.');
    return terms;
  }

  /** A slow bank takes the instruction late: asked meanwhile, it does not know it yet. */
  private async take(instruction: Instruction, terms: OrderTerms, { fault, traceparent }: Circumstances): Promise<Payment> {
    if (fault?.mode === 'fail') throw new ServiceUnavailableException();
    if (fault?.mode === 'reject') return this.bank.reject(instruction, terms, fault.code ?? NO_ACCOUNT[instruction.rail]);
    if (fault?.mode === 'slow') await pause(fault.delayMs ?? DEFAULT_SLOW_MS);
    return this.bank.accept(instruction, terms, { callbacks: callbacksUnder(fault), traceparent });
  }
}

function acceptableTerms(instruction: Instruction): OrderTerms {
  try {
    return termsOf(instruction);
  } catch (error) {
    if (error instanceof UnacceptableFile) throw new UnprocessableEntityException(error.message);
    throw error;
  }
}

/** How a payment stands: in the bank's own words, and by every file that its rail has for it. */
const statementOf = (payment: Payment): object => ({ ...viewOf(payment), files: filesAbout(payment) });

function callbacksUnder(fault: Fault | null): number {
  if (fault?.mode === 'silent') return 0;
  return fault?.mode === 'duplicate' ? 2 : 1;
}

function sameAs(known: Payment, instruction: Instruction): Payment {
  if (known.instruction && !isDeepStrictEqual(known.instruction, instruction)) throw new ConflictException('The key was used for another instruction.');
  return known;
}
