import { Injectable, Logger } from '@nestjs/common';
import { newId } from '@sluice/kernel';
import { TenantSettings } from '@sluice/persistence';
import { inBackground } from '@sluice/telemetry';
import type { StoredClient } from '../access/client.js';
import { AuditLog } from './audit-log.repository.js';

export type Refusal = 'revoked' | 'wrong secret' | 'tenant not its own';

/** One record a minute of the same refusal is enough to see that somebody tries; a flood of them must not fill the log. */
const ONCE_IN_MS = 60_000;

const MOST_REMEMBERED = 10_000;

/** Records that credentials of a known client were refused. Those of nobody belong to no tenant's log: they are in the access log only. */
@Injectable()
export class RefusedCredentials {
  private readonly logger = new Logger('Audit');
  private readonly recordedAt = new Map<string, number>();

  constructor(private readonly log: AuditLog, private readonly settings: TenantSettings) {}

  /** Nobody waits for it: a refused caller must not learn from the time whether the client exists. */
  record({ id, tenantId }: Pick<StoredClient, 'id' | 'tenantId'>, refusal: Refusal): void {
    const key = `${id} ${refusal}`;
    const last = this.recordedAt.get(key);
    const now = performance.now();
    if (last !== undefined && now - last < ONCE_IN_MS) return;
    if (this.recordedAt.size >= MOST_REMEMBERED) this.recordedAt.clear();
    this.recordedAt.set(key, now);
    inBackground(this.logger, `Recording that ${id} was refused`, () => this.append(tenantId, id, refusal));
  }

  private async append(tenantId: string, who: string, refusal: Refusal): Promise<void> {
    const at = (await this.settings.now(tenantId)).toISOString();
    await this.log.append(tenantId, { kind: 'outcome', actionId: newId(), action: 'authenticate', who, reason: null, target: who, at, outcome: `refused: ${refusal}` });
  }
}
