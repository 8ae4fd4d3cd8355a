import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Fault } from '../control/faults.js';
import { parsed } from '../parsed.js';
import { ChainFaults } from './chain-faults.js';

const strikeSchema = z.object({ key: z.string().min(1) });

/** Asked before a payout is sent on a chain: the chains are real, so whoever sends makes the fault. */
@Controller('chain/tenants/:tenantId/strikes')
export class ChainFaultsController {
  constructor(private readonly faults: ChainFaults) {}

  @Post()
  @HttpCode(200)
  strike(@Param('tenantId') tenantId: string, @Body() body: unknown): { mode: Fault['mode'] | null } {
    return { mode: this.faults.strike(tenantId, parsed(strikeSchema, body).key) };
  }
}
