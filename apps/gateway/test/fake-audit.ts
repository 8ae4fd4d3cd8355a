import { appendAuditRecord, listAuditRecords, takeAuditRecords, verifyAuditLog, type AuditEntry, type AuditRecord } from '@sluice/contract-operations';
import type { FakeServices } from './fake-services.js';

const HASH = '0'.repeat(64);

/** Operations' audit log, without its proof. */
export class FakeAudit {
  private readonly records = new Map<string, AuditRecord[]>();

  /** Oldest first. */
  of(tenantId: string): readonly AuditRecord[] {
    return this.records.get(tenantId) ?? [];
  }

  clear(): void {
    this.records.clear();
  }

  listen(fake: FakeServices): void {
    fake.on(appendAuditRecord, ({ tenantId, body }) => ({ sequence: this.add(tenantId, body), hash: HASH }));
    fake.on(takeAuditRecords, ({ tenantId, body: { records } }) => {
      for (const record of records) this.add(tenantId, record);
      return {};
    });
    fake.on(listAuditRecords, ({ tenantId, body: { limit, before = Infinity, target } }) => {
      const found = this.of(tenantId).filter((record) => record.sequence < before && (target === undefined || record.target === target)).toReversed();
      return { records: found.slice(0, limit), hasMore: found.length > limit };
    });
    fake.on(verifyAuditLog, ({ tenantId }) => ({ ok: true, records: this.of(tenantId).length, lastHash: this.of(tenantId).at(-1)?.hash ?? null, breach: null, open: [] }));
  }

  private add(tenantId: string, entry: AuditEntry): number {
    const known = this.of(tenantId).find(({ actionId, kind }) => actionId === entry.actionId && kind === entry.kind);
    if (known) return known.sequence;
    const record = { previousHash: HASH, hash: HASH, ...entry, tenantId, sequence: this.of(tenantId).length + 1 };
    this.records.set(tenantId, [...this.of(tenantId), record]);
    return record.sequence;
  }
}
