import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Faults, faultSchema, type Fault } from '../control/faults.js';
import { JsonLines } from '../json-lines.js';
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
