import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  Body, ConflictException, Controller, Delete, Get, InternalServerErrorException, NotFoundException, Param, Put, Query, Res, ServiceUnavailableException,
} from '@nestjs/common';
import { z } from 'zod';
import { type Fault, Faults } from '../control/faults.js';
import { parsed } from '../json-lines.js';
import { Custodian } from './custodian.js';
import { entryOf, type Instruction, instructionSchema, isinSchema, type Order, type Price, priceSchema, rates, viewOf } from './order.js';

const DEFAULT_SLOW_MS = 2_000;
const DEFAULT_REJECTION = 'market_closed';

const keySchema = z.string().min(1).max(100);
const tenantSchema = z.object({ tenantId: z.string().min(1) });
const priceQuerySchema = tenantSchema.extend({ isin: isinSchema });
const ratesQuerySchema = z.object({ base: z.enum(['GBP', 'EUR', 'USD']) });

/** The custodian as its clients see it. */
@Controller('custodian')
export class CustodianController {
  constructor(
    private readonly custodian: Custodian,
    private readonly faults: Faults,
  ) {}

  /** The same key with the same body has the same answer, with another body it is refused. */
  @Put('orders/:key')
  async order(@Param('key') givenKey: string, @Body() body: unknown, @Res({ passthrough: true }) response: ServerResponse): Promise<object> {
    const [key, instruction] = [parsed(keySchema, givenKey), parsed(instructionSchema, body)];
    const known = this.custodian.find(key);
    if (known) return viewOf(sameAs(known, instruction));
    const fault = this.faults.strike(instruction.tenantId, 'custodian');
    const order = await this.take(key, instruction, fault);
    if (fault?.mode === 'silent') await once(response, 'close');
    if (fault?.mode === 'fail_after_success') throw new InternalServerErrorException();
    return viewOf(order);
  }

  @Get('orders/:key')
  inquire(@Param('key') key: string, @Query('tenantId') tenantId?: string): object {
    const order = this.custodian.find(key);
    if (order === null || (tenantId !== undefined && order.tenantId !== tenantId)) throw new NotFoundException();
    return viewOf(order);
  }

  /** Cancels what is not filled, and bars a key under which nothing was taken; says how its order stands. */
  @Delete('orders/:key')
  cancel(@Param('key') givenKey: string, @Query() query: unknown): object {
    const [key, { tenantId }] = [parsed(keySchema, givenKey), parsed(tenantSchema, query)];
    const known = this.custodian.find(key);
    if (known !== null && known.tenantId !== tenantId) throw new NotFoundException();
    return viewOf(this.custodian.cancel(key, tenantId));
  }

  @Get('prices/:isin')
  price(@Param('isin') givenIsin: string, @Query() query: object): Price {
    const { tenantId, isin } = parsed(priceQuerySchema, { ...query, isin: givenIsin });
    const price = this.custodian.priceOf(tenantId, isin);
    if (price === null) throw new NotFoundException();
    return price;
  }

  @Get('rates')
  rates(@Query() query: unknown): object {
    const { base } = parsed(ratesQuerySchema, query);
    return { base, rates: rates[base] };
  }

  @Get('journal')
  journal(@Query('tenantId') tenantId?: string): object {
    return { orders: this.custodian.accepted(tenantId).map(entryOf) };
  }

  /** A slow custodian takes the order late: asked meanwhile, it does not know it yet. */
  private async take(key: string, instruction: Instruction, fault: Fault | null): Promise<Order> {
    if (fault?.mode === 'fail') throw new ServiceUnavailableException();
    if (fault?.mode === 'reject') return this.custodian.reject(key, instruction, fault.code ?? DEFAULT_REJECTION);
    if (fault?.mode === 'slow') await pause(fault.delayMs ?? DEFAULT_SLOW_MS);
    return this.custodian.accept(key, instruction, { isToldTwice: fault?.mode === 'duplicate', expires: fault?.mode === 'expire' });
  }
}

function sameAs(known: Order, instruction: Instruction): Order {
  if (known.instruction ? !isDeepStrictEqual(known.instruction, instruction) : known.tenantId !== instruction.tenantId) {
    throw new ConflictException('The key was used for another order.');
  }
  return known;
}

/** What a tenant's instruments cost from now on, for all of its portfolios or for one. */
@Controller('control/tenants/:tenantId/prices')
export class PricesController {
  constructor(private readonly custodian: Custodian) {}

  @Put()
  setPrice(@Param('tenantId') tenantId: string, @Body() body: unknown): Price {
    const price = parsed(priceSchema, body);
    this.custodian.setPrice(tenantId, price);
    return price;
  }
}
