import { Body, ConflictException, Controller, Delete, Get, HttpCode, NotFoundException, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Bank } from '../bank/bank.js';
import type { Payment } from '../bank/payment.js';
import { parsed } from '../json-lines.js';
import { type Fault, Faults, faultSchema } from './faults.js';
import { Tenants, type TenantSettings, tenantSettingsSchema } from './tenants.js';

/** There is nothing to wait for: whoever can answer is ready. */
@Controller('health')
export class HealthController {
  @Get(['live', 'ready'])
  ready(): object {
    return { status: 'ok' };
  }
}

const bankReturnSchema = z.object({ reference: z.string().min(1), code: z.string().min(1).max(10) });

/** `data` is the 29 characters of corrected data as a notification of change has them. */
const bankCorrectionSchema = z.object({ reference: z.string().min(1), code: z.string().regex(/^C\d\d$/), data: z.string().regex(/^[ -~]{1,29}$/) });

/** How a tenant's outside world behaves: its time, its faults and what comes back. */
@Controller('control/tenants/:tenantId')
export class ControlController {
  constructor(
    private readonly tenants: Tenants,
    private readonly faults: Faults,
    private readonly bank: Bank,
  ) {}

  @Put()
  applySettings(@Param('tenantId') tenantId: string, @Body() body: unknown): TenantSettings {
    const settings = parsed(tenantSettingsSchema, body);
    this.tenants.apply(tenantId, settings);
    return settings;
  }

  @Post('faults')
  addFault(@Param('tenantId') tenantId: string, @Body() body: unknown): Fault {
    const fault = parsed(faultSchema, body);
    this.faults.add(tenantId, fault);
    return fault;
  }

  @Delete('faults')
  @HttpCode(204)
  clearFaults(@Param('tenantId') tenantId: string): void {
    this.faults.clear(tenantId);
  }

  /** Sends a payment back: found by its key, or by how its key or end-to-end id begins. The same return again changes nothing. */
  @Post('bank-returns')
  @HttpCode(200)
  returnPayment(@Param('tenantId') tenantId: string, @Body() body: unknown): Payment {
    const { reference, code } = parsed(bankReturnSchema, body);
    const payment = this.bank.findByReference(tenantId, reference);
    if (payment === null) throw new NotFoundException(`No payment of ${tenantId} goes by ${reference}.`);
    const returned = this.bank.giveBack(payment.key, code);
    if (returned === null) throw new ConflictException(`The payment ${payment.key} cannot be returned: it is ${payment.status}.`);
    return returned;
  }

  /** Lets the receiving bank ask for other numbers next time (ACH only). */
  @Post('bank-corrections')
  @HttpCode(200)
  correctPayment(@Param('tenantId') tenantId: string, @Body() body: unknown): Payment {
    const { reference, code, data } = parsed(bankCorrectionSchema, body);
    const payment = this.bank.findByReference(tenantId, reference);
    if (payment === null) throw new NotFoundException(`No payment of ${tenantId} goes by ${reference}.`);
    const corrected = this.bank.correct(payment.key, code, data);
    if (corrected === null) throw new ConflictException(`The payment ${payment.key} did not go by ACH.`);
    return corrected;
  }
}
