import { Body, Controller, Param, Put } from '@nestjs/common';
import { parsed } from '../parsed.js';
import { Custodian } from './custodian.js';
import { priceSchema, type Price } from './order.js';

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
