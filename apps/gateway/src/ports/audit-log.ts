import type { AuditEntry, AuditRecord } from '../audit/audit-record.js';
import type { Verification } from '../audit/verify-chain.js';

/** Which records of a tenant, newest first: older than `before`, about one of these targets. */
export interface AuditQuery {
  readonly limit: number;
  readonly before?: number | undefined;
  readonly targets?: readonly string[] | undefined;
}

/** What operators did, one chain for each tenant. There is no way to change or remove a record. */
export abstract class AuditLog {
  /** Durable when it resolves, and in the chain exactly once, however many write at the same time. */
  abstract append(tenantId: string, entry: AuditEntry): Promise<AuditRecord>;
  abstract list(tenantId: string, query: AuditQuery): Promise<AuditRecord[]>;
  abstract verify(tenantId: string): Promise<Verification>;
}
