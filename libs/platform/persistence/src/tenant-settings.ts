import { Injectable } from '@nestjs/common';
import type { Pace } from '@sluice/contract-kit';
import type { TenantClock } from '@sluice/kernel';

export interface Settings {
  readonly clockOffsetMs: number;
  readonly pace: Pace;
}

@Injectable()
export class TenantSettings implements TenantClock {
  async now(tenantId: string): Promise<Date> {
    throw new Error(`not there yet: ${tenantId}`);
  }

  async read(tenantId: string): Promise<Settings> {
    throw new Error(`not there yet: ${tenantId}`);
  }

  async apply(tenantId: string, settings: Settings & { revision: number }): Promise<void> {
    throw new Error(`not there yet: ${tenantId} ${settings.revision}`);
  }
}
