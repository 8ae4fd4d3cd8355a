import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JsonLines } from '../json-lines.js';
import { SimulatorsOptions } from '../simulators.options.js';

export const tenantSettingsSchema = z.object({
  pace: z.enum(['instant', 'clock']),
  clockOffsetMs: z.int(),
  /** Grows with every change: an older one that arrives late is ignored. */
  revision: z.int().nonnegative().optional(),
});
export type TenantSettings = z.output<typeof tenantSettingsSchema>;

const lineSchema = z.object({ tenantId: z.string(), settings: tenantSettingsSchema });

const initial: TenantSettings = { pace: 'instant', clockOffsetMs: 0 };

/** Pace and clock of each tenant, as the product was told them too. */
@Injectable()
export class Tenants {
  private readonly known = new Map<string, TenantSettings>();
  private readonly lines: JsonLines<z.output<typeof lineSchema>>;

  constructor({ journalFolder }: SimulatorsOptions) {
    this.lines = new JsonLines(journalFolder, 'tenants', lineSchema);
    for (const { tenantId, settings } of this.lines.readAll()) this.known.set(tenantId, settings);
  }

  apply(tenantId: string, settings: TenantSettings): void {
    if ((settings.revision ?? Infinity) <= (this.known.get(tenantId)?.revision ?? -1)) return;
    this.lines.append({ tenantId, settings });
    this.known.set(tenantId, settings);
  }

  pace(tenantId: string): TenantSettings['pace'] {
    return this.settings(tenantId).pace;
  }

  now(tenantId: string): Date {
    return new Date(Date.now() + this.settings(tenantId).clockOffsetMs);
  }

  private settings(tenantId: string): TenantSettings {
    return this.known.get(tenantId) ?? initial;
  }
}
