import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JsonLines } from '../json-lines.js';
import { SimulatorsOptions } from '../simulators.options.js';

export const faultSchema = z.object({
  id: z.string().min(1),
  port: z.enum(['bank', 'chain', 'attestation', 'custodian', 'signer', 'screening']),
  mode: z.enum(['reject', 'fail', 'slow', 'silent', 'duplicate', 'fail_after_success', 'revert', 'expire']),
  /** What a rejection says; the port's usual code when absent. */
  code: z.string().min(1).optional(),
  /** How often it strikes; until cleared when absent. */
  count: z.int().min(1).optional(),
  delayMs: z.int().nonnegative().max(600_000).optional(),
});
export type Fault = z.output<typeof faultSchema>;
export type FaultPort = Fault['port'];

const lineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('added'), tenantId: z.string(), fault: faultSchema }),
  z.object({ event: z.literal('struck'), tenantId: z.string(), id: z.string() }),
  z.object({ event: z.literal('cleared'), tenantId: z.string() }),
]);
type Line = z.output<typeof lineSchema>;

/** What is to go wrong for which tenant, in the order in which it was asked for. */
@Injectable()
export class Faults {
  private readonly waiting = new Map<string, Fault[]>();
  private readonly lines: JsonLines<Line>;

  constructor({ journalFolder }: SimulatorsOptions) {
    this.lines = new JsonLines(journalFolder, 'faults', lineSchema);
    for (const line of this.lines.readAll()) this.apply(line);
  }

  /** Adds a fault once per id. */
  add(tenantId: string, fault: Fault): void {
    if (!this.of(tenantId).some(({ id }) => id === fault.id)) this.record({ event: 'added', tenantId, fault });
  }

  clear(tenantId: string): void {
    this.record({ event: 'cleared', tenantId });
  }

  /** The fault that strikes this call, which uses it up once. */
  strike(tenantId: string, port: FaultPort): Fault | null {
    const fault = this.of(tenantId).find((candidate) => candidate.port === port);
    if (fault === undefined) return null;
    this.record({ event: 'struck', tenantId, id: fault.id });
    return fault;
  }

  private of(tenantId: string): Fault[] {
    return this.waiting.get(tenantId) ?? [];
  }

  private record(line: Line): void {
    this.lines.append(line);
    this.apply(line);
  }

  private apply(line: Line): void {
    this.waiting.set(line.tenantId, afterLine(this.of(line.tenantId), line));
  }
}

function afterLine(faults: Fault[], line: Line): Fault[] {
  switch (line.event) {
    case 'added': return [...faults, line.fault];
    case 'cleared': return [];
    case 'struck': return faults.flatMap((fault) => {
      if (fault.id !== line.id || fault.count === undefined) return [fault];
      return fault.count === 1 ? [] : [{ ...fault, count: fault.count - 1 }];
    });
  }
}
