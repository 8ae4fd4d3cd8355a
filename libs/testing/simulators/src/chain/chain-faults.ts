import { Body, Controller, HttpCode, Injectable, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { type Fault, Faults, faultSchema } from '../control/faults.js';
import { JsonLines, parsed } from '../json-lines.js';
import { SimulatorsOptions } from '../simulators.options.js';

const lineSchema = z.object({ tenantId: z.string(), key: z.string(), mode: faultSchema.shape.mode.nullable() });
type Line = z.output<typeof lineSchema>;

const placeOf = ({ tenantId, key }: Pick<Line, 'tenantId' | 'key'>): string => JSON.stringify([tenantId, key]);

/** Which payout a chain's fault strikes: decided once for each, however often it is asked. */
@Injectable()
export class ChainFaults {
  private readonly decided = new Map<string, Line['mode']>();
  private readonly lines: JsonLines<Line>;

  constructor({ journalFolder }: SimulatorsOptions, private readonly faults: Faults) {
    this.lines = new JsonLines(journalFolder, 'chain-strikes', lineSchema);
    for (const line of this.lines.readAll()) this.decided.set(placeOf(line), line.mode);
  }

  strike(tenantId: string, key: string): Fault['mode'] | null {
    const known = this.decided.get(placeOf({ tenantId, key }));
    if (known !== undefined) return known;
    const line: Line = { tenantId, key, mode: this.faults.strike(tenantId, 'chain')?.mode ?? null };
    this.lines.append(line);
    this.decided.set(placeOf(line), line.mode);
    return line.mode;
  }
}

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
